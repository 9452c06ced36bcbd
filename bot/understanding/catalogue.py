"""The words of this shop's catalogue that understanding needs, and where they come from.

Everything in this package works on a Vocabulary, never on the shop's files. Components hold a source (a callable without
arguments) and ask it at every message: a changed products.csv is understood at once, without training.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Callable, Iterable, Iterator, Mapping

from bot.understanding.script import fold

Source = Callable[[], "Vocabulary"]
LIVE = "bot.understanding.catalogue.live"
_FIBRE = re.compile(r"%的?([\u4e00-\u9fff]{2,5})(?![\u4e00-\u9fff])")  # 95%莫代尔、5%氨纶


@dataclass(frozen=True)
class Vocabulary:
    """Names are as the shopkeeper wrote them; whoever looks for them in a message folds them first.

    products: id → its name and what shoppers call it. colours: as written → the catalogue's word for it.
    """

    products: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    colours: Mapping[str, str] = field(default_factory=dict)
    sizes: frozenset[str] = frozenset()
    fabrics: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()

    def words(self) -> Iterator[str]:
        """Every word a segmenter should keep whole, folded; single characters are none of its business."""
        everything = (n for names in self.products.values() for n in names)
        for word in (*everything, *self.colours, *self.fabrics, *self.categories):
            folded = fold(word).text.strip()
            if len(folded) > 1:
                yield folded

    @property
    def fingerprint(self) -> str:
        """Changes when any word does; part of the training cache's keys."""
        parts = (sorted(self.products.items()), sorted(self.colours.items()), *map(sorted, (self.sizes, self.fabrics, self.categories)))
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def of_content(content: Any) -> Vocabulary:
    """The vocabulary of a shop's content (bot.shop.Content)."""
    products = content.products
    skus = [sku for product in products.values() for sku in product.skus]
    return Vocabulary(
        products={id_: (product.name, *product.aliases) for id_, product in products.items()},
        colours=colour_spellings(dict.fromkeys(sku.colour for sku in skus if sku.colour)),
        sizes=frozenset(sku.size for sku in skus if sku.size),
        fabrics=frozenset(w for product in products.values() for w in _FIBRE.findall(product.fabric or "")),
        categories=frozenset(product.category for product in products.values() if product.category),
    )


def colour_spellings(colours: Iterable[str]) -> dict[str, str]:
    """燕麦色 is also said 燕麦, and 卡其 also 卡其色; a spelling that is itself in the catalogue keeps its own meaning."""
    colours = list(colours)
    spellings = {colour: colour for colour in colours}
    for colour in colours:
        spellings.setdefault(colour[:-1] if colour.endswith("色") and len(colour) > 1 else colour + "色", colour)
    return spellings


class Remembered:
    """of_content, computed again only for another content object. Contents are immutable, so identity is enough."""

    def __init__(self) -> None:
        self._last: tuple[Any, Vocabulary] = (None, Vocabulary())

    def __call__(self, content: Any) -> Vocabulary:
        known, vocabulary = self._last
        if known is not content:
            vocabulary = of_content(content)
            self._last = (content, vocabulary)
        return vocabulary


_remembered = Remembered()


def live() -> Vocabulary:
    """The vocabulary of this process's shop as it is now; a new one only when the content has changed."""
    from bot.wiring import world

    return _remembered(world().shop.content)


def nothing() -> Vocabulary:
    """A source without any words, for tests and for shops without a catalogue."""
    return Vocabulary()


def source(path: str) -> Source:
    """The source that a component's configuration names, as `package.module.function`."""
    module, _, name = path.rpartition(".")
    try:
        found = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise ValueError(f"vocabulary: {path!r} in config.yml is not an importable function ({error}); leave it out for {LIVE}.") from error
    return found
