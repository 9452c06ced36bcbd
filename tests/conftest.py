"""Fixtures of the whole run. The trained model and the running shops are made only for tests that ask for them.

The environment variable TEST_MODELS names a folder with a promoted model, to save training while writing tests.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Iterator

import pytest

from tests.running import CLOSED, ROOT, RunningShop


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a freshly trained, promoted model, as `python -m bot train` makes it."""
    if os.environ.get("TEST_MODELS"):
        return Path(os.environ["TEST_MODELS"]).resolve()
    folder = tmp_path_factory.mktemp("models")
    environment = {**os.environ, "MODELS_DIR": str(folder)}
    done = subprocess.run([sys.executable, "-m", "bot", "train"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="session")
def shop(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningShop]:
    """A shop that is open, shared by tests that use shoppers of their own."""
    running = RunningShop(tmp_path_factory.mktemp("open")  , models).start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def closed_shop(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningShop]:
    """A shop at half past eleven at night."""
    running = RunningShop(tmp_path_factory.mktemp("closed"), models, SHOP_NOW=CLOSED).start()
    yield running
    running.stop()
