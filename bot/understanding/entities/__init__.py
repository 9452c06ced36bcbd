"""What is said in a message besides its intent: measures, sizes, colours, products, numbers, days, places."""

from bot.understanding.entities.entity import Entity
from bot.understanding.entities.extractor import Extractor, bare_measures, bare_size
from bot.understanding.entities.places import province_of

__all__ = ["Entity", "Extractor", "bare_measures", "bare_size", "province_of"]
