"""The code for a pick-up point or locker: we do not have it, but we know where the parcel lies."""

from __future__ import annotations

import re

from actions.answer import Answer
from actions.carried import first_words
from actions.order_state import arrived, newest_parcel, under_way
from actions.picking import pick_order
from actions.question import Question
from actions.tracking import parcel_values
from actions.words import Words
from actions.yes_no import go_to

_CODE = re.compile(r"取[件货]码|取货号|[哪那]个驿站|驿站在哪|哪个(?:快递)?柜|柜子?在哪")


def asks_pickup_code(question: Question) -> bool:
    """Whether the message asks for the code or the place to fetch a parcel from."""
    return bool(_CODE.search(first_words(question)))


def say_pickup_code(question: Question, answer: Answer) -> Answer:
    """Where the code is to be found, and where the parcel lies by the carrier's account."""
    if not question.orders:
        return answer.say("utter_pickup_code")
    order = pick_order(question, answer, fits=lambda order: arrived(order) or under_way(order))
    if order is None:
        return answer
    parcel = newest_parcel(order.parcels)
    if parcel is None or parcel.last is None:
        return answer.say("utter_pickup_code")
    name = "utter_pickup_code_there" if parcel.status == "signed" else "utter_pickup_code_not_yet"
    buttons = go_to(Words(question.content, question.now), ("not_received", "parcel_not_received"), order=order.number)
    return answer.say(name, buttons=buttons if parcel.status == "signed" else (), **parcel_values(question, order, parcel))
