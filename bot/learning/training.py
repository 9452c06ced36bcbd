"""Trains a candidate model from data/ with Rasa's own training, and says what is going on while it does."""

from __future__ import annotations

import gc
import io
import sys
import threading
import time
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Iterator, Sequence

from bot import no_tensorflow
from bot.learning.models import UNFINISHED
from bot.settings import ROOT, Settings

DATA = ("data/nlu", "data/stories")


class TrainingFailed(Exception):
    """Training ended without a model; the text says why."""


def train(settings: Settings, *, name: str | None = None, data: Sequence[Path] | None = None) -> Path:
    """A new model file in the models folder. Raises TrainingFailed or TensorFlowMissing.

    `data` replaces the project's own training files."""
    no_tensorflow.install()
    with _without_collector():
        return _train(settings, name or time.strftime("model-%Y%m%d-%H%M%S"), [str(p) for p in data or (ROOT / folder for folder in DATA)])


def _train(settings: Settings, name: str, files: list[str]) -> Path:
    from rasa.model_training import train as rasa_train
    from rasa.shared.utils.io import read_yaml_file

    from bot.learning.rasa_training import without_waste

    config = ROOT / "config.yml"
    asked_for = read_yaml_file(config)
    no_tensorflow.refuse(part["name"] for part in [*asked_for["pipeline"], *asked_for["policies"]])
    unfinished = settings.models / UNFINISHED  # Rasa packs a model in its place, and half of one must not look like a model
    unfinished.mkdir(parents=True, exist_ok=True)
    with redirect_stdout(io.StringIO()), without_waste():  # Rasa congratulates itself on standard output
        result = rasa_train(str(ROOT / "domain.yml"), str(config), files, output=str(unfinished), fixed_model_name=name,
                            force_training=True)  # its cache spends more on fingerprints than it saves here
    if result.code or not result.model:
        raise TrainingFailed(f"训练没有产生模型（Rasa 返回 {result.code}）；上面的信息里有原因，也可以先运行 python -m bot check。")
    return Path(result.model).replace(settings.models / Path(result.model).name)


@contextmanager
def _without_collector() -> Iterator[None]:
    """The collector would look through all of Rasa and all sentences again and again, two seconds in sixteen, for next to no garbage."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def progress(what: str, every: float = 2.0) -> Iterator[None]:
    """Prints a sign of life for anything that takes longer than `every` seconds."""
    done, began, out = threading.Event(), time.monotonic(), sys.stdout

    def tick() -> None:
        while not done.wait(every):
            print(f"  {what}…… {time.monotonic() - began:.0f} 秒", file=out, flush=True)

    ticker = threading.Thread(target=tick, daemon=True)
    ticker.start()
    try:
        yield
    finally:
        done.set()
        ticker.join()
    print(f"  {what}：完成，用时 {time.monotonic() - began:.1f} 秒", file=out, flush=True)
