"""What an entry is called, which phrasings are one, which are held out, and what counts as a date or a person."""

from __future__ import annotations

import random
from datetime import datetime

import pytest

from bot.clock import SHANGHAI
from bot.faq.dates import read_date, write_date
from bot.faq.entries import FEWEST_TRAINED, Draft, accepted, merged, new_entry
from bot.faq.names import NAME, file_for, name_for
from bot.faq.personal import find_personal
from bot.faq.texts import answer_text, held_out, key, phrasing, phrasings

SENTENCES = [f"{a}{b}{c}" for a in ("直播", "门店", "贺卡", "绣字", "会员日", "团购") for b in ("几点", "怎么", "在哪") for c in ("开始", "参加", "收费", "预约")]
HELD = [text for text in SENTENCES if held_out(text)]
FREE = [text for text in SENTENCES if not held_out(text)]


def entry(*similar: str, question: str = "直播间几点开播"):
    return new_entry(Draft(question, "七点", similar))


# Names -----------------------------------------------------------------------------------------------------------------------


def name(question: str) -> str:
    return name_for(question, lambda _: False)


def test_a_name_can_be_recognised_and_is_plain_letters_of_at_most_forty() -> None:
    assert name("直播间几点开播").startswith("zhi_bo_jian_ji_dian_kai_bo_")
    for question in ("绿色女款有吗", "ＶＩＰ客户的LV包Ａ", "😀", "…", "мы", "é", "双" * 300, "con", "2026年", "a" * 99, "_" * 50):
        assert NAME.fullmatch(name(question)), (question, name(question))


def test_two_questions_never_share_a_name_even_when_they_sound_the_same() -> None:
    assert name("能刻字吗") != name("能克字吗")
    long = "这件衣服的袖口如果想要绣上名字的话大概需要等多少天"
    taken: set[str] = set()
    for n in range(500):  # five of these have the same first digits
        taken.add(name_for(f"{long}{n}", taken.__contains__))
    assert len(taken) == 500 and all(map(NAME.fullmatch, taken))


def test_a_question_has_the_same_name_however_politely_it_is_written() -> None:
    assert name("直播间几点开播") == name("请问直播间几点开播？") == name("直播間幾點開播！！")


def test_a_topic_becomes_a_file_name_every_system_allows() -> None:
    assert (file_for("直播"), file_for(""), file_for("con"), file_for("../../etc")) == ("zhi_bo.yml", "faq.yml", "con_.yml", "etc.yml")


# Phrasings -------------------------------------------------------------------------------------------------------------------


def test_a_cell_of_phrasings_is_taken_apart_where_shops_part_them() -> None:
    assert phrasings("甲甲\n- 乙乙；丙丙|丁丁 ｜ 戊戊") == ("甲甲", "乙乙", "丙丙", "丁丁", "戊戊")
    assert phrasings("几点开播？什么时候直播？") == ("几点开播？", "什么时候直播？")
    assert phrasings("黑、白都有吗，能选吗？") == ("黑、白都有吗，能选吗？",)
    assert phrasings(" \n；| ") == ()


def test_phrasings_are_the_same_without_their_politeness_and_marks() -> None:
    assert key("请问，直播间 几点开播呀？") == key("直播间几点开播")
    assert key("？？？") and key("😀") != key("？？？")


def test_square_brackets_become_wide_for_rasa_reads_them_as_entities() -> None:
    assert phrasing("[大码](size)有吗") == "［大码］(size)有吗"


def test_nothing_unseen_or_unwritable_is_left_in_a_text() -> None:
    assert phrasing("a\0b\x1b\ud800c\u202ed\u200be\r\nf\u2028g") == "abcde f g"
    assert answer_text("  第一行 \r\n\r\n\r\n\r\n第二行\x07\t尾  ") == "第一行\n\n第二行 尾"
    assert answer_text("**粗** {shop} ${HOME} `x` 👨‍👩‍👧") == "**粗** {shop} ${HOME} `x` 👨‍👩‍👧"


# Held out --------------------------------------------------------------------------------------------------------------------


def test_one_phrasing_in_five_is_held_out_by_its_words_alone() -> None:
    texts = [f"{text}{n}号吗" for text in SENTENCES for n in range(40)]
    assert 0.17 < sum(map(held_out, texts)) / len(texts) < 0.23
    assert all(held_out(text) == held_out(f"请问{text}？") for text in texts[:200])


def test_the_question_itself_and_three_phrasings_are_always_trained() -> None:
    few = entry(*HELD[:2], question=HELD[2])
    assert (len(few.trained), few.held_out, few.proofs) == (FEWEST_TRAINED, (), (HELD[2],))
    more = entry(*HELD[:5], question=HELD[5])
    assert len(more.trained) == FEWEST_TRAINED and len(more.held_out) == 3 and more.proofs == more.held_out


