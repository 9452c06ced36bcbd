"""What a parcel's trace says: where it is, and what happens next by when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Optional

from actions.answer import Answer
from actions.dispatch import say_rest
from actions.garments import meant_lines, part_meant, still_here
from actions.order_state import stalled_after
from actions.question import Question
from actions.widgets import parcel_card
from actions.words import Words
from actions.yes_no import go_to
from bot.shop import Content
from bot.stores import Order, Parcel

ADDRESS_BEGINS = 12  # the province or city stands in the first characters of an address


def say_tracks(question: Question, answer: Answer, order: Order) -> Answer:
    """Every parcel of the order, one bubble each, and what is still to be sent; of a garment named, where that one is."""
    lines = meant_lines(question, order)
    if still_here(order, lines):
        return say_rest(question, answer, replace(order, lines=lines))
    order = part_meant(question, order)
    if not order.parcels:
        return _without_trace(question, answer, order)
    if len(order.parcels) > 1:
        words = Words(question.content, question.now)
        answer.say("utter_track_parcels", count=len(order.parcels), items=words.items(order.lines), order=order.number)
    for parcel in sorted(order.parcels, key=lambda parcel: not parcel.under_way):
        say_track(question, answer, order, parcel)
    return say_rest(question, answer, order)


def say_track(question: Question, answer: Answer, order: Order, parcel: Parcel) -> Answer:
    """One parcel: its last event, what happens next, and its card. Silent for too long: said so, and a person asks the carrier."""
    words = Words(question.content, question.now)
    state = parcel_state(question, order, parcel)
    buttons = _buttons(words, state, order)
    card = parcel_card(parcel, words)
    name = f"utter_track_{worded(state, order, parcel, question.content)}"
    answer.say(name, buttons=buttons, card=card, **parcel_values(question, order, parcel))
    return answer.hand_over("stalled") if state == "stalled" else answer


def parcel_state(question: Question, order: Order, parcel: Parcel) -> str:
    """silent (no event yet), stalled, late (slower than usual), or the parcel's own status."""
    if parcel.last is None and parcel.under_way:
        return "silent"
    if parcel.stalled(question.now, stalled_after(question.content)):
        return "stalled"
    arrives = expected(order, parcel, question.content)
    if parcel.status in ("collected", "moving") and arrives and question.now.date() > arrives:
        return "late"
    return parcel.status


def worded(state: str, order: Order, parcel: Parcel, content: Content) -> str:
    """The name of the wording for a state, or of the one that does without what the record leaves out."""
    if state in ("collected", "moving") and expected(order, parcel, content) is None:
        return f"{state}_anywhere"
    if state == "signed" and not (parcel.signed_at or order.signed_at):
        return "signed_undated"
    return f"{state}_unseen" if state == "returned" and parcel.last is None else state


def parcel_values(question: Question, order: Order, parcel: Parcel) -> dict[str, Any]:
    """What every sentence about a parcel may name. Values the record does not have are left out."""
    words = Words(question.content, question.now)
    arrives = expected(order, parcel, question.content)
    values: dict[str, Any] = {
        "order": order.number, "carrier": parcel.carrier, "tracking": parcel.tracking,
        "items": words.items(order.contents(parcel) or order.lines),
        "expected": words.day(arrives) if arrives else None,
        "signer": words(f"signed_{parcel.signed_by or 'unknown'}"),
        "sign_place": parcel.sign_place or (parcel.last.place if parcel.last else words("place_unknown")),
    }
    if parcel.last:
        values.update(at=words.when(parcel.last.at), place=parcel.last.place, event=parcel.last.text)
        values["quiet"] = words.lasting(question.now - parcel.last.at)
    signed = parcel.signed_at or order.signed_at
    if parcel.status == "signed" and signed:
        values["signed"] = words.when(signed)
    return {name: value for name, value in values.items() if value is not None}


def expected(order: Order, parcel: Parcel, content: Content) -> Optional[date]:
    """The day it should arrive by, from the policy's days for the region; None where the policy names none."""
    started = _started(order, parcel)
    region = region_of(order.address, content)
    return (started + timedelta(days=int(region["days_to"]))).date() if started and region else None


def region_of(address: str, content: Content) -> Optional[Any]:
    """The row of policies/delivery.yml's regions that the address lies in."""
    for region in content.policies["delivery"]["regions"]:
        if any(place in address[:ADDRESS_BEGINS] for place in region["places"]):
            return region
    return None


def _without_trace(question: Question, answer: Answer, order: Order) -> Answer:
    words = Words(question.content, question.now)
    at = order.signed_at or order.shipped_at
    name = "utter_track_signed_unseen" if order.signed_at else "utter_track_unseen"
    return answer.say(name, items=words.items(order.lines), order=order.number, at=words.when(at) if at else None)


def _started(order: Order, parcel: Parcel) -> Optional[datetime]:
    return parcel.events[0].at if parcel.events else order.shipped_at


def _buttons(words: Words, state: str, order: Order) -> list[dict[str, Any]]:
    ways = {
        "signed": (("not_received", "parcel_not_received"), ("return", "return_goods"), ("exchange", "exchange_goods")),
        "problem": (("redeliver", "arrange_delivery"), ("refuse", "refuse_parcel")),
    }
    return go_to(words, *ways.get(state, ()), order=order.number)
