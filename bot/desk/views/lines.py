"""The conversation as agents see it: what was said, what colleagues noted, and who had it when, in one order."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Iterator, Mapping, Optional, Sequence, Union

from bot.channels.checking import OUR_IMAGES
from bot.desk.views.words import percent_of
from bot.handoff import Change, Ticket, changes

SHOWN = {changes.OPENED, changes.TAKEN, changes.TRANSFERRED, changes.GIVEN_BACK, changes.ENDED, changes.RATED, changes.TAKEN_BACK,
         changes.RELEASED, changes.RETURNED, changes.PRESSED, changes.CALLED_OFF, changes.CONTACT}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """One thing said. `title` and `percent` are what the bot made of it, for its own bubbles; `picture` is a name of ours,
    `link` a foreign address; `answer` is the number of a bubble that answers something, `wrong` whether an agent marked it so."""

    key: str
    author: str
    said_by: str
    text: str
    at: datetime
    title: str = ""
    percent: Optional[int] = None
    buttons: tuple[str, ...] = ()
    card: str = ""
    picture: str = ""
    link: str = ""
    answer: Optional[int] = None
    wrong: bool = False
    what: str = "said"


@dataclass(frozen=True)
class Note:
    """Words between colleagues."""

    key: str
    by: str
    text: str
    at: datetime
    what: str = "note"


@dataclass(frozen=True)
class Happened:
    """A line of the log, for the template to word."""

    key: str
    kind: str
    by: str
    at: datetime
    ticket: Optional[int] = None
    detail: Mapping[str, Any] = field(default_factory=dict)
    what: str = "happened"


Line = Union[Said, Note, Happened]


@dataclass(frozen=True)
class Talk:
    """A stretch of a conversation. `earlier`: the number before which the next older stretch ends, when there is one. `state` is
    another one whenever the stretch has to be shown anew."""

    lines: tuple[Line, ...]
    earlier: Optional[int]
    state: str


def talk_of(
    history: Sequence[Mapping[str, Any]], notes: Sequence[Mapping[str, Any]], log: Sequence[Change], ticket: Optional[Ticket],
    titles: Mapping[str, str], full: bool, until: Optional[datetime] = None,
) -> Talk:  # fmt: skip
    """`full`: the history may go back further than `history`; `until`: where the next younger stretch begins."""
    first = history[0]["at"] if full and history else None

    def here(at: datetime) -> bool:
        return (first is None or at >= first) and (until is None or at < until)

    wrong = {change.detail.get("message"): change.detail.get("wrong") for change in log if change.kind == changes.MARKED_WRONG}
    said = [_said(row, titles, bool(wrong.get(row["seq"]))) for row in history]
    beside = [line for line in (*_happened(log, ticket), *_notes(notes)) if here(line.at)]
    state = f"{history[-1]['seq'] if history else 0}-{log[-1].id if log else 0}-{len(notes)}"
    return Talk(_merged(said, beside), history[0]["seq"] if full and history else None, state)


def _merged(said: Sequence[Said], beside: Sequence[Line]) -> tuple[Line, ...]:
    """In the order of time, but what was said never changes its own order, even when the clock was set back in between.

    At the same moment the change comes first: what it led to was said because of it."""
    kinds = [[line for line in beside if line.what == "happened"], [line for line in beside if line.what == "note"], said]
    timed = []
    for rank, lines in enumerate(kinds):
        latest = None
        for n, line in enumerate(lines):
            latest = max(latest or line.at, line.at)
            timed.append(((latest, rank, n), line))
    return tuple(line for _, line in sorted(timed, key=lambda one: one[0]))


def _happened(log: Sequence[Change], ticket: Optional[Ticket]) -> Iterator[Happened]:
    for change in log:
        if change.kind in SHOWN:
            yield Happened(f"c{change.id}", change.kind, change.by, change.at, change.ticket, change.detail)
    if ticket and not any(change.kind == changes.OPENED and change.ticket == ticket.id for change in log):  # from before there was a log
        yield Happened(f"t{ticket.id}", changes.OPENED, changes.BOT, ticket.opened_at, ticket.id, {"reason": ticket.reason})


def _notes(notes: Sequence[Mapping[str, Any]]) -> Iterator[Note]:
    for n, note in enumerate(notes):
        yield Note(f"n{n}", note["by"], note["text"], note["at"])


def _said(row: Mapping[str, Any], titles: Mapping[str, str], wrong: bool = False) -> Said:
    image = row["image_url"] or ""
    own = image.startswith(OUR_IMAGES)
    return Said(
        f"m{row['seq']}", row["author"], row["said_by"] or "", row["text"], row["at"], titles.get(row["intent"] or "", row["intent"] or ""),
        percent_of(row["confidence"]), tuple(b["title"] for b in row["buttons"] or []), _card_words(row),
        image[len(OUR_IMAGES):] if own else "", "" if own else image,
        row["seq"] if row["author"] == "bot" and row["answers"] and row["intent"] else None, wrong)


def _card_words(row: Mapping[str, Any]) -> str:
    """A card in one line: its number or name."""
    if row["card"]:
        return " ".join(str(row["card"][k]) for k in ("title", "name", "number", "carrier", "tracking", "price") if row["card"].get(k))
    return {"product": row["product"], "order": row["order_number"]}.get(row["kind"]) or ""
