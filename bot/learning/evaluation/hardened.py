"""How much understanding is lost when sentences are typed differently, and whether two of them in one message are both found."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any, Callable, Collection, Optional, Sequence

from bot.learning.evaluation.messages import Judged, Labelled
from bot.learning.evaluation.measures import share
from bot.learning.evaluation.robustness import CHANGES, SEED, Material, changed
from bot.learning.evaluation.same_answer import SameAnswer
from bot.learning.evaluation.special import all_found

Judge = Callable[[Sequence[Labelled]], list[Judged]]
AT_MOST = 600  # sentences a change is tried on, pairs that are joined: more would say nothing new and take minutes
LONGEST = 24  # characters; nobody joins two essays
EXAMPLES = 12


@dataclass
class Changed:
    """One change. `clean` is the accuracy of the very same sentences untouched, `loss` what the change took from it, both of 1.
    `answered` and `wrong` are the bot's own answers after the change; wrong ones a share of those, neighbours with one answer being
    right. `examples` are sentences that were understood before and not after."""

    name: str
    messages: int
    clean: float
    accuracy: float
    loss: float
    answered: float
    wrong: Optional[float]
    examples: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Joined:
    """Two messages in one. `clean`: share of pairs whose messages were both understood alone; `both`: share where both questions were
    found; `loss` is what joining took, of 1. `first`: where the one intent named is of either; `answered`: where the bot answers by
    itself; `halves` are messages where one went missing."""

    messages: int
    clean: float
    both: float
    loss: float
    first: float
    answered: float
    halves: list[dict[str, Any]] = field(default_factory=list)


def harden(judged: Sequence[Judged], judge: Judge, material: Material, same: SameAnswer) -> list[Changed]:
    """Every change that some sentence can undergo. Only single questions with a right intent are changed."""
    scored = _sample([j for j in judged if j.given.scored])
    found = []
    for name in CHANGES:
        pairs = [(j, after) for j in scored if (after := changed(name, j.given.text, material))]
        if pairs:
            found.append(_measured(name, [j for j, _ in pairs], judge([_retyped(j.given, after) for j, after in pairs]), same))
    return found


def _measured(name: str, before: Sequence[Judged], after: Sequence[Judged], same: SameAnswer) -> Changed:
    clean, now = share(j.right for j in before), share(j.right for j in after)
    answered = [j for j in after if j.answers]
    wrong = share(not same.right(j.given.labels, j.intent) for j in answered) if answered else None
    lost = [(b, a) for b, a in zip(before, after) if b.right and not a.right]
    examples = [{"text": b.given.text, "typed": a.given.text, "intent": a.intent, "labels": list(a.given.labels), "answered": a.answers}
                for b, a in lost[:EXAMPLES]]  # fmt: skip
    return Changed(name, len(after), clean, now, clean - now, len(answered) / len(after), wrong, examples)


def join(judged: Sequence[Judged], judge: Judge, joins: Sequence[str], asides: Collection[str] = ()) -> Optional[Joined]:
    """Pairs of different questions, each once; `asides` are intents that are never a question of their own. None without a pair."""
    alone = _sample([j for j in judged if j.given.scored and len(j.given.text) <= LONGEST and not set(j.given.labels) & set(asides)])
    pairs = [(a, b) for a, b in zip(alone[::2], alone[1::2]) if not set(a.given.labels) & set(b.given.labels)]
    if not pairs:
        return None
    after = judge([_pair(a.given, b.given, joins) for a, b in pairs])
    clean, both = share(a.right and b.right for a, b in pairs), share(map(all_found, after))
    halves = [{"text": j.given.text, "labels": list(j.given.labels), "found": list(j.found)} for j in after if not all_found(j)]
    return Joined(len(pairs), clean, both, clean - both, share(j.named for j in after), share(j.answers for j in after), halves[:EXAMPLES])


def _pair(a: Labelled, b: Labelled, joins: Sequence[str]) -> Labelled:
    pattern = random.Random(f"{SEED}/{a.text}/{b.text}").choice(list(joins))
    text = pattern.replace("{a}", a.text.rstrip("。？！?!,， ")).replace("{b}", b.text)
    return Labelled(text, a.intents + b.intents, "", tuple((x, y) for x in a.intents for y in b.intents))


def _sample(judged: Sequence[Judged]) -> list[Judged]:
    """At most AT_MOST, in an order that has nothing to do with the files'."""
    return random.Random(SEED).sample(list(judged), min(AT_MOST, len(judged)))


def _retyped(given: Labelled, text: str) -> Labelled:
    return Labelled(text, given.labels, given.group)
