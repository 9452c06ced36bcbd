"""Wording: the shop's own first, filled once, never with a hole in it, live."""

from __future__ import annotations

import random
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot import no_tensorflow

no_tensorflow.install()

from bot.replies import ShopReplies, Wording  # noqa: E402
from bot.shop import Shop  # noqa: E402

SHOP = Path(__file__).resolve().parents[1] / "data" / "shop"


def wording(replies: dict[str, tuple[str, ...]], seed: int = 0, **variables: str) -> Wording:
    content = SimpleNamespace(replies=replies, variables={"shop": "棉小铺", **variables})
    return Wording(SimpleNamespace(content=content), random.Random(seed))


def test_values_and_the_shops_own_variables_are_filled_in() -> None:
    said = wording({"utter_size": ("{shop}：建议 {size} 码，{size}！",)}).say("utter_size", size="XL")
    assert said == "棉小铺：建议 XL 码，XL！"


@pytest.mark.parametrize("value", ["{shop}", "{secret}", "{0}", "{", "}}", "{{shop}}", r"\1 \g<0>", "%s"])
def test_braces_in_a_shoppers_words_stay_words(value: str) -> None:
    assert wording({"utter_note": ("备注：{note}。{shop}",)}).say("utter_note", note=value) == f"备注：{value}。棉小铺"


def test_a_variant_with_a_missing_value_is_not_said() -> None:
    bot = wording({"utter_eta": ("预计 {day} 到", "路上呢")})
    assert {bot.say("utter_eta") for _ in range(20)} == {"路上呢"}
    assert {bot.say("utter_eta", day=None) for _ in range(20)} == {"路上呢"}
    assert {bot.say("utter_eta", day="明天") for _ in range(20)} == {"路上呢", "预计 明天 到"}


def test_nothing_is_better_than_a_sentence_with_a_hole() -> None:
    assert wording({"utter_eta": ("预计 {day} 到",)}).say("utter_eta") is None
    assert wording({}).say("utter_unheard_of") is None


def test_zero_and_nothing_written_are_values() -> None:
    assert wording({"utter_left": ("还剩{n}件{extra}",)}).say("utter_left", n=0, extra="") == "还剩0件"


def test_what_an_action_gives_goes_before_the_shops_variable_of_that_name() -> None:
    assert wording({"utter_at": ("{hours}",)}, hours="9-22").say("utter_at", hours="现在") == "现在"


def test_the_choice_is_the_random_generators_alone() -> None:
    variants = {"utter_hi": tuple("一二三四五六")}
    first, second = ([wording(variants, seed=7).say("utter_hi") for _ in range(3)] for _ in range(2))
    assert first == second
    bot = wording(variants)
    assert len({bot.say("utter_hi") for _ in range(60)}) == 6


def test_the_domains_wording_is_only_used_where_the_shop_has_none() -> None:
    bot = wording({"utter_ours": ("我们的",)})
    assert bot.say("utter_ours", ("备用",)) == "我们的"
    assert bot.say("utter_other", ("备用 {shop}",)) == "备用 棉小铺"


def test_an_edit_of_the_wording_is_said_at_once(tmp_path: Path) -> None:
    import shutil

    folder, seconds = tmp_path / "shop", [0.0]
    shutil.copytree(SHOP, folder, ignore=shutil.ignore_patterns("replies", "demo"))
    file = folder / "replies" / "talk.yml"
    file.parent.mkdir()
    file.write_text('utter_greet: ["旧的"]\n', "utf8")
    bot = Wording(Shop(folder, tick=lambda: seconds[0]), random.Random(0))
    assert bot.say("utter_greet") == "旧的"
    file.write_text('utter_greet: ["新的话 {shop}"]\n', "utf8")
    seconds[0] += 1
    assert bot.say("utter_greet") == "新的话 棉小铺"
    file.write_text("utter_greet: [\n", "utf8")
    seconds[0] += 1
    assert bot.say("utter_greet") == "新的话 棉小铺", "a broken edit must not silence the bot"


async def test_rasa_gets_the_sentence_and_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    generator = ShopReplies(wording({"utter_size": ("{size} 码",)}))
    given: dict[str, Any] = {"text": None, "buttons": [], "custom": {}, "size": "L"}  # as rasa's action hands them on
    assert await generator.generate("utter_size", None, "web", **given) == {"text": "L 码", "utter_action": "utter_size"}
    assert await generator.generate("utter_unheard_of", None, "web") is None


async def test_rasas_own_responses_are_the_fallback() -> None:
    generator = ShopReplies(wording({}))
    generator.responses = {"utter_greet": [{"text": "您好，{shop}"}, {"image": "x.png"}]}
    assert await generator.generate("utter_greet", None, "web") == {"text": "您好，棉小铺", "utter_action": "utter_greet"}
