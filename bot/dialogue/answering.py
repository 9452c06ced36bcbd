"""Whether a message answers our yes-or-no question: only a clear yes executes anything.

Vague words (随便, 都行, 哦) are neither; the question is asked again. The lists are how Chinese says yes and no, not a shop's wording.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Optional

_EDGE = r"[\s，。！!,.~～]*"
_SOFT = r"[吧的啊呀哦嗯呢啦了哈嘞滴]*"
# What a yes may repeat, by what we asked to do: 换吧 is no yes to cancelling.
_VERBS = {
    "cancel": "取消|退", "line": "改|换", "note": "改|备注|加|写", "intercept": "取消|退|拦截?|转寄", "part": "取消|退|改|换", None: "取消|改|换|拦截?|转寄|退",
}
_DEEDS = ("取消", "改", "换", "拦", "转寄", "退")
_DO_IT = r"(?:就?这么|你们?|您们?|给我|帮我|去)?(?:办|弄|处理|安排|搞|操作)"


@lru_cache(maxsize=None)
def _yes(change: Optional[str]) -> re.Pattern[str]:
    """The whole of a clear yes to such a change."""
    verbs = _VERBS.get(change, _VERBS[None])
    agreeing = r"嗯+|恩+|好+|行|可以|中|成|要|对+|是|没错|没问题|同意|确认|确定|就这样|就这么办|麻烦了?|ok|okay|yes|y|1"
    doing = rf"(?:那就|那|就)?(?:{verbs}|{_DO_IT})吧"  # without 吧, 取消 may as well be said of what we were about to do
    named = rf"(?:确认|确定|帮我|给我|就|请)?(?:{verbs})?{_SOFT}"
    return re.compile(rf"^{_EDGE}(?:(?:{agreeing}|{doing}){_SOFT}{_EDGE})+(?:{named}|谢谢|多谢|麻烦你?了?)?{_EDGE}$", re.I)


_NO = re.compile(
    r"^(?:算了|不了|不要|不用|不是|不对|不行|不取消|不改|不换|不退|先不|先别|别|等一下|等下|等等|等会|稍等|慢着|我?再想想|我?再考虑|"
    r"no\b|不(?=$|[\s，。！]))", re.I)
_VAGUE = re.compile(r"随便|随你|都可以|都行|无所谓|看着办|看情况|不知道|不清楚")
_NOT_CANCELLING = re.compile(r"(?:不|别|不用|不想|不要|先不)取消")


def clear_yes_or_no(text: str, change: Optional[str] = None) -> Optional[bool]:
    """True, False, or None when the words are vague or say something else. `change` is what we asked to do, where that is known."""
    words = text.strip()
    if _VAGUE.search(words):
        return None
    if _NO.match(words) or _NOT_CANCELLING.search(words):
        return False
    return True if _yes(change).match(words) else None


def names_another_deed(text: str, change: Optional[str]) -> bool:
    """换吧, asked whether to cancel: whatever the classifier thinks of it, it is no yes to that."""
    return change in _VERBS and any(deed in text and not re.search(_VERBS[change], deed) for deed in _DEEDS)


def vague(text: str) -> bool:
    """Words that leave the decision to us; we never take it."""
    return bool(_VAGUE.search(text)) or text.strip(" 。，！~") in ("哦", "噢", "额", "呃", "哈", "这样")


def calls_off(text: str) -> bool:
    """ "不取消了", "别取消": the opposite of the request whose word it contains."""
    return bool(_NOT_CANCELLING.search(text))


def gives_up(text: str) -> bool:
    """ "算了不改了": stops what we were doing without asking for anything else."""
    return bool(re.match(r"^(?:算了|不改了|不换了|不买了|不用了?|不弄了|先这样|先不改)[\s，。！]*(?:不改了?|不买了?|不要了|不用了?|吧|了|先这样)*$", text.strip()))


def wants_instead(text: str, start: int) -> bool:
    """算了 还是墨绿: behind a no stands what is wanted instead, at `start`; 不要墨绿 says what is not."""
    return not re.search(r"(?:不要?|别|不想)[换改要]?[成了]?$", text[:start].rstrip())


def has_no_picture(text: str) -> bool:
    """没得照片, 没拍, 扔了: asked for a picture, the shopper cannot send one."""
    return bool(re.match(r"^[\s，。啊呀]*(?:我|都|这|那|是)?(?:没有?得?|莫得|冇)(?:照片|图片?|拍照?|拍下来|留照片|了)?[\s，。的了啊呀哦]*$|^.{0,4}(?:扔|丢)了[\s，。]*$", text))
