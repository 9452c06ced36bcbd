"""What a shopper sends in several messages is read as one."""

from __future__ import annotations

from bot.dialogue.sight import joined

from .talking import said


def test_fragments_become_one_message_under_the_last_ones_id() -> None:
    found = joined([said("这件", "a"), said("  ", "b"), said(" 起球吗 ", "c", sent_at="2026-11-24T10:00:00+08:00")])
    assert (found.id, found.text, found.kind, found.shopper) == ("c", "这件，起球吗", "text", "buyer")


def test_the_latest_card_and_picture_count_wherever_they_stand() -> None:
    found = joined([
        said("", "a", kind="product", product="P1"), said("", "b", kind="order", order="26-1"), said("", "c", kind="product", product="P2"), said("多少钱", "d")])
    assert (found.kind, found.product, found.order, found.text, found.id) == ("product", "P2", "26-1", "多少钱", "d")


def test_one_message_stays_as_it_is() -> None:
    alone = said("看图", kind="image", image_url="/chat/images/x.png", product="P1")
    assert joined([alone]) == alone


def test_of_very_many_words_the_latest_are_read() -> None:
    found = joined([said("字" * 2000, str(n)) for n in range(20)] + [said("会起球吗", "last")])
    assert len(found.text) == 2000 and found.text.endswith("字，会起球吗")
