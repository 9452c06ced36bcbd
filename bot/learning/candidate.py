"""What the next model is trained on: the project's own data, the shop's own questions, and what supervisors put to built-in intents."""

from __future__ import annotations

import hashlib
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Iterator, Sequence

from bot.faq import Book, Entry
from bot.faq.rasa_file import write_entries
from bot.files import digest
from bot.learning import models
from bot.learning.training import DATA, train
from bot.missed.learned import FOLDER as LEARNED, Learned
from bot.settings import ROOT, Settings

BESIDE = ("domain.yml", "config.yml", "data/calibration")  # takes part in what is learnt, too
ENDINGS = (".yml", ".yaml", ".tsv", ".txt")


@dataclass(frozen=True)
class Material:
    """Files and folders for Rasa's training, the shop's own questions among them, and a digest of all that is learnt."""

    files: tuple[Path, ...]
    entries: tuple[Entry, ...]
    digest: str


@contextmanager
def material(entries: Sequence[Entry], learned: str = "") -> Iterator[Material]:
    """The project's data with these questions, and sentences `learned` for built-in intents (a Rasa file's text); without any it is
    the project's data and nothing else."""
    files = [ROOT / folder for folder in DATA]
    with tempfile.TemporaryDirectory(prefix="faq-") as place:
        for name, text in (("faq.yml", _in_rasas_form(entries) if entries else ""), ("learned.yml", learned)):
            if text:
                files.append(Path(place) / name)
                files[-1].write_text(text, "utf8")
        yield Material(tuple(files), tuple(entries), _digest(entries, learned))


def train_candidate(settings: Settings, book: Book, now: datetime, *, name: str | None = None, by: str = "", why: str = "") -> Path:
    """A new model file in the models folder, with what is known of it beside it. Raises TrainingFailed, TensorFlowMissing, or
    BookProblem or MissedProblem naming file and line while what the shop wrote cannot be read."""
    with material(book.training(now), Learned(settings.shop_dir / LEARNED).in_rasas_form()) as given:
        path = train(settings, name=name, data=given.files)
    models.note_about(
        settings.models, path.name, trained_at=now.isoformat(timespec="seconds"), by=by, why=why, commit=commit(),
        data=given.digest, faq={entry.name: list(entry.trained) for entry in given.entries})
    return path


def commit() -> str:
    """The project's git commit, with a + when files have changed since; "" when this is no checkout."""
    try:
        found = _git("rev-parse", "HEAD")
        return found[:12] + ("+" if _git("status", "--porcelain", "--untracked-files=no") else "")
    except (OSError, subprocess.SubprocessError):
        return ""


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, timeout=10, check=True).stdout.strip()


def _in_rasas_form(entries: Sequence[Entry]) -> str:
    """Phrasings held out stay out of everything a training sees."""
    return write_entries(replace(entry, held_out=(), by="", at=None) for entry in entries)


def _digest(entries: Sequence[Entry], learned: str) -> str:
    """The same where training would come to the same; another wording of an answer is no reason to train."""
    learnt = [digest((*DATA, *BESIDE), ENDINGS), *("\0".join((entry.name, *entry.trained)) for entry in sorted(entries, key=lambda entry: entry.name)), learned]
    return hashlib.sha256("\n".join(learnt).encode("utf8", "replace")).hexdigest()[:16]
