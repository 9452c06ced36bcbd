"""Values a browser keeps for us and cannot change."""

from __future__ import annotations

import string

import pytest

from bot.sealed import Seal


class Clockwork:
    def __init__(self) -> None:
        self.at = 1_000_000.0

    def __call__(self) -> float:
        return self.at


def test_a_sealed_text_opens_until_its_end() -> None:
    now = Clockwork()
    seal = Seal("secret", "visitor", now)
    sealed = seal.close("guest-1|小鹿", 60)
    assert seal.open(sealed) == "guest-1|小鹿"
    now.at += 59
    assert seal.open(sealed) == "guest-1|小鹿"
    now.at += 1
    assert seal.open(sealed) is None


def test_it_has_only_characters_a_cookie_may_have() -> None:
    assert set(Seal("s", "p").close("小鹿|\";, \n", 60)) <= set(string.ascii_letters + string.digits + "-_")


def test_another_secret_or_another_purpose_does_not_open_it() -> None:
    sealed = Seal("secret", "visitor").close("demo-01", 60)
    assert Seal("other", "visitor").open(sealed) is None
    assert Seal("secret", "desk").open(sealed) is None


def test_a_changed_text_does_not_open() -> None:
    seal = Seal("secret", "visitor")
    sealed = seal.close("demo-01", 60)
    for place in range(0, len(sealed), 5):
        other = "A" if sealed[place] != "A" else "B"
        assert seal.open(sealed[:place] + other + sealed[place + 1 :]) is None


@pytest.mark.parametrize("junk", [None, "", "x", "=" * 10, "一", "a" * 5000, "\x00", "!!!!", "eyJhIjoxfQ.e30."])
def test_junk_does_not_open_and_does_not_hurt(junk: str | None) -> None:
    assert Seal("secret", "visitor").open(junk) is None


def test_a_token_belongs_to_its_text_and_purpose() -> None:
    seal = Seal("secret", "desk")
    assert seal.token("a") == seal.token("a") != seal.token("b")
    assert seal.token("a") != Seal("secret", "other").token("a")
