"""An order sent in several parcels: what is wished for one garment depends on where that one is."""

from __future__ import annotations

from typing import Optional

from actions.answer import Answer, button
from actions.carried import before_asking, carried
from actions.garments import meant_lines, still_here
from actions.question import Question
from actions.words import Words
from actions.yes_no import ask_yes_no
from bot.stores import Order

_REASON = {"address": "address"}  # for whom a person is fetched; everything else is beyond the bot's means


def say_part(question: Question, answer: Answer, order: Order, what: str) -> Optional[Answer]:
    """For a partly sent order: asks which garment, or offers a person for one that is still here; None when neither fits.

    `what` is address, change or cancel."""
    if order.closed or not order.parcels or not order.unsent_lines or order.status != "shipped":
        return None
    words, lines = Words(question.content, question.now), meant_lines(question, order)
    if not lines:
        return _ask_line(question, answer, order, words)
    if not still_here(order, lines):
        return None
    data = {**carried(question), "order": order.number, "change": "part", "what": what}
    name = f"utter_part_{what}"
    return ask_yes_no(answer, words, name, data=data, yes="part_yes", no="intercept_no", items=words.items(lines), order=order.number)


def part_confirmed(question: Question, answer: Answer) -> Answer:
    """The shopper's yes or no to a person doing it for one garment."""
    data = before_asking(question)
    if not question.confirmed:
        return answer.say("utter_part_dropped")
    name = "utter_part_asked_cancel" if data["what"] == "cancel" else "utter_part_asked"
    return answer.say(name, order=data["order"]).hand_over(_REASON.get(data["what"], "limit"))


def _ask_line(question: Question, answer: Answer, order: Order, words: Words) -> Answer:
    buttons = [button(words.items([line]), data={"line": line.line}) for line in order.lines]
    return answer.ask("product", "utter_part_which", buttons=buttons, data={**carried(question), "order": order.number})
