"""Small conversions several views share."""

from __future__ import annotations

from typing import Optional


def percent_of(confidence: Optional[float]) -> Optional[int]:
    """A confidence as whole per cent."""
    return None if confidence is None else round(confidence * 100)
