"""Column types that mean the same on SQLite and PostgreSQL, and text that both accept."""

from __future__ import annotations

from datetime import datetime, timezone
from decimal import Decimal
from typing import Any, Optional

from sqlalchemy import DateTime, Integer
from sqlalchemy.types import TypeDecorator

from bot.clock import SHANGHAI


class Moment(TypeDecorator):
    """A point in time: aware in Python (+08:00 when read), UTC in the database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: Optional[datetime], dialect: Any) -> Optional[datetime]:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone; take times from the clock that was passed in")
        utc = value.astimezone(timezone.utc)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Optional[datetime], dialect: Any) -> Optional[datetime]:
        if value is None:
            return None
        return (value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value).astimezone(SHANGHAI)


class Yuan(TypeDecorator):
    """Money: Decimal yuan with two places in Python, whole fen in the database."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> Optional[int]:
        return None if value is None else int((yuan(value) * 100).to_integral_value())

    def process_result_value(self, value: Optional[int], dialect: Any) -> Optional[Decimal]:
        return None if value is None else Decimal(value).scaleb(-2)


def yuan(value: Any) -> Decimal:
    """Any number of yuan (int, float, text, Decimal) as a Decimal with two places."""
    return Decimal(str(value)).quantize(Decimal("0.01"))


def clean(text: str) -> str:
    """Text as every database takes it: without NUL and other control characters or lone surrogates, trimmed."""
    whole = text.encode("utf-8", "ignore").decode("utf-8")
    return "".join(c for c in whole if c >= " " or c in "\n\t").strip()


def key(text: Any) -> Optional[str]:
    """An identifier fit for looking up, or None when no record can possibly have it."""
    if not isinstance(text, str) or not text.isprintable() or not 0 < len(text.strip()) <= 128:
        return None
    return text.strip()
