"""Makes data/calibration/closer_look.npz: what a closer look makes of the texts that every training needs, so that none has to look at them.

    python -m bot.understanding.few.shipping

A text that is missing there costs a training 15 ms, nothing else."""

from __future__ import annotations

from bot.settings import ROOT
from bot.understanding import closer_look, natural
from bot.understanding.few.other_shops import ASKED, joined, read
from bot.understanding.few.teaching import OF_OTHERS
from bot.understanding.semantics import ship

CALIBRATION = ROOT / "data" / "calibration"


def needed() -> list[str]:
    """Normalised texts."""
    shops = joined(read(CALIBRATION / "other_shops"))
    asked = [texts[ASKED.index(name)] for texts in shops.asked for name in OF_OTHERS]
    return [*shops.entries.texts, *shops.entries.whole, *asked, *(text for text, _ in natural.read(CALIBRATION / "natural.tsv"))]


if __name__ == "__main__":
    ship(closer_look.SHIPPED, needed(), closer_look)
