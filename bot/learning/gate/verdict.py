"""Two results and the shop's limits: passed or refused, with the reasons and the figures side by side. Nothing is read or run here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Iterator, Optional, Sequence

from bot.learning.evaluation.measures import share
from bot.learning.evaluation.messages import Judged
from bot.learning.evaluation.same_answer import SameAnswer
from bot.learning.evaluation.sets import OWN
from bot.learning.gate.results import Proof, Result, can_be_judged, right
from bot.shop.settings import Learning

WORSE_KEPT = 200  # sentences of a report; a model that lost more has lost everything
SHOWN = 3  # examples in a reason
Title = Callable[[str], str]


@dataclass(frozen=True)
class Titles:
    """What a shopkeeper calls intents, topics and sets; `topic_of` an intent."""

    intent: Title = str
    topic: Title = str
    set: Title = str
    topic_of: Callable[[str], str] = lambda intent: "other"


def compare(before: Optional[Result], after: Result, proofs: Sequence[Proof], limits: Learning, titles: Titles = Titles(),
            same: SameAnswer = SameAnswer()) -> dict[str, Any]:
    """The report of a round (see rounds.Round): `passed`, and in `reasons` a Chinese sentence for each limit that was broken.

    `before` is None while nothing serves; then only the absolute limits count. Shares are of 1."""
    own = _Comparison(before, after, limits, titles, same)
    sets, topics, faq = list(own.sets()), list(own.topics()), own.faq(proofs)
    dialogues = own.dialogues()
    worse = own.worse()
    return {
        "model": after.model, "against": before.model if before else None, "passed": not own.reasons, "reasons": own.reasons,
        "sets": sets, "topics": topics, "faq": faq, "dialogues": dialogues, "worse": worse[:WORSE_KEPT], "better": own.better(),
    }


class _Comparison:
    """`reasons` fills as the parts are compared."""

    def __init__(self, before: Optional[Result], after: Result, limits: Learning, titles: Titles, same: SameAnswer) -> None:
        self._before, self._after, self._limits, self._titles, self._same = before, after, limits, titles, same
        self.reasons: list[str] = []

    # The frozen sets ---------------------------------------------------------------------------------------------------------

    def sets(self) -> Iterator[dict[str, Any]]:
        for name, judged in self._after.sets.items():
            old = self._old(name, judged)
            row = {"name": name, "title": self._titles.set(name), **self._figures(old, judged)}
            reasons = list(self._own(row) if name == OWN else self._lost(row, "这套测试句", self._limits.most_points_lost_topic))
            self.reasons += reasons
            yield {**row, "good": not reasons}

    def topics(self) -> Iterator[dict[str, Any]]:
        """Of the project's own set, by what a message meant."""
        judged = self._after.sets.get(OWN, ())
        old = self._old(OWN, judged)
        places: dict[str, list[int]] = {}
        for i, one in enumerate(judged):
            if one.given.scored:
                places.setdefault(self._titles.topic_of(one.given.intents[0]), []).append(i)
        for topic, these in sorted(places.items()):
            figures = self._figures([old[i] for i in these] if old else None, [judged[i] for i in these])
            row = {"topic": topic, "title": self._titles.topic(topic), **figures}
            enough = row["messages"] >= self._limits.topic_messages
            reasons = list(self._lost(row, "话题", self._limits.most_points_lost_topic)) if enough else []
            self.reasons += reasons
            yield {**row, "good": not reasons}

    def _old(self, name: str, judged: Sequence[Judged]) -> Optional[Sequence[Judged]]:
        old = self._before.sets.get(name, ()) if self._before else ()
        return old if len(old) == len(judged) else None

    def _figures(self, old: Optional[Sequence[Judged]], new: Sequence[Judged]) -> dict[str, Any]:
        known = [i for i, one in enumerate(new) if can_be_judged(one) and (old is None or can_be_judged(old[i]))]
        answered_before, wrong_before = self._answers([old[i] for i in known]) if old else (None, None)
        answered, wrong = self._answers([new[i] for i in known])
        return {
            "messages": len(known), "before": share(right(old[i]) for i in known) if old else None, "after": share(right(new[i]) for i in known),
            "answered_before": answered_before, "answered_after": answered, "wrong_before": wrong_before, "wrong_after": wrong,
        }

    def _answers(self, judged: Sequence[Judged]) -> tuple[float, float]:
        """Shares: answered of all, and wrong answers of those."""
        answered = [one for one in judged if one.answers]
        return len(answered) / len(judged) if judged else 0.0, share(not self._same.right(one.given.labels, one.intent) for one in answered)

    def _own(self, row: dict[str, Any]) -> Iterator[str]:
        limits = self._limits
        if row["after"] < limits.least_accuracy:
            yield f"{row['title']}只认对 {_percent(row['after'])}，最少要 {_percent(limits.least_accuracy)}。"
        if 100 * row["wrong_after"] > limits.most_wrong_answers:
            yield f"{row['title']}里每一百句回答答错 {100 * row['wrong_after']:.1f} 句，最多允许 {limits.most_wrong_answers:g} 句。"
        yield from self._lost(row, "", limits.most_points_lost)
        if row["wrong_before"] is not None and 100 * (row["wrong_after"] - row["wrong_before"]) > limits.most_points_lost:
            yield (f"{row['title']}里答错的从每一百句 {100 * row['wrong_before']:.1f} 句多到 {100 * row['wrong_after']:.1f} 句，"
                   f"最多允许多 {limits.most_points_lost:g} 句。")

    def _lost(self, row: dict[str, Any], kind: str, most: float) -> Iterator[str]:
        if row["before"] is not None and 100 * (row["before"] - row["after"]) > most + 1e-9:
            yield (f"{kind}“{row['title']}”认对的从 {_percent(row['before'])} 掉到 {_percent(row['after'])}（{row['messages']} 句），"
                   f"最多允许少 {most:g} 个百分点。")

    # The shop's own questions --------------------------------------------------------------------------------------------------

    def faq(self, proofs: Sequence[Proof]) -> dict[str, Any]:
        read = self._after.proofs
        known = [one for one in proofs if one.text in read]
        found = [one for one in known if read[one.text].intent == one.intent]
        first_three = [one for one in known if one.intent in (name for name, _ in read[one.text].ranking[:3])]
        lost, fresh = self._lost_proofs(known), [one for one in known if one.new]
        self._judge_new(fresh, [one for one in fresh if one in found])
        return {
            "entries": len({one.intent for one in known}), "proofs": len(known), "found": len(found), "first_three": len(first_three),
            "lost": lost, "new": [{"text": one.text, "question": one.question, "found": one in found} for one in fresh],
        }

    def _lost_proofs(self, proofs: Sequence[Proof]) -> list[dict[str, Any]]:
        """What the serving model found and the candidate does not."""
        old = self._before.proofs if self._before else {}
        earlier = [one for one in proofs if not one.new and one.text in old and old[one.text].intent == one.intent]
        lost = [one for one in earlier if self._after.proofs[one.text].intent != one.intent]
        most = self._limits.most_proofs_lost
        if earlier and 100 * len(lost) / len(earlier) > most:
            examples = "、".join(f"“{one.text}”（现在听成{self._intent(self._after.proofs[one.text].intent)}）" for one in lost[:SHOWN])
            self.reasons.append(f"以前会的问答有 {len(lost)} 种问法认不出了（一共 {len(earlier)} 种，每一百种最多允许 {most:g} 种）：{examples}。")
        return [{"text": one.text, "question": one.question, "before": self._intent(one.intent),
                 "after": self._intent(self._after.proofs[one.text].intent)} for one in lost]

    def _judge_new(self, fresh: Sequence[Proof], found: Sequence[Proof]) -> None:
        if fresh and len(found) < self._limits.least_new_found * len(fresh):
            missed = [one for one in fresh if one not in found]
            examples = "、".join(f"“{one.text}”（听成{self._intent(self._after.proofs[one.text].intent)}）" for one in missed[:SHOWN])
            self.reasons.append(f"新问答的 {len(fresh)} 种问法只认出 {len(found)} 种，最少要 {_percent(self._limits.least_new_found)}：{examples}。"
                                "请多写几种问法，或看看是不是和别的问答重复。")

    # Whole conversations -----------------------------------------------------------------------------------------------------------

    def dialogues(self) -> dict[str, Any]:
        new, old = self._after.held, self._before.held if self._before else {}
        broken = [name for name, good in new.items() if not good and old.get(name)]
        if len(broken) > self._limits.dialogues_broken:
            names = "、".join(f"“{name}”" for name in broken[:SHOWN])
            self.reasons.append(f"成段的对话有 {len(broken)} 段以前对、现在不对（最多允许 {self._limits.dialogues_broken} 段）：{names}。")
        return {"all": len(new), "played": len(new), "held_before": sum(old.values()) if old else None, "held_after": sum(new.values()),
                "broken": broken}

    # Sentences -----------------------------------------------------------------------------------------------------------------------

    def worse(self) -> list[dict[str, Any]]:
        """Sentences the serving model understood and the candidate does not, wrong answers first, then the surest."""
        rows = [(was, now) for was, now in self._pairs() if right(was) and not right(now)]
        rows.sort(key=lambda pair: (not pair[1].answers, -pair[1].confidence))
        return [{"text": now.given.text, "wanted": " + ".join(map(self._intent, now.given.labels)), "before": self._said(was),
                 "after": self._said(now), "confidence": round(now.confidence, 3)} for was, now in rows]

    def better(self) -> int:
        return sum(right(now) and not right(was) for was, now in self._pairs())

    def _pairs(self) -> Iterator[tuple[Judged, Judged]]:
        for name, judged in self._after.sets.items():
            for was, now in zip(self._old(name, judged) or (), judged):
                if can_be_judged(was) and can_be_judged(now):
                    yield was, now

    def _said(self, judged: Judged) -> str:
        if judged.given.together:
            return " + ".join(map(self._intent, judged.found))
        return self._intent(judged.intent) + ("" if judged.answers else "（拿不准，没有直接答）")

    def _intent(self, name: str) -> str:
        return self._titles.intent(name)


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"
