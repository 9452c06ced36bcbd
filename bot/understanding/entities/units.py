"""Arithmetic of body measures: to centimetres and kilograms, and which unit a bare number must have been meant in.

Shoppers leave units out. Lengths give themselves away by magnitude. Weights do not (斤 are half kilograms), so the height decides:
whichever reading gives a human body mass index (kg / m²).
"""

from __future__ import annotations

from typing import Optional

CM = {"cm": 1.0, "m": 100.0, "mm": 0.1, "chi": 100 / 3, "cun": 10 / 3, "inch": 2.54}
KG = {"kg": 1.0, "jin": 0.5, "lb": 0.4536}
# What a person can measure, in cm and kg.
RANGE = {
    "height": (50, 220), "weight": (2, 160), "waist": (38, 160), "bust": (38, 160), "hip": (55, 170), "shoulder": (20, 65), "foot_length": (8, 33),
}
# At this index as kilograms (twice that as 斤) both readings are equally odd; children are lighter for their height.
ADULT_CM, ADULT_INDEX, CHILD_INDEX = 150, 29.0, 22.0
# Without a height: nobody says 80 for 80 kg without saying kg; 75 and less is kilograms for an adult.
MOST_BARE_KG = 75


def centimetres(name: str, value: float, unit: Optional[str]) -> Optional[float]:
    """A length as said, in cm to one decimal; None when no person measures that."""
    if unit == "m" and value > 3:
        unit = "cm"  # 165m
    if unit is None:
        unit = _bare_unit(name, value)
    if unit not in CM:
        return None
    return _within(name, value * CM[unit])


def _bare_unit(name: str, value: float) -> str:
    if name == "height":
        return "m" if 1.2 <= value < 3 and value != int(value) else "cm"
    if name == "foot_length":
        return "mm" if value >= 80 else "cm"
    if name == "shoulder":
        return "cm"
    if value < 6:
        return "chi"  # 腰围2.2
    return "inch" if name == "waist" and 23 <= value <= 37 else "cm"


def kilograms(value: float, unit: Optional[str], height: Optional[float] = None) -> Optional[float]:
    """A weight as said, in kg to one decimal; `height` (cm) decides the unit when it was left out."""
    if unit is None:
        unit = _bare_weight_unit(value, height)
    return _within("weight", value * KG[unit]) if unit in KG else None


def _bare_weight_unit(value: float, height: Optional[float]) -> str:
    if height is None:
        return "kg" if value <= MOST_BARE_KG else "jin"
    limit = ADULT_INDEX if height >= ADULT_CM else CHILD_INDEX
    return "kg" if body_mass_index(value, height) < limit else "jin"


def body_mass_index(kg: float, cm: float) -> float:
    return kg / (cm / 100) ** 2


def is_body(cm: Optional[float], kg: Optional[float]) -> bool:
    """Whether one person can have both."""
    return cm is not None and kg is not None and 10 <= body_mass_index(kg, cm) <= 48


def _within(name: str, value: float) -> Optional[float]:
    low, high = RANGE[name]
    return round(value, 1) if low <= round(value, 1) <= high else None
