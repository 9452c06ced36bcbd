"""Our side: `python -m bot`, asked over the signed bridge."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import time
from pathlib import Path
from typing import Any, Optional

from benchmarks.processes import free_port, named
from benchmarks.side import Side
from benchmarks.stock_project import ROOT, sentences, shared, write_nlu
from benchmarks.stock_training import timed
from benchmarks.talk import Said
from bot.channels.signing import sign

SECRET = "benchmark"
#: `python -m bot train` on other sentences than the project's own, for a comparison on a share of them.
ON_A_SHARE = "import sys; from pathlib import Path; from bot.settings import ROOT, Settings; from bot.learning.training import train; \
train(Settings.from_environment(), name='share', data=[Path(sys.argv[1]), ROOT / 'data' / 'stories'])"


class Ours(Side):
    """Our server pair on a database of its own. `models` is a trained models folder."""

    ready_path = "/ready"

    def __init__(self, folder: Path, models: Path) -> None:
        super().__init__(folder)
        self._models = models

    @property
    def database(self) -> str:
        """The database with the demonstration orders."""
        return f"sqlite:///{self.folder / 'shop.db'}"

    def launch(self) -> None:
        self.port = free_port()
        shop = patient_shop(self.folder / "shop")
        env = environment(self.folder, self._models, DATABASE_URL=self.database, PORT=str(self.port), ACTION_PORT=str(free_port()),
                          SHOP_DIR=str(shop), BRIDGE_SECRET=SECRET, MERGE_SECONDS="0", SECRET_KEY="benchmark")
        self.run("ours", [sys.executable, "-m", "bot", "serve"], ROOT, env)

    def find(self) -> None:
        self.server = named(self._roots[0].pid, "bot.server")
        self.actions = named(self._roots[0].pid, "bot.action_server")

    def request(self, said: Said, number: int) -> tuple[str, bytes, dict[str, str]]:
        body = json.dumps({"id": f"m-{number}", "shopper": said.shopper, "kind": "text", "text": said.text}, ensure_ascii=False).encode()
        stamp = str(int(time.time()))
        return "/webhooks/bridge/messages", body, {"X-Timestamp": stamp, "X-Signature": sign(SECRET, stamp, body)}

    def replies(self, answer: Any) -> list[dict[str, Any]]:
        return answer["replies"]


def patient_shop(folder: Path) -> Path:
    """A copy of data/shop that lets one shopper send 305 messages in a row, and is closed: outside opening hours the bot
    answers everything itself, whoever asks for a person."""
    if not folder.exists():
        shutil.copytree(ROOT / "data" / "shop", folder)
    settings = folder / "shop.yml"
    text = settings.read_text("utf8")
    for name, value in {"messages_per_minute": "1000", "switch": "closed"}.items():
        text, found = re.subn(rf"(?m)^(\s+{name}:\s*)\w+", rf"\g<1>{value}", text)
        if not found:
            raise LookupError(f"data/shop/shop.yml has no {name}; the benchmark needs to change it")
    settings.write_text(text, "utf8")
    return folder


def environment(var: Path, models: Path, **more: str) -> dict[str, str]:
    """The environment of a process of ours, with nothing kept between runs."""
    for folder in (var / "tmp", models):
        folder.mkdir(parents=True, exist_ok=True)
    folders = {"BOT_VAR": var, "MODELS_DIR": models, "TMPDIR": var / "tmp", "RASA_CACHE_DIRECTORY": var / "cache"}
    quiet = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONUNBUFFERED": "1"}
    return {**os.environ, **{name: str(path) for name, path in folders.items()}, **quiet, **more}


def train(folder: Path, share: Optional[float] = None) -> tuple[Path, dict[str, float]]:
    """Trains from nothing: no Rasa cache, no kept embeddings, no jieba cache. Returns the models folder and the cost."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    models = folder / "models"
    command = [sys.executable, "-m", "bot", "train", "--promote"]
    if share is not None:
        write_nlu(folder / "nlu.yml", shared(sentences(), share))
        command = [sys.executable, "-c", ON_A_SHARE, str(folder / "nlu.yml")]
    return models, timed(command, ROOT, environment(folder, models), folder / "train.log")
