"""jieba with the catalogue's words: an instance of our own, quiet, loaded when first needed, following the catalogue."""

from __future__ import annotations

import io
import threading
from functools import lru_cache
from typing import Iterator, Optional

import jieba

from bot.understanding.catalogue import Source, Vocabulary

# High enough that a catalogue word is never cut: jieba's own 连衣裙 has 33, 卫生 6,000.
FREQUENCY = 20_000
# Half of jieba's 350,000 words were seen fewer times than this: names and terms no shopper types, at 60 bytes and more each.
RARE = 5


def load_dictionary() -> jieba.Tokenizer:
    """jieba's dictionary in an instance of its own (0.5 s CPU), without its cache file: that lies, unprotected, in the
    machine's shared temporary directory, and reading it is no faster."""
    tokenizer = jieba.Tokenizer()
    with tokenizer.get_dict_file() as whole:
        common = b"".join(line for line in whole if int(line.split()[1]) >= RARE)
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(io.BytesIO(common))
    tokenizer.initialized = True
    return tokenizer


class Words:
    """Cuts text into words. `source` is asked at every call; only a changed vocabulary costs anything (a few ms)."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._lock = threading.Lock()
        self._tokenizer: Optional[jieba.Tokenizer] = None
        self._vocabulary: Optional[Vocabulary] = None
        self._added: dict[str, int] = {}

    def cut(self, text: str) -> list[str]:
        """The words of `text` (normalised or folded), spaces left out."""
        return [word for word in self._ready().cut(text) if not word.isspace()]

    def tokenize(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Like `cut`, with where each word starts and ends."""
        return ((word, start, end) for word, start, end in self._ready().tokenize(text) if not word.isspace())

    def _ready(self) -> jieba.Tokenizer:
        vocabulary = self._source()
        if vocabulary is self._vocabulary and self._tokenizer is not None:
            return self._tokenizer
        with self._lock:
            if self._tokenizer is None:
                self._tokenizer = load_dictionary()
            self._follow(vocabulary)
            return self._tokenizer

    def _follow(self, vocabulary: Vocabulary) -> None:
        tokenizer, wanted = self._tokenizer, set(vocabulary.words())
        total = tokenizer.total
        for word in self._added.keys() - wanted:
            # Not del_word: that forbids the word to every jieba instance of the process, for good.
            tokenizer.FREQ[word] = self._added.pop(word)
        for word in wanted - self._added.keys():
            before = tokenizer.FREQ.get(word, 0)
            self._added[word] = before
            tokenizer.add_word(word, max(FREQUENCY, before))
        tokenizer.total = total  # adding and removing all day must not shift the other words' odds
        self._vocabulary = vocabulary


@lru_cache(maxsize=4)
def words_of(source: Source) -> Words:
    """One instance per source and process: the dictionary takes 40 MB, so components share it."""
    return Words(source)
