"""How far an after-sales case is, strictly from its record, and what happens next by when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Callable, Optional

from actions.answer import Answer
from actions.order_state import days_left
from actions.question import Question
from actions.tracking import parcel_values
from actions.widgets import parcel_card
from actions.words import Words, money
from actions.yes_no import go_to
from bot.shop import Content
from bot.stores import AfterSale, Order

_AT_ONCE = ("零钱", "余额")  # as payment channels name the accounts where refunds arrive at once
_CARD = ("银行", "卡", "花呗", "信用")


def newest_case(order: Order) -> Optional[AfterSale]:
    """The open case, else the newest one."""
    return order.open_case or next(iter(order.cases), None)


def say_progress(question: Question, answer: Answer, order: Order, case: AfterSale) -> Answer:
    """The case's state, dates, amount and account; late by the shop's own rules: an apology and a person."""
    return _SAYS[case.status](question, answer, order, case)


def case_values(question: Question, order: Order, case: AfterSale) -> dict[str, Any]:
    """What every sentence about a case may name. Values the record does not have are left out."""
    words = Words(question.content, question.now)
    line = order.line(case.line) if case.line else None
    times = {
        "applied": case.applied_at, "decided": case.decided_at, "received": case.received_at,
        "refunded": case.refunded_at, "closed": case.closed_at,
    }  # fmt: skip
    values = {
        "case": case.number, "order": order.number, "kind": words(f"case_{case.kind}"), "amount": money(case.amount),
        "items": words.items([line] if line else order.lines),
        "to": case.refund_to or order.paid_with or words("same_account"),
        "why": case.reject_reason or words("why_unknown"),
        "carrier": case.return_carrier, "tracking": case.return_tracking,
        "wanted": _wanted(question.content, case) or words("wanted_unknown"),
        **{name: words.when(at) for name, at in times.items() if at},
    }  # fmt: skip
    return {name: value for name, value in values.items() if value is not None}


def send_back_by(case: AfterSale, content: Content) -> datetime:
    """Until when an approved return must be on its way."""
    return (case.decided_at or case.applied_at) + timedelta(days=content.policies["returns"]["send_days"])


def _applied(question: Question, answer: Answer, order: Order, case: AfterSale) -> Answer:
    sent = bool(order.parcels)
    hours = _hours(question, "refunds", "audit_hours") if sent else _hours(question, "refunds", "unshipped_hours")
    return _due(question, answer, order, case, "applied", case.applied_at + hours)


def _approved(question: Question, answer: Answer, order: Order, case: AfterSale) -> Answer:
    decided = case.decided_at or case.applied_at
    if case.kind == "refund_only":
        sent = bool(order.parcels)
        hours = _hours(question, "refunds", "received_hours") if sent else _hours(question, "refunds", "unshipped_hours")
        return _due(question, answer, order, case, "paying", decided + hours)
    by = send_back_by(case, question.content)
    name = "utter_progress_send_back" if question.now <= by else "utter_progress_send_back_late"
    return answer.say(name, by=_words(question).when(by), **case_values(question, order, case))


def _returning(question: Question, answer: Answer, order: Order, case: AfterSale) -> Answer:
    name = "utter_progress_returning_exchange" if case.kind == "exchange" else "utter_progress_returning"
    name += "" if case.return_tracking and case.return_carrier else "_unseen"
    return answer.say(name, **case_values(question, order, case))


def _received(question: Question, answer: Answer, order: Order, case: AfterSale) -> Answer:
    received = case.received_at or case.decided_at or case.applied_at
    if case.kind == "exchange":
        return _due(question, answer, order, case, "resending", received + _hours(question, "exchange", "resend_hours"))
    return _due(question, answer, order, case, "received", received + _hours(question, "refunds", "received_hours"))


def _refunded(question: Question, answer: Answer, order: Order, case: AfterSale) -> Answer:
    values = case_values(question, order, case)
    if not case.refunded_at:
        return answer.say("utter_progress_refunded_undated", **values)
    latest = working_days_after(case.refunded_at, question.content.policies["refunds"]["bank_days"], question.content)
    by = _words(question).day(latest)
    if question.now.date() > latest.date():
        return answer.say("utter_progress_refunded_long_ago", **values)
    return answer.say(f"utter_progress_refunded{_speed(values.get('to', ''))}", by=by, **values)


def _exchanged(question: Question, answer: Answer, order: Order, case: AfterSale) -> Answer:
    values = case_values(question, order, case)
    parcel = next((p for p in order.parcels if p.tracking == case.replacement_tracking), None)
    if parcel is None or parcel.last is None:
        return answer.say("utter_progress_exchanged", **values)
    values.update(parcel_values(question, order, parcel), items=values["items"])
    name = "utter_progress_exchanged_signed" if parcel.status == "signed" else "utter_progress_exchanged_moving"
    return answer.say(name, card=parcel_card(parcel, _words(question)), **values)


def _rejected(question: Question, answer: Answer, order: Order, case: AfterSale) -> Answer:
    buttons = go_to(_words(question), ("quality", "quality_problem"), ("return", "return_goods"), order=order.number)
    return answer.say("utter_progress_rejected", buttons=buttons, **case_values(question, order, case))


def _withdrawn(question: Question, answer: Answer, order: Order, case: AfterSale) -> Answer:
    left = days_left(order, question.content, question.now)
    again = left is None or left >= 0
    name = "utter_progress_withdrawn" if again else "utter_progress_withdrawn_late"
    return answer.say(name, **case_values(question, order, case))


_SAYS: dict[str, Callable[[Question, Answer, Order, AfterSale], Answer]] = {
    "applied": _applied, "approved": _approved, "returning": _returning, "received": _received,
    "refunded": _refunded, "exchanged": _exchanged, "rejected": _rejected, "withdrawn": _withdrawn,
}  # fmt: skip


def _due(question: Question, answer: Answer, order: Order, case: AfterSale, stage: str, by: datetime) -> Answer:
    """One stage that the shop promised to finish by a time."""
    values = {**case_values(question, order, case), "by": _words(question).when(by)}
    if question.now <= by:
        return answer.say(f"utter_progress_{stage}", **values)
    return answer.say(f"utter_progress_{stage}_late", **values).hand_over("refund_late")


def _speed(account: str) -> str:
    if any(word in account for word in _CARD):
        return "_card"
    return "_at_once" if any(word in account for word in _AT_ONCE) else ""


def working_days_after(at: datetime, days: int, content: Content) -> datetime:
    """`days` banking days later: weekends and public holidays do not count, make-up workdays do."""
    while days > 0:
        at += timedelta(days=1)
        days -= content.hours.calendar.kind(at.date()) == "workday"
    return at


def _wanted(content: Content, case: AfterSale) -> Optional[str]:
    found = content.by_sku.get(case.exchange_sku) if case.exchange_sku else None
    return f"{found[1].colour} {found[1].size}".strip() if found else None


def _hours(question: Question, file: str, key: str) -> timedelta:
    return timedelta(hours=question.content.policies[file][key])


def _words(question: Question) -> Words:
    return Words(question.content, question.now)
