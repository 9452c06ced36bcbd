"""A server follows the record of promotions: it loads the promoted model beside the serving one, tries it, and only then changes over.

Every server process follows by itself. While a model loads, replies go on: the loading thread gives way often, and the collector,
which would stop everything to look through two models, rests. A model that cannot be used changes nothing; `problem` says so, and it
is tried again only when the record has changed.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Iterator, Optional

from bot.learning import models

log = logging.getLogger("bot")
EVERY = 0.5  # seconds between two looks at the record
GIVE_WAY = 0.0005  # seconds a thread may go on while another waits; Python's own 0.005 adds up in a reply
TRIED_WITH = ("在吗", "这件 175 130斤 穿多大码，什么时候发货")  # first use loads dictionaries; better now than for a shopper

Load = Callable[[Path], Any]  # a model's file → Rasa's agent


class Unusable(Exception):
    """A model loaded and does not understand anything."""


@dataclass(frozen=True)
class Started:
    """What a server begins with: the loaded agent, its model's file name, a sentence when that is not the promoted one, and the record
    as it was then."""

    agent: Any
    serving: str
    problem: str
    record: Any


class Following:
    """`dialogue.agent` is replaced when another model is promoted. `serving` is the loaded model's file name; `problem` is a sentence for
    the shopkeeper when another one was promoted and cannot be used."""

    def __init__(self, dialogue: Any, folder: Path, load: Load, started: Started) -> None:
        self._dialogue = dialogue
        self._folder = folder
        self._load = load
        self._seen = started.record
        self.serving, self.problem = started.serving, started.problem

    async def run(self) -> None:
        """Follows until it is cancelled."""
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self.look()
            except Exception:
                log.exception("the record of promotions could not be followed; looking again in %.1f s", EVERY)

    async def look(self) -> None:
        """Changes over when the record names another model than the one that serves here."""
        stamp = _stamp(self._folder)
        if stamp == self._seen:
            return
        self._seen = stamp  # whatever comes of it, it is tried once
        try:
            promoted = models.serving_model(self._folder)
            if promoted.name != self.serving:
                self._dialogue.agent = await asyncio.get_running_loop().run_in_executor(None, tried, self._load, promoted)
                log.warning("model %s serves now instead of %s", promoted.name, self.serving)
            self.serving, self.problem = promoted.name, ""
        except models.ModelMissing as error:
            self._stay(str(error))
        except Exception as error:
            log.exception("the promoted model could not be loaded")
            self._stay(could_not(models.history(self._folder)[-1].model, error))

    def _stay(self, problem: str) -> None:
        self.problem = f"{problem}现在仍由 {self.serving} 回答。"
        log.error("%s", self.problem)


def first_usable(folder: Path, load: Load) -> Started:
    """At a server's start: the promoted model; when that one cannot be loaded, one that served before, for a broken file must not keep a
    shop from answering. Raises ModelMissing, or what the only model raised."""
    record = _stamp(folder)  # before anything is read: what is promoted while this one loads is seen afterwards
    promoted = models.serving_model(folder)
    try:
        return Started(tried(load, promoted), promoted.name, "", record)
    except Exception as error:
        log.exception("the promoted model %s could not be loaded", promoted.name)
        for name in reversed(models.before(folder)):
            try:
                agent = tried(load, folder / name)
            except Exception:
                log.exception("nor could %s, which served before", name)
                continue
            return Started(agent, name, f"{could_not(promoted.name, error)}现在由以前的 {name} 回答。", record)
        raise


def tried(load: Load, model: Path) -> Any:
    """A loaded agent that has understood something. For a thread beside a running loop; raises whatever is wrong with the model."""
    with _giving_way():
        agent = load(model)
        for text in TRIED_WITH:
            parse = asyncio.run(agent.parse_message(text))
            if not parse.get("intent", {}).get("name"):
                raise Unusable(f"模型 {model.name} 听不懂“{text}”")
        return agent


def could_not(model: str, error: Exception) -> str:
    return f"模型 {model} 上线了却加载不了（{type(error).__name__}）；请退回上一个（python -m bot model rollback）或重新训练。"


@contextmanager
def _giving_way() -> Iterator[None]:
    was, collecting = sys.getswitchinterval(), gc.isenabled()
    sys.setswitchinterval(GIVE_WAY)
    gc.disable()
    try:
        yield
    finally:
        sys.setswitchinterval(was)
        if collecting:
            gc.enable()


def _stamp(folder: Path) -> Optional[tuple[int, int, int]]:
    try:
        about = (folder / models.RECORD).stat()
    except OSError:
        return None
    return about.st_mtime_ns, about.st_size, about.st_ino
