"""What shoppers will write in a quarter of an hour, and when: drawn from a seed, so that a bad afternoon can be had again."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

SHOPPERS, SECONDS = 200, 900.0
RUSH, RUSH_BEGINS, RUSH_ENDS = 0.3, 300.0, 420.0  # the part of the shoppers who come within two minutes
LAST_ARRIVAL, LAST_LINE = 760.0, 890.0
WANT_A_PERSON, CALL_OFF, RATE, TWICE = 0.6, 0.08, 0.5, 0.06
QUESTIONS = ("在吗", "会不会起球", "175 130斤穿多大", "我的快递到哪了", "什么时候发货", "有没有优惠券", "可以七天无理由退货吗", "能机洗吗", "包邮吗")
FOR_A_PERSON = ("转人工", "人工客服", "我要找真人", "衣服破了个洞，我要投诉！", "明天出差要穿，快给我转人工")
TO_A_PERSON = ("在吗", "还要等多久", "收到的衣服有个洞", "颜色和图片不一样", "那怎么办", "好的", "我发照片给你看", "什么时候能处理", "会不会起球")
GRADES = ("A 满意", "B", "不满意", "谢谢")


@dataclass(frozen=True)
class Line:
    """One message; `at` is seconds of the shop's day. `twice`: an impatient client sends it again before it is answered."""

    at: float
    text: str
    twice: bool


def plans(seed: int) -> dict[str, list[Line]]:
    """Every shopper's lines."""
    random = Random(seed)
    return {f"busy-{seed}-{n}": _lines(random) for n in range(SHOPPERS)}


def _lines(random: Random) -> list[Line]:
    at = random.uniform(RUSH_BEGINS, RUSH_ENDS) if random.random() < RUSH else random.uniform(0, LAST_ARRIVAL)
    texts = [random.choice(QUESTIONS) for _ in range(random.randint(1, 3))]
    if random.random() < WANT_A_PERSON:
        texts.append(random.choice(FOR_A_PERSON))
        texts += [random.choice(TO_A_PERSON) for _ in range(random.randint(1, 4))]
        texts += ["不用人工了"] if random.random() < CALL_OFF else []
        texts += [random.choice(GRADES)] if random.random() < RATE else []
    lines = []
    for text in texts:
        lines.append(Line(at, text, random.random() < TWICE))
        at = min(LAST_LINE, at + random.uniform(8, 50))
    return lines
