"""The same sentences as other hands would have typed them: wrong characters, other scripts, fillers, fewer words.

Every change is drawn from the seed and the sentence alone, so that the same sentence is always changed the same way, in
whatever order and company it is measured.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import Callable, Iterable, Mapping, Optional, Sequence

from pypinyin import Style, lazy_pinyin

from bot.understanding.normalise import HAN

SEED = 20261122
COMMON = 20  # a character seen this often among training sentences is one that an input method offers first
_HAN = re.compile(f"[{HAN}]")
_WORD = re.compile(f"[{HAN}]{{2,}}")
_MARKS = re.compile(r"(?!(?<=\d)[.:/*-](?=\d))[^\w%]+")  # also spaces; what stands inside a number is part of it


@dataclass(frozen=True)
class Material:
    """What changes are made of. `homophones`: syllable without tone → common characters. `cut` gives words, `key_words` the most
    telling words of a text, commonest last. `fillers` hold {}. `english`: word → how shoppers write it in English."""

    homophones: Mapping[str, Sequence[str]]
    cut: Callable[[str], Sequence[str]]
    key_words: Callable[[str, int], Sequence[str]]
    fillers: Sequence[str]
    english: Mapping[str, str]


Change = Callable[[str, random.Random, Material], Optional[str]]


def changed(name: str, text: str, material: Material, seed: int = SEED) -> Optional[str]:
    """The text after the change of this name (a key of CHANGES); None where there is nothing in it to change."""
    after = CHANGES[name](text, random.Random(f"{seed}/{name}/{text}"), material)
    return after if after and after != text else None


def homophones_of(sentences: Iterable[str], at_least: int = COMMON) -> dict[str, list[str]]:
    """Syllable without tone → the characters read so that occur often enough in the sentences."""
    counted = Counter(character for sentence in sentences for character in _HAN.findall(sentence))
    found = defaultdict(list)
    for character in sorted(c for c, n in counted.items() if n >= at_least):
        found[lazy_pinyin(character)[0]].append(character)
    return {syllable: characters for syllable, characters in found.items() if len(characters) > 1}


def _homophones(count: int) -> Change:
    def change(text: str, chance: random.Random, material: Material) -> Optional[str]:
        syllables = lazy_pinyin(text, errors=list)  # one for each character: what is not Han stays itself
        choices = {at: [c for c in material.homophones.get(syllable, ()) if c != text[at]]
                   for at, syllable in enumerate(syllables) if _HAN.match(text[at])}  # fmt: skip
        places = [at for at, others in choices.items() if others]
        if len(places) < count:
            return None
        typed = list(text)
        for at in chance.sample(places, count):
            typed[at] = chance.choice(choices[at])
        return "".join(typed)

    return change


def _typo(text: str, chance: random.Random, material: Material) -> Optional[str]:
    """One Han character dropped, doubled, or swapped with the next; short texts keep all theirs."""
    places = [m.start() for m in _HAN.finditer(text)]
    if not places:
        return None
    at = chance.choice(places)
    swaps = [i for i in places if i + 1 in places and text[i] != text[i + 1]]
    ways = ["double"] + ["drop"] * (len(places) > 3) + ["swap"] * bool(swaps)
    way = chance.choice(ways)
    if way == "swap":
        at = chance.choice(swaps)
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + (text[at] * 2 if way == "double" else "") + text[at + 1 :]


def _traditional(text: str, chance: random.Random, material: Material) -> Optional[str]:
    return _to_traditional().convert(text)


@lru_cache(maxsize=1)
def _to_traditional() -> "OpenCC":  # noqa: F821
    from opencc import OpenCC

    return OpenCC("s2t")


def _pinyin(text: str, chance: random.Random, material: Material) -> Optional[str]:
    """One word as its syllables or its initials."""
    words = [word for word in material.cut(text) if _WORD.fullmatch(word) and word in text]
    if not words:
        return None
    word = chance.choice(words)
    letters = lazy_pinyin(word, style=chance.choice((Style.NORMAL, Style.FIRST_LETTER)))
    return text.replace(word, "".join(letters), 1)


def _english(text: str, chance: random.Random, material: Material) -> Optional[str]:
    words = [word for word in material.english if word in text]
    longest = [word for word in words if not any(word != other and word in other for other in words)]
    if not longest:
        return None
    word = chance.choice(longest)
    return text.replace(word, material.english[word], 1)


def _filler(text: str, chance: random.Random, material: Material) -> Optional[str]:
    return chance.choice(list(material.fillers)).replace("{}", text)


def _bare(text: str, chance: random.Random, material: Material) -> Optional[str]:
    """Without marks and spaces; two numbers do not become one."""
    return re.sub(r"(?<=[0-9a-zA-Z])\0(?=[0-9a-zA-Z])", " ", _MARKS.sub("\0", text)).replace("\0", "")


def _short(text: str, chance: random.Random, material: Material) -> Optional[str]:
    """The two most telling words, in the order they stood."""
    words = sorted(material.key_words(text, 2), key=text.lower().find)
    return " ".join(words) if len(words) == 2 else None


#: In the order they are reported.
CHANGES: dict[str, Change] = {
    "homophone_1": _homophones(1), "homophone_2": _homophones(2), "typo": _typo, "traditional": _traditional, "pinyin": _pinyin,
    "english": _english, "filler": _filler, "bare": _bare, "short": _short,
}  # fmt: skip
