"""The part knows neither Rasa nor the web."""

from __future__ import annotations

from tests.test_architecture import reached


def test_missed_questions_are_plain_python() -> None:
    assert reached("bot.missed") & {"rasa", "rasa_sdk", "sanic", "aiohttp", "tensorflow"} == set()
