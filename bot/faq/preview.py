"""What an upload would do, row by row, before anything is taken."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Callable, Iterable, Mapping, Optional, Sequence

from bot.faq.book import Reading
from bot.faq.columns import QUESTION
from bot.faq.drafts import BadCell, Drafts, Product
from bot.faq.entries import INTENT, Draft, Entry, merged, new_entry
from bot.faq.personal import find_personal
from bot.faq.sheets import Sheet, SheetRow
from bot.faq.texts import key, shown
from bot.shop.settings import Faq

NEW, ADDS, CHANGES, SAME = "new", "adds", "changes_answer", "same"
CONFLICT, TOO_SHORT, PERSONAL, BAD = "conflict", "too_short", "personal", "bad"
_TAKEN = (NEW, ADDS, CHANGES)
Understand = Callable[[str], Sequence[tuple[str, float]]]
NOT_ANSWERED = frozenset(("out_of_scope", "no_answer"))  # understood as these, a question is a missed one


@dataclass(frozen=True)
class Known:
    """What the bot can do already. `built_in`: `texts.key` of each sentence of the training data → its intent; `titles`: what
    each intent is called; `understand`: the serving model's ranking; `product`: a name or number → the id of the product."""

    built_in: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    understand: Optional[Understand] = None
    product: Optional[Product] = None


@dataclass(frozen=True)
class PreviewRow:
    """One row. `after` is what it would make of `before`; None when it cannot be taken. `chosen`: taken unless the shopkeeper says
    otherwise. A conflict with an `after`, or a personal one, is taken only when it is ticked.

    understood_as, confidence: what the question is taken for now, in a conflict with the bot's knowledge.
    """

    line: int
    status: str
    sentence: str
    question: str = ""
    answer: str = ""
    before: Optional[Entry] = None
    after: Optional[Entry] = None
    notes: tuple[str, ...] = ()
    understood_as: str = ""
    confidence: float = 0.0

    @property
    def chosen(self) -> bool:
        return self.status in _TAKEN

    @property
    def takeable(self) -> bool:
        return self.after is not None and self.status != SAME

    @property
    def trains(self) -> bool:
        """Whether taking it needs a new model; another wording or another time does not."""
        return self.takeable and (self.before is None or set(self.after.trained) != set(self.before.trained))


@dataclass(frozen=True)
class Plan:
    """All rows in the order of the file, and what of the file was not read."""

    rows: tuple[PreviewRow, ...]
    notes: tuple[str, ...] = ()

    def count(self, *statuses: str) -> int:
        return sum(row.status in statuses for row in self.rows)


@dataclass
class _Line:
    """A row on its way to the preview."""

    row: SheetRow
    draft: Optional[Draft] = None
    notes: tuple[str, ...] = ()
    done: Optional[PreviewRow] = None


def preview(sheet: Sheet, reading: Reading, limits: Faq = Faq(), known: Known = Known()) -> Plan:
    """Takes nothing and never fails for a row. `reading`: the book as it is now."""
    lines = [_read(row, Drafts(sheet.header, limits, known.product), limits) for row in sheet.rows]
    _join(lines, reading.owners())
    compare = _Comparison(reading, limits, known)
    return Plan(tuple(line.done or compare.row(line) for line in lines), sheet.notes)


def _read(row: SheetRow, drafts: Drafts, limits: Faq) -> _Line:
    try:
        draft, notes = drafts.read(row)
    except BadCell as bad:
        words = row.cells.get(QUESTION, "")[: limits.longest_question]
        return _Line(row, done=PreviewRow(row.line, BAD, shown(f"第 {row.line} 行{bad}。"), shown(words)))
    if len(key(draft.question)) < limits.shortest_question:
        sentence = (
            f"第 {row.line} 行{drafts.header.called(QUESTION)}“{draft.question}”太短，机器人会把别的问题也听成它；"
            f"请写完整些，至少 {limits.shortest_question} 个字。"
        )  # fmt: skip
        return _Line(row, done=PreviewRow(row.line, TOO_SHORT, sentence, draft.question, draft.answer))
    return _Line(row, draft, notes)


# Rows among themselves -------------------------------------------------------------------------------------------------------


def _join(lines: Iterable[_Line], owners: Mapping[str, str]) -> None:
    """One question in several rows: with one answer they are one row, with two answers nobody knows which is right.

    `owners`: each known phrasing's entry; rows that ask for one entry in different words are one question, too.
    """
    first_of: dict[str, _Line] = {}

    def asked(text: str) -> str:
        return owners.get(key(text), key(text))

    for line in lines:
        if line.draft is None:
            continue
        asks = [asked(text) for text in line.draft.phrasings()]
        others = [first_of[one] for one in asks if one in first_of]
        if not others:
            first_of.update(dict.fromkeys(asks, line))
        elif all(other.draft.answer == line.draft.answer for other in others):
            first = others[0]
            free = tuple(text for text in line.draft.phrasings() if first_of.get(asked(text), first) is first)
            first.draft = first.draft.joined(line.draft, free)
            first_of.update((asked(text), first) for text in free)
            sentence = f"第 {line.row.line} 行和第 {first.row.line} 行问的答的都一样，并到那一行，不另外收。"
            line.done = PreviewRow(line.row.line, SAME, sentence, line.draft.question, line.draft.answer, notes=line.notes)
        else:
            other = next(other for other in others if other.draft.answer != line.draft.answer)
            for one, two in ((line, other), (other, line)):
                one.done = one.done or _two_answers(one, two)


