"""All families over one message, in the order in which they may take its pieces."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Iterable, Mapping, Optional, Sequence

from bot.understanding.catalogue import Source, Vocabulary, nothing
from bot.understanding.entities import codes, counts, cues, dates, goods, lexicon, measures, money, places, several, sizes, then_now
from bot.understanding.entities.entity import Entity
from bot.understanding.entities.reading import Reader, Reading, Word
from bot.understanding.script import Folded, fold

# A number belongs to the first family that knows it: an order number is no date, a size is no height, a height no price.
FAMILIES = (
    codes.find, goods.find_products, sizes.find, several.find, dates.find, counts.find, measures.find, money.find, then_now.find,
    goods.find_colours, places.find,
)


class Extractor:
    """Finds entities. `source` is asked at every message; a changed vocabulary costs one rebuilding (some ms)."""

    def __init__(self, source: Source = nothing) -> None:
        self._source = source
        self._built: Optional[tuple[Vocabulary, Reader]] = None

    def extract(self, text: str) -> list[dict[str, Any]]:
        """Entities in Rasa's form and in reading order; start and end are places in `text` as given."""
        folded = fold(text)
        entities = sorted(find_all(self.read(folded)), key=lambda e: (e.start, e.end))
        return [e.as_dict(*folded.original_span(e.start, e.end), text) for e in entities]

    def read(self, folded: Folded) -> Reading:
        return self._reader().read(folded.text, self._tokenize)

    def _tokenize(self, text: str) -> Iterable[Word]:
        """By the tokenizer's own dictionary. Imported here: the action server reads bare numbers only, and jieba would take 70 MB of it."""
        from bot.understanding.words import words_of

        return words_of(self._source).tokenize(text)

    def _reader(self) -> Reader:
        vocabulary = self._source()
        built = self._built
        if built is None or built[0] is not vocabulary:
            reader = built[1] if built is not None and built[0] == vocabulary else reader_for(vocabulary)
            built = self._built = (vocabulary, reader)
        return built[1]


def find_all(reading: Reading) -> list[Entity]:
    found: list[Entity] = []
    for family in FAMILIES:
        entities = family(reading)
        for entity in entities:
            reading.claim(entity.start, entity.end)
        found += entities
    return found


def reader_for(vocabulary: Vocabulary) -> Reader:
    """A reader that knows the catalogue's words besides the language's."""
    return Reader(phrases_of(vocabulary), frozenset(fold(size).text for size in vocabulary.sizes))


def phrases_of(vocabulary: Vocabulary) -> dict[str, Mapping[str, Any]]:
    fixed = {word: sizes.ONE_SIZE for word in ("均码", "均一码", "单码")}
    known = {fold(size).text: size for size in vocabulary.sizes}
    odd_sizes = {folded: size for folded, size in known.items() if not size.isascii()}
    return {
        "PRODUCT": goods.product_phrases(vocabulary),
        "CATEGORY": goods.category_phrases(vocabulary),
        "SIZE": {**fixed, **sizes.words(known), **odd_sizes},
        "COLOUR": goods.colour_phrases(vocabulary),
        "PLACE": places.phrases(),
        "DAY": lexicon.DAY,
        "PART": dict.fromkeys(lexicon.PART_OF_DAY),
        "CUE": lexicon.CUE,
        "UNIT": {unit: meaning for unit, meaning in lexicon.UNIT.items() if not unit.isascii()},
        "GOODS": dict.fromkeys(lexicon.GOODS, cues.GOODS),
        "NOTHING": dict.fromkeys(lexicon.NOTHING),
    }


@lru_cache(maxsize=1)
def _plain() -> Extractor:
    return Extractor()


def bare_measures(text: str, awaiting: Sequence[str], height: Optional[float] = None) -> dict[str, float]:
    """Measures in the answer to a question for them: `bare_measures("130", ["weight"], height=175)` is {"weight": 65.0}.

    awaiting: names of measures in the order in which they were asked for. height: in cm, when it is already known.
    """
    return measures.bare_measures(_plain().read(fold(text)), awaiting, height)


def bare_size(text: str) -> Optional[str]:
    """The size in the answer to 哪个尺码: like the entity, but a bare number is one too ("38")."""
    reading = _plain().read(fold(text))
    found = sizes.find(reading)
    if found:
        return str(found[0].value)
    numbers = [p for p in reading.of("NUMBER") if p.value is not None and sizes.is_number_size(p.value)]
    return f"{numbers[0].value:g}" if len(numbers) == 1 else None
