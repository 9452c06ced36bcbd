"""Messages as they naturally come, with their labels: never trained on, they say how sure the bot may be."""

from __future__ import annotations

import csv
from pathlib import Path

from bot.understanding.normalise import normalise


def read(path: Path) -> list[tuple[str, list[str]]]:
    """Rows of a TSV with columns text, normalised here, and labels (a|b). Raises FileNotFoundError."""
    with open(path, encoding="utf8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [(normalise(row["text"]), row["labels"].split("|")) for row in rows if row.get("text")]
