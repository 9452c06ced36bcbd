"""The agents' quick phrases: whole in the demonstration shop, live, and checked in words."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from bot.shop import Shop
from bot.shop.phrases import BLANK, VARIABLES

FILE = "quick_phrases.yml"
GOOD = '退货:\n  - id: how\n    title: 怎么退\n    text: "{returns_how}"\n'


def test_the_shop_brings_seventy_to_ninety_phrases_in_topics(shop):
    phrases = shop.content.phrases
    assert 70 <= len(phrases) <= 90
    assert min(Counter(phrase.topic for phrase in phrases).values()) >= 3
    assert [title for title, n in Counter(phrase.title for phrase in phrases).items() if n > 1] == []


def test_numbers_of_promises_come_from_the_policies_and_are_not_written_out(shop):
    """A number in a phrase would go on being said after the policy changed."""
    spared = {"delivery_days", "carrier_express", "goodbye", "refund_done", "cancel_done"}  # 1 公斤, 24 小时在线, “1-”{bank_days}
    for phrase in shop.content.phrases:
        numbers = re.findall(r"\d+\s*(?:天|小时|元|个工作日|折)", BLANK.sub("", phrase.text))
        assert phrase.id in spared or numbers == [], (phrase.id, numbers)


def test_every_blank_is_a_variable_of_the_shop_one_of_the_desk_or_the_agents_own(shop):
    known = {*VARIABLES, *shop.content.variables}
    named = {name for phrase in shop.content.phrases for name, _ in BLANK.findall(phrase.text)}
    assert [name for name in named if name.isascii() and name not in known] == []
    assert {"order", "product", "colour", "size", "tracking", "refund_amount", "agent", "hours"} <= named


def test_phrases_are_easy_to_read_at_a_glance(shop):
    for phrase in shop.content.phrases:
        assert len(phrase.title) <= 20, phrase.id
        assert len(phrase.text) <= 160, phrase.id
        assert "。。" not in phrase.text and phrase.text[-1] in "。？～！", phrase.id


def test_a_new_phrase_counts_without_a_restart(folder):
    shop = Shop(folder.path)
    folder.append(FILE, "新的一组:\n  - id: fresh\n    title: 新的\n    text: 刚写的")
    shop.refresh()
    assert (shop.content.phrases[-1].topic, shop.content.phrases[-1].text) == ("新的一组", "刚写的")


def test_a_shop_without_the_file_has_no_phrases_and_nothing_to_mend(folder):
    (folder.path / FILE).unlink()
    assert folder.check() == []
    assert Shop(folder.path).content.phrases == ()


def test_a_broken_edit_keeps_the_phrases_from_before(folder):
    shop = Shop(folder.path)
    before = shop.content.phrases
    folder.replace(FILE, "{order}", "{order")
    shop.refresh()
    assert shop.content.phrases == before and shop.problems


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("{returns_how}", "{returns_hwo}", 4, "话术“怎么退”的 text 用了 {returns_hwo}，没有这个变量，是不是想写“returns_how”"),
        ("{returns_how}", "{ordr}", 4, "是不是想写“order”"),
        ("{returns_how}", "{zzz}", 4, "留给客服自己填的空请写中文"),
        ("{returns_how}", "{order", 4, "大括号不成对"),
        ("{returns_how}", "{}", 4, "大括号不成对，或者括号里是空的"),
        ('"{returns_how}"', "{order}", 4, "“text”看不懂，请把整句话放在英文双引号里"),
        ('"{returns_how}"', "", 4, "缺少“text”，请写上要发给顾客的话"),
        ('"{returns_how}"', "长" * 1001, 4, "有 1001 个字，请缩短到 1000 个字以内"),
        ("    title: 怎么退\n", "", 2, "缺少“title”，请写上标题"),
        ("怎么退", "退" * 41, 3, "有 41 个字，请缩短到 40 个字以内"),
        ("title:", "titel:", 3, "不认识“titel”，是不是想写“title”"),
        ("id: how", "id: 怎么退", 2, "写了“怎么退”，只能用小写英文字母开头"),
        (GOOD, GOOD + "  - id: how\n    title: 再来\n    text: 好\n", 5, "“how”在第 2 行已经用过，请换一个"),
        ("  - id: how\n    title: 怎么退\n    text", "  how", 1, "“退货”下面要有至少一条话术"),
        (GOOD, "退货:\n  - 您好\n", 2, "这一条看不懂，请写成 id、title、text 三行"),
        ("退货", "退" * 41, 1, "请缩短到 40 个字以内"),
        ("    title: 怎么退", "\ttitle: 怎么退", 3, "这里用了 Tab 键"),
    ],
)
def test_a_phrase_gone_wrong_is_reported_with_file_line_and_remedy(folder, old, new, line, says):
    assert old in GOOD
    folder.write(FILE, GOOD.replace(old, new, 1))
    told = [problem for problem in folder.check() if says in problem.message]
    assert told, folder.check()
    assert (told[0].file, told[0].line, told[0].serious) == (FILE, line, True)


def test_a_blank_in_chinese_and_a_variable_that_may_be_left_out_are_fine(folder):
    folder.write(FILE, GOOD.replace("{returns_how}", "{shopper_name?}您好，{处理办法}"))
    assert folder.check() == []


def test_a_lost_policy_is_told_once_and_not_again_for_every_phrase(folder):
    (folder.path / "policies/returns.yml").unlink()
    assert [problem for problem in folder.check() if problem.file == FILE] == []


def test_no_cut_of_the_file_is_more_than_a_problem(folder):
    whole = (folder.path / FILE).read_bytes()
    for share in range(10):
        (folder.path / FILE).write_bytes(whole[: len(whole) * share // 10])
        assert all("出了意外" not in problem.message for problem in folder.check())
