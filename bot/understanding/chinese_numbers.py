"""Numbers as they are said: 一百三 is 130, 一米六五 is 1.65, 二尺二 is 2.2, 一斤半 is 1.5, 一百二三 is about 125."""

from __future__ import annotations

from typing import Optional

DIGITS = {c: float(i) for i, c in enumerate("零一二三四五六七八九")}
DIGITS.update({"〇": 0.0, "○": 0.0, "幺": 1.0, "两": 2.0, "俩": 2.0, "壹": 1.0, "贰": 2.0, "叁": 3.0, "肆": 4.0, "伍": 5.0})
DIGITS.update({"陆": 6.0, "柒": 7.0, "捌": 8.0, "玖": 9.0})
TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIAD = "万"
HALF = "半"
SHORT = {"廿": "二十", "卅": "三十"}
NUMERALS = "".join((*DIGITS, *TENS, *SHORT)) + MYRIAD + HALF
# A unit in the middle of a number stands where the decimal point would: 一米六五, 二尺二, 三块五.
POINTS = "点.米尺斤块元"
MOST_CHARACTERS = 24  # longer runs of digits are no quantities, and floats end somewhere


def to_number(text: str) -> Optional[float]:
    """The number that `text` says, or None when it says none. Units only mark the decimal point; they are not converted."""
    text = text.strip()
    if len(text) > MOST_CHARACTERS:
        return None
    if text.isascii():
        return _arabic(text)
    for short, long in SHORT.items():
        text = text.replace(short, long)
    for point in POINTS:
        if point in text:
            whole, _, rest = text.partition(point)
            return _with_decimals(_whole(whole), rest)
    return _whole(text)


def decimals(text: str) -> Optional[float]:
    """What follows a unit, as a fraction of it: 七 and 7 are 0.7, 六五 and 65 are 0.65, 半 is 0.5, 零八 is 0.08."""
    if text == HALF:
        return 0.5
    digits = "".join(_digit(c) for c in text)
    if len(digits) == len(text) and digits.isdigit():
        return float("0." + digits)
    value = _whole(text)  # 一米六十五
    return value / 100 if value is not None and value < 100 else None


def _digit(character: str) -> str:
    return str(int(DIGITS[character])) if character in DIGITS else character


def _arabic(text: str) -> Optional[float]:
    try:
        return float(text) if text[:1].isdigit() else None
    except ValueError:
        return None


def _with_decimals(whole: Optional[float], rest: str) -> Optional[float]:
    if whole is None:
        return None
    fraction = decimals(rest) if rest else 0.0
    return None if fraction is None else whole + fraction


def _whole(text: str) -> Optional[float]:
    if not text:
        return None
    if text.isascii():
        return _arabic(text)
    if text[-1] == HALF:
        rest = _whole(text[:-1]) if len(text) > 1 else 0.0
        return None if rest is None else rest + 0.5
    if all(c in DIGITS for c in text):  # 一七五: digits read out one by one
        return float("".join(_digit(c) for c in text))
    return _with_units(text)


def _with_units(text: str) -> Optional[float]:
    total, section, digit, unit, zero = 0.0, 0.0, None, 1, False
    for character in text:
        if character in DIGITS:
            if DIGITS[character] == 0:
                zero = True
            elif digit is None:
                digit = DIGITS[character]
            elif DIGITS[character] == digit + 1:  # 二三十: between 20 and 30
                digit += 0.5
            else:
                return None
        elif character in TENS:
            unit, zero = TENS[character], False
            section, digit = section + (1 if digit is None else digit) * unit, None
        elif character == MYRIAD:
            total, section, digit, unit = (total + section + (digit or 0)) * 10000, 0.0, None, 10000
        else:
            return None
    if digit is not None:
        # 一百三 is 130, 一百零三 is 103, 十三 is 13.
        section += digit * (unit / 10 if unit >= 100 and not zero else 1)
    return total + section
