"""One small thing about a product (防水吗, 14寸放得下吗, 零下25能穿吗): the sentence of its sheet that says it, and nothing else."""

from __future__ import annotations

import re
from typing import Iterator, Optional

from actions.answer import Answer, button
from actions.carried import first_words
from actions.question import Question
from actions.words import Words
from bot.shop import Product

_FIELDS = (
    "features", "fit_advice", "fit", "usage", "thickness", "season", "lining", "fabric", "care", "stretch", "smell", "pilling", "fading",
    "shrink", "included", "warranty",
)  # fmt: skip
_CLAUSE = re.compile(r"[；，。、]")
MOST = 3  # clauses of an answer
# How shoppers ask for it, and how the sheet says it.
_ASPECTS = (
    (r"防水|防雨|暴雨|大雨|下雨|淋雨|雨天", r"防水|雨|泼水|进水"), (r"多重|重不重|重量|几斤|沉不沉|沉吗|重吗", r"自重|(?:整件|一件|约)\D{0,2}[\d.]+(?:公斤|克)"),
    (r"扎不扎|扎人|扎吗|扎皮肤|扎脖", r"扎"), (r"跑绒|钻绒|漏绒|掉毛|掉绒", r"跑绒|钻绒|浮毛|掉毛|浮绒|个别小毛"), (r"掉[裆档]", r"掉[裆档]|下滑|往下掉"),
    (r"透不透|会不会透|会透|走光|透吗|显透", r"透(?![气湿])|走光"), (r"透气|闷不闷|闷脚|闷热", r"透气|闷"), (r"磨脚", r"磨脚"), (r"静电", r"静电"),
    (r"防滑|打滑|滑不滑", r"防滑|纹底"), (r"抗菌|抑菌|防臭", r"抗菌|抑菌|防臭"), (r"孕妇|怀孕|孕期", r"孕"), (r"口袋|兜", r"口袋|兜"),
    (r"飞机", r"飞机"), (r"掉皮|脱皮|起皮|裂开", r"掉皮|脱皮|起皮|裂|水解|剥落"), (r"领口.{0,2}[低高大]|领子.{0,2}[低高]|低不低", r"领"),
    (r"能拆|可拆|拆下来|拆卸", r"可拆|能拆|拆"), (r"打孔|剪短", r"剪|打孔|孔"), (r"反光", r"反光"), (r"拉链", r"拉链"),
)  # fmt: skip
_INCHES = re.compile(r"(\d{2}(?:\.\d)?)\s?(?:英)?寸")
_CLASS = re.compile(r"(?<![a-zA-Z])([abcABC])\s?类")
_NUMBER = r"\d{1,2}|[一二三四五]?十[一二三四五六七八九]?|[五六七八九]"
_COLD = re.compile(rf"零下\s?({_NUMBER})?|(?:负|(?<!\d)-)\s?({_NUMBER})(?!\d|责)|(?<!\d)(?<!-)(\d{{1,2}})\s?(?:度|℃)")
_WASHING = re.compile(r"洗|水温|熨|烫|烘|晒")
_RANGE = re.compile(r"(-?\d+)到(-?\d+)℃")
_FROM = re.compile(r"(-?\d+)℃以上")
A_FROST = -5  # what 零下 without a number is taken for
_TENS = "一二三四五六七八九"


def say_judged(question: Question, product: Product, answer: Answer) -> bool:
    """Questions with a number or a grade in them: the yes or no the sheet gives. Whether something was said."""
    text = first_words(question)
    return _say_class(question, product, answer, text) or _say_cold(product, answer, text)


def say_aspects(question: Question, product: Product, answer: Answer, known: str = "") -> bool:
    """A short answer for every small thing asked that `known` (what is said anyway) does not hold. Whether something was said."""
    before = len(answer.replies)
    for asked, pattern in _asked(first_words(question)):
        clauses = list(dict.fromkeys(_clauses(product, pattern)))
        if clauses and all(clause in known for clause in clauses):
            continue
        if clauses:
            joined = Words(question.content, question.now)("between").join(clauses[:MOST])
            answer.say("utter_aspect", asked=asked, product=product.name, said=joined)
        else:
            person = button(Words(question.content, question.now)("button_person"), intent="ask_human")
            answer.say("utter_aspect_unknown", asked=asked, product=product.name, buttons=[person])
    return len(answer.replies) > before


def _asked(text: str) -> Iterator[tuple[str, str]]:
    """What was asked in the shopper's own words, and the pattern that finds it in the sheet."""
    inches = _INCHES.search(text)
    if inches:
        yield inches.group(), rf"{inches.group(1)}寸"
    for said, pattern in _ASPECTS:
        found = re.search(said, text)
        if found:
            yield found.group(), pattern


def _clauses(product: Product, pattern: str) -> Iterator[str]:
    for field in _FIELDS:
        for clause in _CLAUSE.split(product.fact(field) or ""):
            if re.search(pattern, clause):
                yield clause


def _say_class(question: Question, product: Product, answer: Answer, text: str) -> bool:
    asked, real = _CLASS.search(text), _CLASS.search(product.smell)
    if not asked or not real:
        return False
    same = asked.group(1).upper() == real.group(1).upper()
    clause = next(c for c in _CLAUSE.split(product.smell) if _CLASS.search(c))
    answer.say("utter_class_yes" if same else "utter_class_no", product=product.name, asked=asked.group(1).upper(), said=clause)
    return True


def _say_cold(product: Product, answer: Answer, text: str) -> bool:
    degrees, low, high = asked_degrees(text), *span(product)
    if degrees is None or low is None:
        return False
    name = "cold" if degrees < low else "hot" if high is not None and degrees > high else "fits"
    answer.say(f"utter_degrees_{name}", product=product.name, degrees=degrees, season=product.season, thickness=product.thickness)
    return True


def asked_degrees(text: str) -> Optional[int]:
    """The temperature in the words, in ℃: 零下25, -10度, 5度."""
    found = None if _WASHING.search(text) else _COLD.search(text)
    if not found:
        return None
    if found.group(3):
        return int(found.group(3))
    below = found.group(1) or found.group(2)
    return -_number(below) if below else A_FROST


def _number(said: str) -> int:
    if said.isdigit():
        return int(said)
    tens, _, ones = said.partition("十") if "十" in said else ("", "", said)
    return (10 * (_TENS.index(tens) + 1 if tens else 1) if "十" in said else 0) + (_TENS.index(ones) + 1 if ones else 0)


def span(product: Product) -> tuple[Optional[int], Optional[int]]:
    """The coldest and the warmest its sheet names, in ℃; None where it names none."""
    ranges = _RANGE.findall(f"{product.season}；{product.thickness}")
    if ranges:
        return min(int(low) for low, _ in ranges), max(int(high) for _, high in ranges)
    least = _FROM.search(product.season)
    return (int(least.group(1)), None) if least else (None, None)
