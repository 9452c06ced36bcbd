"""What the shopper's first words said that is still needed after we asked something in between."""

from __future__ import annotations

from typing import Any, Optional

from actions.question import Question

_VALUES = ("size", "colour")
CHOOSING = ("order", "product")  # asked for these, the answer is a title of ours: it names what is, not what is wanted


def carried(question: Question) -> dict[str, Any]:
    """Plain data for `answer.ask(..., data=...)`: the text, picture, sizes and colours of this message or the one before it."""
    before = before_asking(question)
    kept: dict[str, Any] = {name: values(question, name) for name in _VALUES}
    kept["text"] = before.get("text") or question.text
    kept["image"] = question.image_url or before.get("image")
    return {name: value for name, value in kept.items() if value}


def before_asking(question: Question) -> dict[str, Any]:
    """The data of the question this message answers or, in a fragment, goes on with; empty when it does neither."""
    return question.awaiting.get("data") or question.going_on


def values(question: Question, entity: str, choosing: tuple[str, ...] = CHOOSING) -> list[Any]:
    """All values said for an entity, in order: in this message (or its button), else in the one before we asked.

    A message that only chooses an order or a line says nothing of its own: its title names what is, not what is wanted.
    `choosing` are the things asked for whose answers are such titles.
    """
    if question.awaiting.get("what") in choosing:
        return list(before_asking(question).get(entity) or [])
    said = [one["value"] for one in question.said if one["entity"] == entity]
    meant = question.entities.get(entity)
    if meant is not None and meant not in said:
        return [meant]
    return said or list(before_asking(question).get(entity) or [])


def first_words(question: Question) -> str:
    """The text of the message that started this, also when this one only chose an order."""
    return before_asking(question).get("text") or question.text


def picture(question: Question) -> Optional[str]:
    """The picture of this message, or of the one before we asked which order it is about."""
    return question.image_url or before_asking(question).get("image")
