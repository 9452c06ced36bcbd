"""Shoppers' sentences that a supervisor put to a built-in intent: data/shop/learned/<intent>.yml, in Rasa's form, one in five held out.

Kept apart from data/nlu, which is the project's own: these are the shop's, and they can be taken back one by one.
"""

from __future__ import annotations

import json
import re
import threading
from pathlib import Path
from typing import Any, Callable, Iterable, Mapping

import yaml

from bot.faq.staging import held, replace_files, unfinished
from bot.faq.texts import held_out, key, phrasing
from bot.missed.problems import MissedProblem

FOLDER = "learned"  # below the shop's folder
_NAME = re.compile(r"[a-z][a-z0-9_]{0,60}")
_HEAD = """\
# 顾客真实问过、在工作台“待学习”里归到这个问题的话。可以删掉归错的行；每五句有一句写在 held_out 里，只用来考机器人，不要抄到下面。
version: "3.1"
"""
Sentences = Mapping[str, tuple[str, ...]]


class Learned:
    """Intent → sentences. `folder` is data/shop/learned and may be absent; usable from threads and from several processes."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self._lock = threading.Lock()

    def training(self) -> dict[str, tuple[str, ...]]:
        """What a model is trained with, by intent. Raises MissedProblem naming a file that cannot be read."""
        return {intent: kept for intent, (kept, _) in self._read().items() if kept}

    def held_out(self) -> dict[str, tuple[str, ...]]:
        """What is never trained and proves that the intent is understood, by intent. Raises MissedProblem."""
        return {intent: proofs for intent, (_, proofs) in self._read().items() if proofs}

    def in_rasas_form(self) -> str:
        """The training sentences as the text of one Rasa file; "" when there are none. Raises MissedProblem."""
        found = self.training()
        return 'version: "3.1"\nnlu:\n' + "".join(_block(intent, texts) for intent, texts in sorted(found.items())) if found else ""

    def keys(self) -> set[str]:
        """`texts.key` of every sentence here."""
        return {key(text) for both in self._read().values() for texts in both for text in texts}

    def accept(self, intent: str, texts: Iterable[str]) -> tuple[str, ...]:
        """Adds sentences; returns those that were new. One in five goes to `held_out` by the fixed rule, which is that of the shop's
        own questions. Raises MissedProblem."""
        lines = [line for line in map(phrasing, texts) if line]

        def add(kept: tuple[str, ...], proofs: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
            known = {key(text) for text in (*kept, *proofs)}
            new = tuple({key(line): line for line in lines if key(line) not in known}.values())
            return (*kept, *(one for one in new if not held_out(one))), (*proofs, *(one for one in new if held_out(one))), new

        return self._change(intent, add)

    def remove(self, intent: str, texts: Iterable[str]) -> None:
        """Takes sentences back. Raises MissedProblem."""
        gone = set(map(key, texts))

        def drop(kept: tuple[str, ...], proofs: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
            return tuple(t for t in kept if key(t) not in gone), tuple(t for t in proofs if key(t) not in gone), ()

        self._change(intent, drop)

    def _change(self, intent: str, edit: Callable[..., tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]) -> tuple[str, ...]:
        if not _NAME.fullmatch(intent):
            raise MissedProblem(f"“{intent[:40]}”不是机器人自带的问题；请刷新后从列表里选。")
        with self._lock, held(self.folder):
            path = self.folder / f"{intent}.yml"
            before = _sentences(path) if path.exists() else ((), ())
            kept, proofs, new = edit(*before)
            if (kept, proofs) != before:
                replace_files(self.folder, {path.name: _HEAD + "nlu:\n" + _block(intent, kept, proofs) if kept or proofs else ""})
            return new

    def _read(self) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        if not self.folder.exists():
            return {}
        if unfinished(self.folder):
            with held(self.folder):
                pass
        return {path.stem: _sentences(path) for path in sorted(self.folder.glob("*.yml")) if _NAME.fullmatch(path.stem)}


def _block(intent: str, texts: Iterable[str], proofs: Iterable[str] = ()) -> str:
    about = "".join(f"    - {json.dumps(text, ensure_ascii=False)}\n" for text in proofs)
    about = f"  metadata:\n    held_out:\n{about}" if about else ""
    return f"- intent: {intent}\n{about}  examples: |\n" + "".join(f"    - {text}\n" for text in texts)


def _sentences(path: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Trained and held out."""
    try:
        blocks = (yaml.safe_load(path.read_text("utf8")) or {})["nlu"]
        block: Mapping[str, Any] = next(block for block in blocks if block["intent"] == path.stem)
        written = str(block.get("examples") or "").splitlines()
        proofs = (block.get("metadata") or {}).get("held_out") or ()
        kept = tuple(filter(None, (phrasing(line.strip()[1:]) for line in written if line.strip().startswith("-"))))
        return kept, tuple(filter(None, (phrasing(str(text)) for text in proofs)))
    except FileNotFoundError:  # gone between listing and reading
        return (), ()
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, AttributeError, StopIteration) as error:
        at = getattr(getattr(error, "problem_mark", None), "line", None)
        where = f" 第 {at + 1} 行" if at is not None else ""
        raise MissedProblem(f"{FOLDER}/{path.name}{where}读不懂；请照旁边的文件改好，或者删掉它，再试一次。") from error
