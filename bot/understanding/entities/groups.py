"""Long numbers as they are copied and dictated: in one run, or in groups (138 1234 5678, 3302 8110 4628 9175 33, 75-3309-1842-6657)."""

from __future__ import annotations

import re
from typing import Iterator, NamedTuple, Optional, Sequence

from bot.understanding.entities.reading import Reading

CARRIER = re.compile(r"(?:sf|yt|jt|jd[a-z]{0,2}|zto|sto|yd|dpk|dpl|ems|ky)\d{9,18}|[a-z]{2}\d{9}cn")
PHONE = re.compile(r"(?:\+?(?:00)?86)?(1[3-9]\d{9})")
_FIRST = re.compile(r"\d+|(?:sf|yt|jt|jd[a-z]{0,2}|zto|sto|yd|dpk|dpl|ems|ky)\d{0,9}")
_BETWEEN = re.compile(r" {1,2}| ?- ?")
# How eleven digits are read out; 180 75 130 120 are four measures.
_PHONE_GROUPS = {(3, 4, 4), (4, 4, 3), (4, 3, 4), (3, 8), (7, 4), (5, 6), (3, 3, 5)}
MOST_IN_GROUP, MOST_GROUPS = 8, 7
ORDER_DIGITS = 18  # this platform's order numbers; so many in two groups are one number however they are split
FEWEST, MOST = 12, 20  # digits of an order number; announced parcels may have fewer, unannounced numbers must have more
FEWEST_OF_PARCEL = 9
LEAST_OF_GROUP = 4  # digits; groups of three are rather 175 130


class Run(NamedTuple):
    """Letters and digits without a gap, at text[start:end]."""

    start: int
    end: int
    text: str


def runs_of(reading: Reading) -> list[Run]:
    """In order; what is part of a date, or has a point or a slash in it, is none."""
    runs: list[Run] = []
    for piece in reading.pieces:
        if piece.text.isascii() and piece.text.isalnum() and reading.free(piece):
            if runs and runs[-1].end == piece.start:
                runs[-1] = Run(runs[-1].start, piece.end, runs[-1].text + piece.text)
            else:
                runs.append(Run(piece.start, piece.end, piece.text))
    return runs


def groupings(text: str, runs: Sequence[Run], index: int) -> Iterator[Sequence[Run]]:
    """The rows of at least two runs that may be one number with runs[index] as its first group; the longest first."""
    last, first = index, _FIRST.fullmatch(runs[index].text)
    while first and last - index < MOST_GROUPS and _goes_on(text, runs, last) and (last == index or len(runs[last].text) > 1):
        last += 1
    for end in range(last, index, -1):
        yield runs[index:end + 1]


def is_cut_short(text: str, runs: Sequence[Run], index: int) -> bool:
    """Whether digits follow that look like the next group of the same number: 330281 503749 in what is no known grouping."""
    following = runs[index + 1].text if _goes_on(text, runs, index) else ""
    return len(runs[index].text) < FEWEST and len(following) >= LEAST_OF_GROUP and not PHONE.fullmatch(following)


def _goes_on(text: str, runs: Sequence[Run], index: int) -> bool:
    if index + 1 >= len(runs) or not runs[index + 1].text.isdigit():
        return False
    return bool(_BETWEEN.fullmatch(text, runs[index].end, runs[index + 1].start))


def phone_in(groups: Sequence[Run]) -> Optional[str]:
    """Eleven digits, with or without +86, when the groups are some that phones are written in."""
    found = PHONE.fullmatch("".join(g.text for g in groups))
    if found is None or len(groups) == 1:
        return found.group(1) if found else None
    own = groups[1:] if groups[0].text in ("86", "0086") else groups
    return found.group(1) if tuple(len(g.text) for g in own) in _PHONE_GROUPS else None


def is_one_number(text: str, groups: Sequence[Run], announced: Optional[str]) -> bool:
    """Whether two or more groups are one order or tracking number. `announced`: what was said before them, see codes.py."""
    said, lengths = "".join(g.text for g in groups), [len(g.text) for g in groups]
    if any(PHONE.fullmatch(g.text) for g in groups):
        return False
    if CARRIER.fullmatch(said):
        return True
    if not said.isdigit() or said[0] == "0" or len(said) > MOST:
        return False
    if announced and len(groups) == 2 and len(said) == ORDER_DIGITS:
        return True
    if max(lengths) > MOST_IN_GROUP or not (_even(lengths) or _dashed(text, groups)):
        return False
    if announced:
        return len(said) >= (FEWEST_OF_PARCEL if announced in ("certain", "parcel") or min(lengths) >= LEAST_OF_GROUP else FEWEST)
    return len(groups) >= 3 and len(said) > FEWEST and max(lengths) >= LEAST_OF_GROUP


def _even(lengths: Sequence[int]) -> bool:
    """4 4 4 4 2, 6 6 6, 2 4 4 4: groups of one length, of which the first and the last may be shorter."""
    middle = set(lengths[1:-1]) or {lengths[0]}
    return len(middle) == 1 and max(lengths) == max(middle)


def _dashed(text: str, groups: Sequence[Run]) -> bool:
    return all("-" in text[a.end:b.start] for a, b in zip(groups, groups[1:]))
