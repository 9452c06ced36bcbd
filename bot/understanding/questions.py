"""Where one message asks several things: cut at marks and connecting words, and kept apart only when two parts really ask.

Most messages with several clauses are one question with its story ("买的鞋小了，想退"): a statement is not a question, and neither is
a bare "能改吗", which means nothing without the clause before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_CUT = re.compile(r"[，。？！；,?!;\n]+|\s+|(?=还有(?!货|没|吗|多|几|券|[一二三两]|[a-zA-Z\d]))|(?=另外)|(?=顺便)|(?=再问)|(?=对了)")
_ASKS = re.compile(
    r"[吗嘛么呢呗吧？?]|[不没]$|怎么|怎样|咋|多少|多久|多大|多长|几|什么|啥|哪|谁|何时|如何|为什么|为啥|会不会|能不能|可不可以|有没有|是不是|要不要|"
    r"我要|我想|想要|想问|帮我|帮忙|给我|麻烦|(?<![申邀聘])请|换个|换成|人工|投诉|推荐|(.)[不没]\1")
_LEANS = re.compile(
    r"^(?:那|这|请问|我|您|你)*(?:是|又是)?(?:(?:什么|啥|咋)(?:情况|回事|意思)?|怎么(?:办|弄|回事|搞|解决|处理|操作|改|退|换)?|如何(?:操作|处理)?|咋(?:办|弄|整|解|搞)|"
    r"(?:还)?(?:可以|行|能|好)(?:不能)?(?:帮我|给我)?(?:改|换|弄|处理|解决|更改|修改|退|查)?(?:一下|下)?|是|对|为什么|为啥|给问问?(?:啥|什么)情况|"
    r"给问问|有人|在)(?:呀|啊|呢|吗|嘛|么|吧|不|了|的|？|\?)*$")
SHORTEST = 2  # characters
MOST_PARTS = 8  # a pasted essay is one message, not fifty questions


@dataclass(frozen=True)
class Part:
    """A stretch of the message, with where it stands in it."""

    text: str
    start: int
    end: int


def asks(text: str) -> bool:
    """Whether a clause is a question or a request that can stand by itself."""
    bare = text.strip(" ，。！,.!~～")
    return bool(_ASKS.search(bare)) and not _LEANS.match(bare)


def parts(text: str) -> list[Part]:
    """The message cut where a new question may begin; fewer than two parts, or too many, means it was not cut."""
    found, start = [], 0
    for cut in [*_CUT.finditer(text), None]:
        end = cut.start() if cut else len(text)
        if len(text[start:end].strip()) >= SHORTEST:
            found.append(Part(text[start:end], start, end))
        start = cut.end() if cut else end
    return found if 2 <= len(found) <= MOST_PARTS else []
