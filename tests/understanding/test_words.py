"""jieba with the catalogue's words."""

from __future__ import annotations

import logging

import jieba
import pytest

from bot.understanding.catalogue import Vocabulary, colour_spellings
from bot.understanding.words import Words

BEFORE = Vocabulary(products={"P1": ("云朵绒连帽卫衣", "T恤A")}, colours=colour_spellings(["雾霾蓝"]))


@pytest.fixture(scope="module")
def shelf() -> list[Vocabulary]:
    return [BEFORE]


@pytest.fixture(scope="module")
def words(shelf: list[Vocabulary]) -> Words:
    return Words(lambda: shelf[0])


def test_loading_says_nothing(words: Words, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    with caplog.at_level(logging.DEBUG):
        words.cut("卫衣")
    assert caplog.records == [] and capfd.readouterr() == ("", "")


def test_words_of_the_catalogue_stay_whole_and_follow_it(words: Words, shelf: list[Vocabulary]) -> None:
    assert words.cut("云朵绒连帽卫衣有雾霾蓝的吗") == ["云朵绒连帽卫衣", "有", "雾霾蓝", "的", "吗"]
    shelf[0] = Vocabulary(products={"P1": ("运动卫裤",)})
    assert "云朵绒连帽卫衣" not in words.cut("云朵绒连帽卫衣") and words.cut("运动卫裤") == ["运动卫裤"]
    shelf[0] = BEFORE
    assert words.cut("云朵绒连帽卫衣") == ["云朵绒连帽卫衣"]


def test_words_know_where_they_stand(words: Words) -> None:
    assert list(words.tokenize("我要 t恤a")) == [("我要", 0, 2), ("t恤a", 3, 6)]


def test_the_shared_jieba_instance_is_left_alone(words: Words) -> None:
    words.cut("云朵绒连帽卫衣")
    assert jieba.dt.user_word_tag_tab.get("云朵绒连帽卫衣") is None and not jieba.dt.initialized
