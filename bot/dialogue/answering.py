"""Whether a message answers our yes-or-no question: only a clear yes executes anything.

Vague words (随便, 都行, 哦) are neither; the question is asked again. The lists are how Chinese says yes and no, not a shop's wording.
"""

from __future__ import annotations

import re
from typing import Optional

_EDGE = r"[\s，。！!,.~～]*"
_SOFT = r"[吧的啊呀哦嗯呢啦了哈嘞滴]*"
_YES = re.compile(
    rf"^{_EDGE}(?:(?:嗯+|恩+|好+|行|可以|中|成|要|对+|是|没错|没问题|同意|确认|确定|就这样|就这么办|麻烦了?|办吧|改吧|换吧|取消吧|退吧|拦吧|"
    rf"ok|okay|yes|y|1){_SOFT}{_EDGE})+(?:(?:确认|确定|帮我|给我|就|请)?(?:取消|改|换|拦截|转寄|退)?{_SOFT}|谢谢|多谢|麻烦你?了?)?{_EDGE}$", re.I)
_NO = re.compile(
    r"^(?:算了|不了|不要|不用|不是|不对|不行|不取消|不改|不换|不退|先不|先别|别|等一下|等下|等等|等会|稍等|慢着|我?再想想|我?再考虑|"
    r"no\b|不(?=$|[\s，。！]))", re.I)
_VAGUE = re.compile(r"随便|随你|都可以|都行|无所谓|看着办|看情况|不知道|不清楚")
_NOT_CANCELLING = re.compile(r"(?:不|别|不用|不想|不要|先不)取消")


_PERSON = re.compile(r"^(?:我?要|找|转|叫|请|接)*(?:人工|真人)(?:客服|服务|坐席)?(?:来|吧|啊|呀|呢|谢谢)*$")


_NO_PERSON = re.compile(r"(?:不用|不要|别|不想|先不|不必|取消)(?:给我|帮我)?(?:转|找|接|叫)?(?:人工|真人)")


def wants_no_person(text: str) -> bool:
    """ "不用转人工": the opposite of the request whose word it contains."""
    return bool(_NO_PERSON.search(text))


def without_declining(text: str) -> str:
    """What is left of a message when the clauses that want no person are taken out; the whole when nothing is."""
    clauses = re.split(r"([\s，。！？,.!?；;]+)", text)
    kept = "".join(c for c in clauses if not _NO_PERSON.search(c)).strip(" ，。！？,.!?；;")
    return kept or text


def wants_person(text: str) -> bool:
    """A clause that is nothing but 人工 or 转人工客服, whatever stands beside it (an order number, say)."""
    return any(_PERSON.match(clause) for clause in re.split(r"[\s，。！？,.!?:：;；]+", text))


def clear_yes_or_no(text: str) -> Optional[bool]:
    """True, False, or None when the words are vague or say something else."""
    words = text.strip()
    if _VAGUE.search(words):
        return None
    if _NO.match(words) or _NOT_CANCELLING.search(words):
        return False
    return True if _YES.match(words) else None


def vague(text: str) -> bool:
    """Words that leave the decision to us; we never take it."""
    return bool(_VAGUE.search(text)) or text.strip(" 。，！~") in ("哦", "噢", "额", "呃", "哈", "这样")


def calls_off(text: str) -> bool:
    """ "不取消了", "别取消": the opposite of the request whose word it contains."""
    return bool(_NOT_CANCELLING.search(text))


def gives_up(text: str) -> bool:
    """ "算了不改了": stops what we were doing without asking for anything else."""
    return bool(re.match(r"^(?:算了|不改了|不换了|不用了?|不弄了|先这样|先不改)[\s，。！]*(?:不改了?|不用了?|吧|了|先这样)*$", text.strip()))
