"""A shopper's words never reach Rasa as a command."""

from __future__ import annotations

import pytest

from bot.dialogue.rasa_call import shown_to_rasa


@pytest.mark.parametrize("text", ["/restart", "/ask_size{\"size\": \"L\"}", "  /session_start", "\n/back", "／restart"])
def test_a_command_typed_by_a_shopper_is_no_command(text: str) -> None:
    shown = shown_to_rasa(text)
    assert not shown.lstrip().startswith("/") and len(shown) == len(text)


@pytest.mark.parametrize("text", ["", "175/65kg", "会起球吗", " 多少钱", "@客服"])
def test_other_texts_are_shown_as_they_are(text: str) -> None:
    assert shown_to_rasa(text) == text
