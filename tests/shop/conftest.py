"""The demonstration shop to read, and a copy of it to break."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.shop import Shop

from .folder import DATA, Folder


@pytest.fixture(scope="session")
def shop() -> Shop:
    """The demonstration shop as it is in the repository; read only."""
    return Shop(DATA)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """The demonstration shop without its wording, so that tests of wording bring their own."""
    shutil.copytree(DATA, tmp_path / "shop", ignore=shutil.ignore_patterns("replies", "demo", "*.md"))
    return Folder(tmp_path / "shop")
