"""How a shopper feels, as the rules read it: on two held-out sets, on training data that others wrote, on what is easily misread."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
import yaml

from bot.settings import ROOT
from bot.understanding.mood import WORDS, Mood, Rules, read_mood

HELD_OUT: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("mood.yml").read_text("utf8"))
SECOND: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("mood_second.yml").read_text("utf8"))


def training() -> Iterator[tuple[str, str]]:
    """(intent, sentence) of the training data: the words of people who never saw these rules."""
    for file in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in yaml.load(file.read_text("utf8"), yaml.CSafeLoader)["nlu"]:
            yield from ((block["intent"], line.removeprefix("- ")) for line in block["examples"].splitlines())


# The held-out set ------------------------------------------------------------------------------------------------------------


def precision_and_recall(pairs: list[tuple[bool, bool]]) -> tuple[float, float]:
    """Of pairs (wanted, read)."""
    right = sum(wanted and read for wanted, read in pairs)
    return right / max(1, sum(read for _, read in pairs)), right / max(1, sum(wanted for wanted, _ in pairs))


@pytest.fixture(scope="module")
def read() -> list[tuple[dict[str, Any], Mood]]:
    return [(one, read_mood(one["text"])) for one in HELD_OUT]


def test_the_set_is_large_and_half_calm() -> None:
    assert len({one["text"] for one in HELD_OUT}) == 220
    assert sum(one["anger"] == 0 for one in HELD_OUT) >= 110


@pytest.mark.parametrize("least, floor", [(2, 0.93), (1, 0.93)])
def test_anger_is_seen_and_not_imagined(read: list[tuple[dict[str, Any], Mood]], least: int, floor: float) -> None:
    precision, recall = precision_and_recall([(one["anger"] >= least, mood.anger >= least) for one, mood in read])
    assert precision >= floor and recall >= floor, (precision, recall)


def test_threats_are_seen_and_named(read: list[tuple[dict[str, Any], Mood]]) -> None:
    precision, recall = precision_and_recall([(one["threat"] is not None, mood.threat is not None) for one, mood in read])
    assert precision >= 0.95 and recall >= 0.93, (precision, recall)
    assert [one["text"] for one, mood in read if one["threat"] and mood.threat and one["threat"] != mood.threat][1:] == []


def test_urgency_is_seen_and_not_imagined(read: list[tuple[dict[str, Any], Mood]]) -> None:
    precision, recall = precision_and_recall([(one["urgent"], mood.urgent) for one, mood in read])
    assert 2 * precision * recall / (precision + recall) >= 0.93, (precision, recall)


# The second set, by another writer -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what, wanted, seen", [
    ("fury", lambda one: one["anger"] == 2, lambda mood: mood.anger == 2),
    ("anger", lambda one: one["anger"] >= 1, lambda mood: mood.anger >= 1),
    ("a threat", lambda one: one["threat"] is not None, lambda mood: mood.threat is not None),
    ("urgency", lambda one: one["urgent"], lambda mood: mood.urgent),
])  # fmt: skip
def test_another_writers_words_are_read_too(what: str, wanted: Callable[[dict[str, Any]], bool], seen: Callable[[Mood], bool]) -> None:
    precision, recall = precision_and_recall([(wanted(one), seen(read_mood(one["text"]))) for one in SECOND])
    assert precision >= 0.95 and recall >= 0.95, (what, precision, recall)


# The words of others ---------------------------------------------------------------------------------------------------------


def test_complaints_of_the_training_data_are_hardly_ever_read_as_calm() -> None:
    moods = [read_mood(text) for intent, text in training() if intent == "complain"]
    assert sum(mood.anger >= 1 for mood in moods) / len(moods) >= 0.92


def test_who_asks_about_goods_and_orders_is_hardly_ever_furious_or_threatening() -> None:
    moods = [read_mood(text) for intent, text in training() if intent not in ("complain", "out_of_scope")]
    assert sum(mood.anger == 2 for mood in moods) / len(moods) <= 0.003
    assert sum(mood.threat is not None for mood in moods) / len(moods) <= 0.001


# Anger -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["尼玛", "特么的", "TMD", "垃圾店", "坑爹", "骗子", "骗 子", "片子店", "傻逼客服", "气死我了", "滚", "你们还要脸吗", "🤬", "奸商！"])
def test_insults_and_curses_are_furious(text: str) -> None:
    assert read_mood(text).anger == 2


@pytest.mark.parametrize("text", ["无语", "呵呵", "太失望了", "什么态度啊", "等了五天了", "问了三遍没人理", "一拖再拖", "真行啊你们", "服了", "你们可真会做生意", "🙄",
                                  "第9天了", "俩礼拜了都", "信了你们的邪", "洗一次就烂了", "同一件事跟四个客服说过", "害我跑了两趟", "连个回音都没有", "又漏发一件"])
def test_disappointment_and_irony_are_annoyance(text: str) -> None:
    assert read_mood(text).anger == 1


@pytest.mark.parametrize("text", [
    "不生气", "我没生气", "别生气嘛", "怕老公生气", "老婆骂我乱花钱", "上次那家店骗子", "怕被骗", "不好意思", "气死我了我手滑拍错了",
    "气垫有几个色号", "火锅底料", "垃圾袋多少钱", "急救箱", "狗粮", "骗子的帽子有吗", "满意", "给您添麻烦了", "接受不了这个颜色吗",
    "看到有人差评说掉毛", "别误会我要给差评", "你还是人工吗", "省得我跑两趟", "不会洗两次就坏了吧",
    "便宜点嘛求求你了", "快点吧", "怎么还没发货", "可以可以", "",
])  # fmt: skip
def test_goods_denials_others_anger_and_plain_urging_are_calm(text: str) -> None:
    assert read_mood(text).anger == 0


@pytest.mark.parametrize("text", ["真他妈好吃 再来五袋", "真行 这么快就到了 点赞", "你们可真会做生意，小礼物很喜欢", "卧槽太帅了"])
def test_swearing_and_praising_for_joy_is_calm(text: str) -> None:
    assert read_mood(text).anger == 0


@pytest.mark.parametrize("text, anger", [("退钱", 0), ("退钱！！！", 1), ("怎么还不发？？？", 1), ("太失望了！！！", 2), ("太失望了😡", 2), ("好可爱啊啊啊！！！", 0),
                                         ("WHY NOBODY HERE ANSWERS", 2)])  # fmt: skip
def test_shouting_makes_a_demand_annoyed_and_annoyance_furious(text: str, anger: int) -> None:
    assert read_mood(text).anger == anger


# Threats ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text, code", [
    ("打12315", "authority"), ("12三15", "authority"), ("一二三一五见", "authority"), ("幺二三幺五", "authority"), ("消xie", "authority"), ("我去工商局", "authority"),
    ("向市场监管部门反映", "authority"), ("消保委见", "authority"), ("打12345", "authority"), ("申请平台介入", "platform"), ("我要投诉", "platform"),
    ("叫小二来评理", "platform"), ("举报你们店铺", "platform"), ("等着差评吧", "exposure"), ("再不退我就发抖音", "exposure"), ("微博见", "exposure"),
    ("给你们曝光", "exposure"), ("找记者", "exposure"), ("律师函会寄到", "law"), ("法院见", "law"), ("我已经报警了", "law"), ("我要起诉你们", "law"),
    ("我要投素", "platform"), ("要頭訴你們店", "platform"), ("我要举抱", "platform"), ("跟蝦皮檢舉你", "platform"),
    ("这事一定写进小红书", "exposure"), ("聊天记录全给你晒出去", "exposure"),
    ("我十万粉 你猜我发出去有多少人看", "exposure"), ("去法院立案", "law"), ("等着收传票", "law"),
])  # fmt: skip
def test_threats_have_a_code_and_are_never_calm(text: str, code: str) -> None:
    mood = read_mood(text)
    assert mood.threat == code and mood.anger >= 1


def test_the_gravest_of_several_threats_counts() -> None:
    assert read_mood("先找平台投诉，再打12315，然后法院见").threat == "law"
    assert read_mood("我打12315告你们").threat == "authority"


@pytest.mark.parametrize("text", [
    "没有要投诉的意思", "我不会给差评的", "不是来投诉的", "投诉已经撤销了", "律师袍能机洗吗", "我是律师 西装选哪款", "报警器要打孔吗", "冰箱一直报警怎么办", "曝光台灯", "差评里说掉色 真的吗",
    "差评点错了能改吗", "工商银行卡能付吗", "平台的券能用吗", "抖音同款", "订单12345678", "订单尾号12315", "单号是12315678",
    "记账传票有吗", "投诉建议箱", "被领导投诉了才来换鞋", "货发出去以后还能改吗", "写真发朋友圈好看", "裙子挂到拉链会不会勾丝", "不想让邻居知道我买啥", "申请人工介入", "告诉你们一声",
])  # fmt: skip
def test_what_only_sounds_like_a_threat_is_none(text: str) -> None:
    assert read_mood(text).threat is None


# Urgency ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["明天要穿", "急用", "家里等着用", "后天出差前拿得到吗", "18号婚礼 来得及吗", "今天必须到", "赶时间", "周五之前能到吗", "急急急",
                                  "听朝要用", "礼拜五娶媳妇 能到不", "三天后手术 送得到吗", "名天要穿", "婚礼就剩四天了", "12号开业 连个单号都没有", "她来之前要到"])
def test_needed_by_a_day_or_an_event_is_urgent(text: str) -> None:
    assert read_mood(text).urgent


@pytest.mark.parametrize("text", ["快点吧", "怎么还没发", "明天能到吗", "不急用", "不着急 慢慢发", "急救箱", "急性子", "婚礼用的灯串插电吗", "出差回来再取", "我明天在家",
                                  "生日过完了 来得及时", "上次急用你们发得快", "高考还有几天", "来之前收到过短信"])
def test_wanting_it_quickly_or_naming_a_day_is_not_urgent(text: str) -> None:
    assert not read_mood(text).urgent


# Signs, speed, safety --------------------------------------------------------------------------------------------------------


def test_the_signs_are_the_shoppers_own_words_once_and_in_order() -> None:
    assert read_mood("騙子！TMD，騙子，我打１２３１５").signs == ("騙子", "TMD", "１２３１５")
    assert read_mood("请问有货吗").signs == ()


@pytest.mark.parametrize("text", ["", " ", "\ud800", "\x00\n\t", "㎏" * 50, "👨‍👩‍👧", "(((", "\\", "1" * 5000, "你们骗" * 2000, "你们" * 300, "明天要" * 200,
                                  "等了" * 300, "发抖音" * 200, "婚礼" * 300, "不会" * 300, "老公" * 300, "x" * 4000, "!" * 4000])
def test_any_string_can_be_read(text: str) -> None:
    assert isinstance(read_mood(text), Mood)


def test_patterns_are_written_half_width_as_messages_are_read() -> None:
    lines = (line for line in WORDS.read_text("utf8").splitlines() if not line.lstrip().startswith("#"))
    assert [line for line in lines if set(line.split("  #")[0]) & set("，！？；：（）")] == []


def test_a_broken_pattern_is_named() -> None:
    written = yaml.safe_load(WORDS.read_text("utf8"))
    with pytest.raises(ValueError, match="furious.*不知道"):
        Rules({**written, "furious": ["{不知道}"]})
