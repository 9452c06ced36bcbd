"""Words typed with the wrong characters but the right sounds: 配付 is read as 赔付 where the training sentences know 赔付 and not 配付.

Input methods offer characters by sound, so this is how most Chinese misspellings come about. A word that the training knows
is never touched; one it does not know says nothing to the model anyway, so little can be lost.
"""

from __future__ import annotations

import re
from typing import Container, Iterator, Mapping, Sequence

from bot.understanding.normalise import HAN
from bot.understanding.sounds import sound

COMMON = 20  # sentences that must use a word before it is taken for what was meant
_WORD = re.compile(rf"[{HAN}]{{2,4}}")


class Respelling:
    """`words` are the known words with the number of sentences that use each, `pairs` the known pairs of characters."""

    def __init__(self, words: Mapping[str, int], pairs: Container[str]) -> None:
        self._known = words
        self._pairs = pairs
        self._by_sound: dict[str, str] = {}
        common = ((word, count) for word, count in words.items() if count >= COMMON and _WORD.fullmatch(word))
        for word, _ in sorted(common, key=lambda one: (one[1], one[0])):  # the commonest of a sound is written last
            self._by_sound[_sounds(word)] = word

    def mend(self, text: str, words: Sequence[str]) -> str:
        """The text with what is only misspelt as it is meant. `words` are the text's own, in order."""
        done, mended = 0, []
        for word, meant in self._read(words):
            start = text.index(word, done)
            mended += [text[done:start], meant]
            done = start + len(word)
        return "".join(mended) + text[done:]

    def _read(self, words: Sequence[str]) -> Iterator[tuple[str, str]]:
        """What is misspelt, with what is meant."""
        at = 0
        while at < len(words):
            word, next_word = words[at], words[at + 1] if at + 1 < len(words) else ""
            pair = word + next_word
            if len(word) == len(next_word) == 1 and _WORD.fullmatch(pair) and pair not in self._pairs:
                meant = self._by_sound.get(_sounds(pair))  # characters that never stand together: a word cut to pieces
                if meant:
                    yield pair, meant
                    at += 2
                    continue
            if _WORD.fullmatch(word) and word not in self._known and _sounds(word) in self._by_sound:
                yield word, self._by_sound[_sounds(word)]
            at += 1


def _sounds(word: str) -> str:
    return " ".join(map(sound, word))