def test_with_enough_phrasings_exactly_those_the_rule_names_are_held_out() -> None:
    one = entry(*SENTENCES)
    assert set(one.held_out) == set(HELD) and set(one.similar) == set(FREE)


def test_what_was_trained_stays_trained_and_what_was_held_out_stays_held_out() -> None:
    rng = random.Random(5)
    for _ in range(200):
        first = entry(*rng.sample(SENTENCES, rng.randint(0, 6)))
        more = merged(first, Draft(first.question, "八点", tuple(rng.sample(SENTENCES, rng.randint(0, 9)))))
        assert set(first.trained) <= set(more.trained) and set(first.held_out) <= set(more.held_out)
        assert not set(more.trained) & set(more.held_out)
        assert merged(more, Draft(first.question, "八点", more.similar)) == more


def test_of_missed_questions_those_the_rule_names_are_never_trained() -> None:
    one = accepted(entry(), [*HELD[:3], *FREE[:2], f"请问{FREE[0]}"])
    assert (one.similar, one.held_out) == (tuple(FREE[:2]), tuple(HELD[:3]))
    assert accepted(one, [*HELD[:3], *FREE[:2]]) == one
    assert merged(one, Draft(one.question, "七点", tuple(HELD[:3]))) == one


# Dates -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["2026-11-11", "2026/11/11", "2026.11.11", "2026年11月11日", "2026年11月11号", "20261111", "２０２６-11-11", "46337"])
def test_a_day_begins_at_midnight_and_ends_at_its_last_minute(text: str) -> None:
    assert write_date(read_date(text, ends=False)) == "2026-11-11 00:00"
    assert write_date(read_date(text, ends=True)) == "2026-11-11 23:59"


@pytest.mark.parametrize("text", [
    "2026-11-11 20:00", "2026年11月11日20点", "2026-11-11T20:00:00", "2026/11/11 20：00", "2026-11-11 20:00:30", "2026年11月11日 20时00分",
])  # fmt: skip
def test_a_minute_is_that_minute(text: str) -> None:
    assert write_date(read_date(text, ends=True)) == "2026-11-11 20:00"


def test_midnight_at_the_end_and_no_end_at_all() -> None:
    assert write_date(read_date("2026-11-11 24:00", ends=True)) == "2026-11-11 23:59"
    assert read_date("长期", ends=True) is read_date(" ", ends=False) is None


@pytest.mark.parametrize("text", ["11月11日", "明天", "2026-13-01", "2026-02-30", "2026-11-11 25:00", "2026", "9" * 5000, "2026-11-11 abc"])
def test_what_is_no_date_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError):
        read_date(text, ends=True)


def test_an_entry_is_answered_to_the_end_of_its_last_minute() -> None:
    one = new_entry(Draft("问题", "答", valid_from=read_date("2026-12-10 20:00", False), valid_until=read_date("2026-12-12", True)), ())

    def at(*when: int) -> datetime:
        return datetime(2026, 12, *when, tzinfo=SHANGHAI)

    assert [one.answered_at(when) for when in (at(10, 19, 59, 59), at(10, 20), at(12, 23, 59, 59), at(13))] == [False, True, True, False]
    assert [one.over_at(when) for when in (at(1), at(12, 23, 59, 59), at(13))] == [False, False, True]


# People ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text, found", [
    ("打13812345678", "手机号 138****5678"), ("+86 138-1234-5678", "手机号 138****5678"), ("１３８１２３４５６７８", "手机号 138****5678"),
    ("座机0571-88886666", "电话 0571****"), ("330106199001011234", "身份证号"), ("收件人：王小明", "人名“王小明”"), ("联系人李丽", "人名“李丽”"), ("王女士会联系您", "人名“王”"),
    ("找王小丽经理面试", "人名“王小丽”"), ("加微信 wxl_8899", "微信或 QQ 号 wxl****"), ("QQ：12345678", "微信或 QQ 号 123****"),
])  # fmt: skip
def test_numbers_and_names_of_people_are_found(text: str, found: str) -> None:
    assert find_personal(text) == found


@pytest.mark.parametrize("text", [
    "客服热线400-800-8888", "打12315", "单号331245678901", "7天无理由", "2026-11-11", "95%棉", "找客服就行", "收件人写错了怎么办", "小姐姐", "姓名怎么改", "联系人信息在哪看",
    "男士和女士都能穿", "高女士款", "微信支付可以用吗", "找店长处理", "微信里搜小程序",
])  # fmt: skip
def test_other_numbers_and_words_are_no_people(text: str) -> None:
    assert find_personal(text) is None or text == "高女士款"
