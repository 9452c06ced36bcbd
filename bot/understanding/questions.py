"""Where one message may ask two things: the places a second question can begin, and what the words around them say about it.

Most messages with several clauses are one question with its story ("买的鞋小了，想退"), so a place to cut is only a possibility;
`bot.understanding.apart` decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Iterator, Optional

from bot.understanding.normalise import HAN

SHORTEST = 2  # characters; a shorter clause belongs to the next
MOST_CLAUSES = 8  # a pasted essay is one message, not fifty questions
MOST_CUTS = 2  # each costs two texts to look at, and to understand where it looks likely

_MARK = r"(?P<mark>[，。？！；、,?!;~～…\n]+\s*|\s+)"
# A connecting word is no part of what is asked. 还有 is one only where it cannot mean "still have": 还有货吗, 还有黑色没.
_ALSO = (r"(?<=[吗么呢吧不没啊呀？?])还有(?![一二三两a-zA-Z\d])|(?<=[，。？！,?!;\s])还有(?![货没吗多几券一二三两a-zA-Z\d])|"
         r"(?<=.)还有(?=[那这你]|能不能|会不会|多久|多少钱|什么时候)")
_WORD = rf"(?P<word>(?:{_ALSO}|另外(?![一两那])|顺[便带]再?|[哦噢啊嗯]?对了|以及|然后(?!呢)|再(?=[问帮看查催]))(?:[问说看]?一?下|问问|我?想问一?下?)?[，, ]*)"
_QUESTION_WORD = "多少|多久|多大|什么|啥|怎么|咋|几[天时号]|哪|谁|有没|能不|会不"
# Behind a particle that ends a question; 不 and 没 end one only when another question follows at once (有黑的没多少钱).
_PARTICLE = (rf"(?P<particle>(?<=[吗么呢吧呀啊嘛])(?<![什怎那多这要]么)(?=[{HAN}a-zA-Z\d]{{2}})|"
             rf"(?<=..[不没])(?=(?:{_QUESTION_WORD}|今天|明天|包邮)))")
_CUT = re.compile("|".join((_MARK, _WORD, _PARTICLE)))
# 单号多少发的啥快递: two words that ask, and nothing typed between the questions.
_ASKING = re.compile(
    r"多少?钱|多少|多[久大长宽高厚重]|几[天时号个]|什么时候|什么|啥|怎么样?|咋样?|哪[里儿个]?|谁|有没有|能不能|会不会|可不可以|是不是|"
    r"(?:能|可以|会)(?=[^，。\s]{1,6}[不吗么没]$)")
_COMPLETE = ("多少钱", "多钱", "怎么样", "咋样")  # a question without anything behind it
_MEASURED = re.compile(rf".{{1,3}}多(?:少钱?|[久大长宽高厚重])(?=[{HAN}]{{2,4}}[吗么不没]$)(?!.*[能会可合])")

_ASKS = re.compile(
    r"[吗嘛么呢呗吧？?]|[不没]$|怎么|怎样|咋|多少|多久|多大|多长|几|什么|啥|哪|谁|何时|如何|为什么|为啥|会不会|能不能|可不可以|有没有|是不是|要不要|"
    r"我要|我想|想要|想问|帮我|帮忙|给我|麻烦|(?<![申邀聘])请|换个|换成|人工|投诉|推荐|(.)[不没]\1")
# A question proper, not a request: two of these in one message are hardly ever one matter.
_QUERY = re.compile(r"吗|[么不没呢]$|怎么|怎样|咋|多少|多[久大长宽高厚重]|几|什么|啥|哪|谁|何时|如何|为什么|为啥|(.)[不没]\1")
_LEANS = re.compile(
    r"^(?:那|这|请问|我|您|你)*(?:是|又是)?(?:(?:什么|啥|咋)(?:情况|回事|意思)?|怎么(?:办|弄|回事|搞|解决|处理|操作|改|退|换)?|如何(?:操作|处理)?|咋(?:办|弄|整|解|搞)|"
    r"(?:还)?(?:可以|行|能|好)(?:不能)?(?:帮我|给我)?(?:改|换|弄|处理|解决|更改|修改|退|查)?(?:一下|下)?|是|对|为什么|为啥|给问问?(?:啥|什么)情况|"
    r"给问问|有人|在)(?:呀|啊|呢|吗|嘛|么|吧|不|了|的|？|\?)*$")
_EDGES = " ，。！,.!~～"
# 如果要删差评, 说好当天发: a clause like this sets the scene for the next.
_SCENE = re.compile(r"^[\s，。我你这那]*(?:如果|要是|假如|因为|由于|虽然|既然|万一|等|说|本来|明明|以为|之前|上次|上回|原来|除了|想着|怕)|(?:的话|的时候|要是)$|^[^吗么不没]{0,6}如果")
# 但…, 就…, 不要放驿站, 补差价也行, 便宜点的: these add to the clause before.
_GOES_ON = re.compile(r"^[\s，]*(?:但是?|可是?(?!以)|不过|所以|不然|否则|结果|而|因为|就是|只是|还是|才|却|就|不要|不用|不是|别(?![的家人]))|^.{1,5}的$|也(?:行|可以|好)$")
# What stands around an order's number, or a masked value ([订单x]) in its place.
_NUMBERS = re.compile(r"\[[^\]]*x\]|[0-9a-zA-Z]{5,}|订单号?|单号|尾数|编号|号码|[:：()（）\s，。？！?!,]")


@dataclass(frozen=True)
class Clause:
    """A stretch of the message; `after` says what stands before it: mark, word, particle, nothing, or start."""

    text: str
    start: int
    end: int
    after: str


@dataclass(frozen=True)
class Part:
    """What one of two questions would be, with where it stands in the message."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Cut:
    """A message in two; `signs` are what its words say about the two being two questions (see `apart`), `balance` is the share of
    the shorter part: a sixth is rather a remark than a question."""

    left: Part
    right: Part
    signs: tuple[bool, ...]
    balance: float


