"""Holds one dialogue with a shop and says, with the transcript, what in the answers is not as it must be."""

from __future__ import annotations

from typing import Any, Awaitable, Callable, Iterator

from bot.learning.dialogues.facts import Facts
from bot.learning.dialogues.script import Dialogue

PICTURE = "https://pictures.example/{}.jpg"
Say = Callable[..., Awaitable[dict[str, Any]]]  # shopper, and the fields of a message → the bridge's answer


class Talk:
    """One dialogue under way. `queued` says whether somebody waits for a person."""

    def __init__(self, dialogue: Dialogue, facts: Facts, queued: Callable[[str], bool]) -> None:
        self.dialogue, self.facts, self.queued = dialogue, facts, queued
        self.transcript: list[str] = []
        self.offered: list[dict[str, str]] = []
        self.wrong: list[str] = []

    async def hold(self, say: Say) -> list[str]:
        """Every turn, also after one that went wrong; returns what went wrong."""
        for number, turn in enumerate(self.dialogue.turns, 1):
            answer = await say(self.dialogue.id, **self._sent(turn))
            self._note(answer)
            self.wrong += [f"turn {number}: {what}" for what in self._faults(turn, answer)]
            self.offered = [b for r in answer["replies"] for b in r["buttons"]] or self.offered
        return self.wrong

    def _sent(self, turn: dict[str, Any]) -> dict[str, Any]:
        sent: dict[str, Any] = {"text": self.facts.fill(turn.get("say", ""), self.dialogue.id)}
        if "press" in turn:
            sent["text"] = self._pressed(turn["press"])
        for kind, field in (("product", "product"), ("order", "order"), ("image", "image_url")):
            if kind in turn:
                sent[field] = PICTURE.format(turn[kind]) if kind == "image" else self.facts.fill(turn[kind], self.dialogue.id)
                sent["kind"] = "text" if sent["text"] and kind != "image" else kind
        self.transcript.append(f"  > {' '.join(f'{k}={v}' if k != 'text' else v for k, v in sent.items() if v)}")
        return sent

    def _pressed(self, which: Any) -> str:
        if isinstance(which, int):
            return self.offered[which - 1]["payload"] if len(self.offered) >= which else f"第{which}个"
        return next((b["payload"] for b in self.offered if which in b["title"]), which)

    def _note(self, answer: dict[str, Any]) -> None:
        for reply in answer["replies"]:
            titles = [b["title"] for b in reply["buttons"]]
            self.transcript.append(f"  < [{reply['reply']}] {reply['text']}" + (f" {titles}" if titles else ""))
        if answer["holder"] != "bot" or not answer["replies"]:
            self.transcript.append(f"  ({answer['holder']}, {len(answer['replies'])} replies)")

    def _faults(self, turn: dict[str, Any], answer: dict[str, Any]) -> Iterator[str]:
        replies = answer["replies"]
        text = "\n".join(r["text"] for r in replies)
        titles = [b["title"] for r in replies for b in r["buttons"]]
        names = [r["reply"] or "" for r in replies]
        if not replies and not turn.get("silent"):
            yield "nothing was answered"
        if turn.get("silent") and (len(replies) > 1 or any(r["intent"] for r in replies)):
            yield f"the bot spoke where a person is awaited: {names}"
        if "reply" in turn and not any(_named(name, wanted) for name in names for wanted in turn["reply"]):
            yield f"reply is {names}, not {turn['reply']}"
        yield from self._words(turn, text, titles)
        if "holder" in turn and answer["holder"] != turn["holder"]:
            yield f"the conversation is with {answer['holder']}, not {turn['holder']}"
        if "queued" in turn and self.queued(self.dialogue.id) != turn["queued"]:
            yield f"a ticket {'does not wait' if turn['queued'] else 'waits'}"
        if len({r["intent"] for r in replies}) < turn.get("questions", 0):
            yield f"{turn['questions']} questions, answered: {sorted({str(r['intent']) for r in replies})}"
        for expression, words in (turn.get("then") or {}).items():
            found = self.facts.fill(f"{{{expression}}}", self.dialogue.id)
            if self.facts.fill(words, self.dialogue.id) not in found:
                yield f"the record's {expression} is {found!r}, not {words!r}"

    def _words(self, turn: dict[str, Any], text: str, titles: list[str]) -> Iterator[str]:
        for words in turn.get("has", ()):
            wanted = [self.facts.fill(w, self.dialogue.id) for w in (words if isinstance(words, list) else [words])]
            if not any(w in text for w in wanted):
                yield f"not said: {' / '.join(wanted)}"
        for words in turn.get("lacks", ()):
            if self.facts.fill(words, self.dialogue.id) in text:
                yield f"said: {self.facts.fill(words, self.dialogue.id)}"
        for words in turn.get("titles_lack", ()):
            if any(words in title for title in titles):
                yield f"offered {titles}, among them {words}"
        wanted_titles = turn.get("buttons", ())
        if wanted_titles is True and not titles:
            yield "no buttons"
        for words in wanted_titles if isinstance(wanted_titles, list) else ():
            if not any(words in title for title in titles):
                yield f"no button {words} among {titles}"


def _named(name: str, wanted: str) -> bool:
    return name.startswith(wanted[:-1]) if wanted.endswith("*") else name == wanted
