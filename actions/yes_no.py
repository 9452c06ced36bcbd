"""Asking for a yes before something is written or a person is fetched."""

from __future__ import annotations

from typing import Any

from actions.answer import Answer, button
from actions.words import Words


def ask_yes_no(
    answer: Answer, words: Words, name: str, *, data: dict[str, Any], yes: str = "yes", no: str = "no", **values: Any
) -> Answer:
    """Asks with two buttons; the intent is called again with `confirmed` and this `data`."""
    buttons = [button(words(f"button_{yes}"), confirmed=True), button(words(f"button_{no}"), confirmed=False)]
    return answer.ask("confirm", name, buttons=buttons, data=data, **values)


def go_to(words: Words, *ways: tuple[str, str], order: str) -> list[dict[str, Any]]:
    """Buttons that ask something else about the same order: (word, intent) each."""
    return [button(words(f"button_{word}"), intent=intent, order=order) for word, intent in ways]