def _two_answers(line: _Line, other: _Line) -> PreviewRow:
    sentence = f"第 {line.row.line} 行和第 {other.row.line} 行是同一个问题，答案却不一样；请只留一行，再重新上传。"
    return PreviewRow(line.row.line, CONFLICT, sentence, line.draft.question, line.draft.answer, notes=line.notes)


# Rows and what the bot knows -------------------------------------------------------------------------------------------------


class _Comparison:
    def __init__(self, reading: Reading, limits: Faq, known: Known) -> None:
        self._entries, self._owners = reading.entries, reading.owners()
        self._limits, self._known = limits, known
        self._taken = set(reading.entries)

    def row(self, line: _Line) -> PreviewRow:
        draft, number = self._without_others(line), line.row.line
        owner = self._owners.get(key(draft.question))
        before = self._entries.get(owner) if owner else None
        after = merged(before, draft) if before else new_entry(draft, self._taken)
        self._taken.add(after.name)
        row = PreviewRow(number, NEW, f"第 {number} 行：新问题。", draft.question, draft.answer, before, after, line.notes)
        if before and before == after:
            return replace(row, status=SAME, sentence=f"第 {number} 行：和已有的“{before.question}”一样，不用再收。")
        return self._personal(row) or self._built_in(row) or self._understood(row) or (self._changing(row) if before else row)

    def _without_others(self, line: _Line) -> Draft:
        """The draft without phrasings which the bot knows to be something else already."""
        draft, owner = line.draft, self._owners.get(key(line.draft.question))
        kept = []
        for text in draft.similar:
            intent, other = self._known.built_in.get(key(text)), self._owners.get(key(text))
            intent = None if intent in NOT_ANSWERED else intent
            if intent or other not in (None, owner):
                title = self._title(intent or INTENT + other)
                line.notes += (f"问法“{text}”机器人已经会了（{title}），没有收这一句",)
            else:
                kept.append(text)
        return replace(draft, similar=tuple(kept))

    def _changing(self, row: PreviewRow) -> PreviewRow:
        before, after = row.before, row.after
        more = len(after.similar) + len(after.held_out) - len(before.similar) - len(before.held_out)
        added = f"多了 {more} 种问法" if more else ""
        if before.answer != after.answer:
            added = f"，还{added}" if added else ""
            who = f"（现在的答案是{before.by} {before.at:%m-%d %H:%M} 定的）" if before.by and before.at else ""
            sentence = f"第 {row.line} 行：“{before.question}”已经有了，答案会从“{_short(before.answer)}”改成“{_short(after.answer)}”{added}{who}。"
            return replace(row, status=CHANGES, sentence=sentence)
        return replace(row, status=ADDS, sentence=f"第 {row.line} 行：“{before.question}”已经有了，答案不变，{added or '改了话题、商品或有效期'}。")

    def _personal(self, row: PreviewRow) -> Optional[PreviewRow]:
        for what, text in (("问法", "\n".join((*row.after.trained, *row.after.held_out))), ("答案", row.after.answer)):
            found = find_personal(text)
            if found:
                advice = "请去掉再上传" if what == "问法" else "每位顾客都会看到；确实要公开的话，请勾选这一行"
                after = row.after if what == "答案" else None
                return replace(row, status=PERSONAL, sentence=f"第 {row.line} 行的{what}里有{found}，{advice}。", after=after)
        return None

    def _built_in(self, row: PreviewRow) -> Optional[PreviewRow]:
        intent = self._known.built_in.get(key(row.question))
        if intent is None or intent in NOT_ANSWERED:
            return None
        sentence = f"第 {row.line} 行：“{row.question}”机器人本来就会答（{self._title(intent)}），再收一条会互相抢；要改怎么答，请在 data/shop 的 replies（话术）或 policies（规则）里改它的那一句，下一条消息就生效。"
        return replace(row, status=CONFLICT, sentence=sentence, after=None, understood_as=intent, confidence=1.0)

    def _understood(self, row: PreviewRow) -> Optional[PreviewRow]:
        """A question, or a new way of asking an old one, that the bot takes for something else."""
        if self._known.understand is None:
            return None
        old = set(row.before.keys()) if row.before else set()
        for text in (*row.after.trained, *row.after.held_out):
            ranking = self._known.understand(text) if key(text) not in old else ()
            intent, confidence = ranking[0] if ranking else ("", 0.0)
            if confidence >= self._limits.conflict_from and intent not in (row.after.intent, *NOT_ANSWERED):
                sentence = (
                    f"第 {row.line} 行：“{text}”现在会听成“{self._title(intent)}”（把握 {confidence:.2f}）；"
                    f"{self._remedy(intent)}，确实是另一个问题就勾选这一行。"
                )  # fmt: skip
                return replace(row, status=CONFLICT, sentence=sentence, understood_as=intent, confidence=confidence)
        return None

    def _remedy(self, intent: str) -> str:
        return "意思一样就把它写进那一条的相似问法" if intent.startswith(INTENT) else "意思一样就不用收"

    def _title(self, intent: str) -> str:
        entry = self._entries.get(intent[len(INTENT):]) if intent.startswith(INTENT) else None
        return entry.question if entry else self._known.titles.get(intent, intent)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 16 else line[:15] + "…"
