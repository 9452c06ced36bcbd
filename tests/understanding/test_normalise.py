"""The classifier's text: decoration and politeness go, the question stays."""

from __future__ import annotations


import pytest

from bot.understanding.normalise import normalise
from bot.understanding.script import fold


@pytest.mark.parametrize("typed, text", [
    ("亲，請問這個會不會起球呀～～～", "这个会不会起球"), ("你好，在吗？那个 麻烦问一下 会 起 球 不！！！！谢谢啦[玫瑰]😊", "会起球不"), ("１７５／１３０ＣＭ", "175/130cm"),
    ("妳們發什麼快遞", "你们发什么快递"), ("XXXL有吗", "xxxl有吗"), ("哈哈哈哈哈", "哈哈"), ("多少钱？？？", "多少钱？"), ("运 费 多 少", "运费多少"),
    ("L 码 有 吗", "l 码有吗"), ("订单261120-123456789012345什么时候发", "订单0-0什么时候发"), ("满1000减50", "满1000减50"), ("[白色] M码", "[白色] m码"),
    ("什么时候发货呀谢谢亲", "什么时候发货"), ("客服，怎么退", "怎么退"), ("姐妹们好看吗", "好看吗"), ("起球吗/:^_^", "起球吗"), ("退货\u200b怎么\ufe0f退", "退货 怎么 退".replace(" ", "")),
])
def test_decoration_goes_and_the_question_stays(typed: str, text: str) -> None:
    assert normalise(typed) == text


@pytest.mark.parametrize("kept", ["谢谢", "亲", "在吗", "好的谢谢", "我要客服", "客服在吗", "亲肤吗", "亲子装有吗", "额外运费", "送母亲的", "喂奶能穿吗", "太麻烦了", "你好", "嗯嗯"])
def test_words_that_only_look_like_politeness_stay(kept: str) -> None:
    assert normalise(kept) == kept


@pytest.mark.parametrize("nothing", ["", "   ", "\x00", "\ud800\udfff", "😀😀", "～～～"])
def test_a_message_of_nothing_but_decoration_is_empty(nothing: str) -> None:
    assert normalise(nothing) == ""


@pytest.mark.parametrize("tiring", ["亲 亲 亲，" * 400 + "x", "谢谢，" * 600 + "a", "亲亲" * 900 + "喂", "[" * 2000, "！ " * 1000, "啊，" * 1000])
def test_tiring_messages_are_read_to_the_end(tiring: str) -> None:
    assert len(normalise(tiring)) <= len(tiring)


def test_folding_keeps_every_character_in_its_place() -> None:
    assert fold("請問　ＸＬ碼\x00\ud800").text == "请问 xl码 \ufffd"


def test_a_squared_unit_becomes_two_letters_and_remembers_where_it_stood() -> None:
    folded = fold("65㎏的")
    assert folded.text == "65kg的"
    assert folded.original_span(0, 4) == (0, 3)