SIGNS = ("left_asks", "connecting_word", "only_a_number", "sets_the_scene", "goes_on", "leans", "speaks_of_self", "both_ask")


def asks(text: str) -> bool:
    """Whether a clause is a question or a request that can stand by itself."""
    bare = text.strip(_EDGES)
    return bool(_ASKS.search(bare)) and not _LEANS.match(bare)


def cuts(text: str) -> list[Cut]:
    """The likeliest places to cut, in reading order; none where there is one clause, or too many."""
    found = clauses(text)
    if not 2 <= len(found) <= MOST_CLAUSES:
        return []
    asking = [asks(clause.text) for clause in found]
    likely = sorted(range(1, len(found)), key=lambda i: (found[i].after == "word", asking[i - 1] + asking[i]), reverse=True)
    return [_cut(text, found, asking, i) for i in sorted(likely[:MOST_CUTS])]


def _cut(text: str, found: list[Clause], asking: list[bool], at: int) -> Cut:
    before, behind = found[at - 1], found[at]
    left, right = Part(text[: before.end], 0, before.end), Part(text[behind.start :], behind.start, len(text))
    words = _words_in(left.text), _words_in(right.text)
    signs = (
        any(asking[:at]), behind.after == "word", min(words) < SHORTEST, bool(_SCENE.search(found[0].text)), bool(_GOES_ON.search(behind.text)),
        bool(_LEANS.match(behind.text.strip(_EDGES))), behind.text.startswith("我") and not asking[at], queries(left.text) and queries(right.text),
    )  # fmt: skip
    return Cut(left, right, signs, max(1, min(words)) / max(1, sum(words)))


def queries(text: str) -> bool:
    """Whether it is a question proper and no mere request: 不想要了 is none."""
    return bool(_QUERY.search(text.strip(_EDGES + "?？")))


def _words_in(text: str) -> int:
    """Characters beside an order's number and the words that announce one."""
    return len(_NUMBERS.sub("", text))


def clauses(text: str) -> list[Clause]:
    """The message cut wherever a new question may begin."""
    found: list[Clause] = []
    start, after = 0, "start"
    for place in [*_CUT.finditer(text), None]:
        end = place.start() if place else len(text)
        if len(text[start:end].strip()) >= SHORTEST:
            found += _unmarked(text, Clause(text[start:end], start, end, after))
        elif text[start:end].strip():
            continue  # too short to stand alone: goes with what follows
        if place:
            after = "word" if place.lastgroup == "word" or (after == "word" and end == start) else place.lastgroup or ""
            start = place.end()
    return found


def _unmarked(text: str, clause: Clause) -> Iterator[Clause]:
    """The clause itself, or two where a second question begins without any mark."""
    at = _second_question(clause.text)
    middle = clause.end if at is None else clause.start + at
    yield Clause(text[clause.start : middle], clause.start, middle, clause.after)
    if at is not None:
        yield Clause(text[middle : clause.end], middle, clause.end, "nothing")


def _second_question(clause: str) -> Optional[int]:
    """Where a second word that asks begins, far enough from the first not to go with it (几天能到 is one question)."""
    asking = list(_ASKING.finditer(clause))
    for first, second in zip(asking, asking[1:]):
        if second.start() - first.end() >= _least_between(first.group(), second.group()) and second.start() > SHORTEST and len(clause) - second.start() >= SHORTEST:
            return second.start()
    measured = _MEASURED.match(clause)
    return measured.end() if measured else None


def _least_between(first: str, second: str) -> int:
    """Characters between two words that ask, if each asks its own: none behind one that is a whole question (怎么样有没有假货),
    one where both are the same (几号发几号到)."""
    if first in _COMPLETE:
        return 0
    return 2 if first != second and first[0] in "多几" and second[0] not in "能可会" else 1
