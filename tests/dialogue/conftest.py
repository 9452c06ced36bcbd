"""Rasa may be imported by every test of this folder."""

from __future__ import annotations

import pytest

from bot import no_tensorflow

no_tensorflow.install()

from .talking import Talk  # noqa: E402  (imports Rasa)


@pytest.fixture
def talk() -> Talk:
    """A conversation that has not begun, at ten in the morning."""
    return Talk()
