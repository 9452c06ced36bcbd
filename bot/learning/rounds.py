"""Learning rounds: a candidate trained, evaluated and perhaps promoted, by a process of its own which outlives whoever started it.

A round's state is a file that its process writes after every step; anybody may read it. One round at a time: its process holds
the lock, taken before it is born and freed by its death whatever kills it. Usable from several servers at once; knows nothing of Rasa.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Callable, Iterator, Mapping, Optional

from bot.clock import SHANGHAI
from bot.files import whole_or_not
from bot.settings import ROOT

RUNNING, PASSED, PROMOTED, REFUSED, FAILED, LOST = "running", "passed", "promoted", "refused", "failed", "lost"
STEPS = ("train", "sets", "faq", "dialogues", "compare", "promote")
LOST_SENTENCE = "训练中途断了（进程被停掉，或机器重启过）；线上的模型没有动，请再训练一次。"
PATIENCE = 0.5  # seconds; somebody who only looks whether the lock is held holds it for an instant
CLOSING = 10.0  # seconds; a round that has said its last word still holds it while its process ends
KEPT = 100  # rounds whose files stay


@dataclass(frozen=True)
class Round:
    """One round. `promote`: it goes live by itself when nothing got worse. `done`: share of the whole round, 0 to 1, never falling.

    state: running; passed (the candidate waits to be promoted); promoted; refused (worse, `report["reasons"]` says how);
    failed (`problem` says why); lost (its process died). step: one of STEPS. seconds: how long each step took. report: see gate/report.py.
    """

    id: str
    by: str
    why: str
    promote: bool
    began: Optional[datetime]
    ended: Optional[datetime] = None
    state: str = RUNNING
    step: str = STEPS[0]
    done: float = 0.0
    seconds: Mapping[str, float] = field(default_factory=dict)
    model: str = ""
    problem: str = ""
    report: Optional[dict[str, Any]] = None

    @property
    def running(self) -> bool:
        return self.state == RUNNING


class RoundUnderWay(Exception):
    """A round is running; `round` is that one."""

    def __init__(self, round: Optional[Round]) -> None:
        who = f"（{round.by}，{round.began:%H:%M} 开始，{round.why}）" if round and round.began else ""
        super().__init__(f"正在训练{who}，一次只能训练一个模型；等它结束再开始。")
        self.round = round


class Rounds:
    """The rounds of one installation. `folder` is var/learning; `environment` is added to that of the process; `now` is the shop's
    clock, by which a demonstration's rounds are dated, too."""

    def __init__(self, folder: Path, environment: Optional[Mapping[str, str]] = None, now: Optional[Callable[[], datetime]] = None) -> None:
        self.folder = Path(folder).resolve()
        self._environment = dict(environment or {})
        self.now = now or (lambda: datetime.now(SHANGHAI))

    @classmethod
    def of(cls, inside: Any) -> "Rounds":
        """Those of an installation, `inside` being its World: with its models and content, by its clock."""
        settings = inside.settings
        return cls(settings.var / "learning", {"MODELS_DIR": str(settings.models), "SHOP_DIR": str(settings.shop_dir)}, inside.clock.now)

    # Reading -----------------------------------------------------------------------------------------------------------------

    def current(self) -> Optional[Round]:
        """The running round."""
        name = self._holder()
        found = self.one(name) if name else None
        return found if found and found.running else None

    def latest(self, count: int = 20) -> list[Round]:
        """Newest first."""
        found = (self.one(path.stem) for path in sorted(self.folder.glob("*-*.json"), reverse=True)[:count])
        return [one for one in found if one]

    def one(self, id: str) -> Optional[Round]:
        """The round with this id; one whose process is gone without a word is lost."""
        found = self._read(id)
        if found and found.running and self._holder() != id:
            found = self._read(id)  # it may have ended between the two looks
            if found and found.running:
                return replace(found, state=LOST, problem=LOST_SENTENCE, ended=self._written(id))
        return found

    # Starting ----------------------------------------------------------------------------------------------------------------

    def start(self, by: str, why: str, promote: bool, model: str = "") -> Round:
        """Starts a round in a process of its own and returns at once. Raises RoundUnderWay.

        model: the file of a trained model that is to be compared with the serving one; then nothing is trained."""
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = self._lock()
        try:
            began = self.now()
            round = Round(_new_id(), by, why, promote, began, model=model)
            os.ftruncate(lock, 0)
            os.pwrite(lock, round.id.encode(), 0)
            self.write(round)
            self._spawn(round, lock)
        finally:
            os.close(lock)  # the process has it now
        self._tidy()
        return round

    def _lock(self) -> int:
        """The lock, held. Raises RoundUnderWay."""
        lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        began = time.monotonic()
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return lock
            except BlockingIOError:
                waited, running = time.monotonic() - began, self.current()
                if waited > CLOSING or (running and waited > PATIENCE):
                    os.close(lock)
                    raise RoundUnderWay(running) from None
                time.sleep(0.05)

    def _spawn(self, round: Round, lock: int) -> None:
        environment = {**os.environ, **self._environment, "BOT_VAR": str(self.folder.parent), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        if environment.get("SHOP_NOW"):
            environment["SHOP_NOW"] = round.began.isoformat()  # that clock runs on; a new process would set it back
        try:
            with open(self.folder / f"{round.id}.log", "ab") as log:
                process = subprocess.Popen([sys.executable, "-m", "bot.learning.round", round.id], cwd=ROOT, env=environment,
                                           stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, pass_fds=(lock,))
        except OSError as error:
            self.write(replace(round, state=FAILED, problem=f"训练进程起不来（{error.strerror}）；检查内存和磁盘后再试。", ended=self.now()))
            return
        threading.Thread(target=process.wait, daemon=True).start()  # or it would stay behind as a zombie

    # Files -------------------------------------------------------------------------------------------------------------------

    def write(self, round: Round) -> None:
        """All or nothing."""
        fields_ = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(round).items()}
        whole_or_not(self.folder / f"{round.id}.json", json.dumps(fields_, ensure_ascii=False, indent=1))

    def _read(self, id: str) -> Optional[Round]:
        if not id.replace("-", "").isalnum():  # it comes from an address
            return None
        try:
            given = json.loads((self.folder / f"{id}.json").read_text("utf8"))
            known = {one.name for one in fields(Round)}
            given.update({name: datetime.fromisoformat(given[name]) for name in ("began", "ended") if given.get(name)})
            return Round(**{name: value for name, value in given.items() if name in known})
        except (OSError, ValueError, TypeError, AttributeError):
            return None

    def _holder(self) -> str:
        """The id of the round whose process holds the lock, or ""."""
        try:
            lock = os.open(self.folder / "lock", os.O_RDONLY)
        except OSError:
            return ""
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return ""
        except BlockingIOError:
            return os.pread(lock, 100, 0).decode("ascii", "replace")
        finally:
            os.close(lock)

    def _written(self, id: str) -> datetime:
        return datetime.fromtimestamp((self.folder / f"{id}.json").stat().st_mtime, SHANGHAI)

    def _tidy(self) -> None:
        for path in self._old():
            path.unlink(missing_ok=True)

    def _old(self) -> Iterator[Path]:
        for path in sorted(self.folder.glob("*-*.json"), reverse=True)[KEPT:]:
            yield from (path, path.with_suffix(".log"))


def _new_id() -> str:
    """Sorted by the machine's time, whatever the shop's clock says."""
    now = datetime.now(SHANGHAI)
    return f"{now:%Y%m%d-%H%M%S}-{now.microsecond // 1000:03d}{secrets.token_hex(1)}"
