"""One server for the tests that talk HTTP; every test is a new visitor."""

from __future__ import annotations

from typing import Iterator

import httpx
import pytest

from .serving import Serving


@pytest.fixture(scope="package")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with Serving(tmp_path_factory.mktemp("serving")) as running:
        yield running


@pytest.fixture
def browser(serving: Serving) -> Iterator[httpx.Client]:
    """Somebody who has just opened the page."""
    with serving.browser() as client:
        client.get("/chat/history")
        yield client
