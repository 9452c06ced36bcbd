"""几点有人, 你们周末上班吗: asking when people of the shop are there, clause by clause, so that what else was asked is still heard.

The lists are how Chinese asks this, not a shop's wording. A whole clause must be it: 驿站几点下班 and 什么时候有人上门取件 are other matters.
"""

from __future__ import annotations

import re

import regex

_WHEN = r"(?:几点钟?|几时|什么时[候间]|啥时[候间]?|何时|多会儿?|哪个点)"
_THEM = r"(?:人工客服|客服|人工|真人|活人|同事|工作人员|店员|专员|人)"
_DAY = (r"(?:今[天晚早]|明[天晚早]|后天|大后天|周[一二三四五六日天末]|星期[一二三四五六日天]|礼拜[一二三四五六日天]|双休日?|周六日|节假日|假期|放假|国庆节?|春节|元旦|"
        r"过年|除夕|五一|端午节?|中秋节?|清明节?|早上|早晨|上午|中午|下午|晚上|夜里|半夜|凌晨|平时|24小时)")  # fmt: skip
_AROUND = (rf"(?:{_DAY}|那么?|就|都|也|又|再|还|会|是|在|要|才|能|可以|最早|最晚|一般|大概|到底|具体|期间|的话?|了|去|来|上|请问|想?问一?下|我?想知道|告诉我|"
           rf"麻烦|你好|您好|你们家?|您们?|你家|咱们?家?|贵店|店里|店家?|家里|这边|那边|亲|{_THEM}|吗|么|嘛|呢|啊|呀|吧|哦|哈|到|至|和|{_WHEN}|谢谢)")  # fmt: skip
_AT_WORK = r"(?:上班|下班|上线|在线|值班|在岗|开门|关门|开店|营业|打烊|休息|放假|工作|开工)"
_THERE = rf"(?:有{_THEM}在?(?:值班|上班|在线)?|{_AT_WORK})"
_BACK = r"(?:回复|回话|回|联系|处理|接待|理|找|答复|跟进|打给|打电话|回电话?)我?"
_CLAUSE = regex.compile("|".join((
    rf"{_AROUND}*{_WHEN}{_AROUND}*{_THERE}{_AROUND}*",  # 明天几点有人
    rf"{_AROUND}*{_THERE}{_AROUND}*{_WHEN}{_AROUND}*",  # 上班是几点到几点
    rf"{_AROUND}*(?:{_AT_WORK}|{_THEM}|服务|接待)的?时间段?(?:是|有|怎么|{_AROUND})*(?:什么|多少|安排的?|说一?下)?{_AROUND}*",  # 客服上班时间是什么
    rf"{_AROUND}*{_DAY}{_AROUND}*(?:{_THERE}|不(?:上班|休息|放假))(?:的|了)?(?:吗|么|嘛|不|没有?|啊|呢|吧)+",  # 周末上班吗
)))  # fmt: skip
_COMING = regex.compile("|".join((
    rf"{_AROUND}*{_WHEN}{_AROUND}*(?:能|会|才|可以|给|帮|有人|人|你们|同事|来)*{_BACK}{_AROUND}*",  # 什么时候回复我
    r"(?:还要|要|得|还得|需要)?等(?:到)?(?:多久|几点|什么时候|多长时间|啥时候)(?:啊|呀|呢|了|才有人)*|(?:还要)?多久(?:才)?有人(?:啊|呀|呢|来)*",
    rf"(?:怎么|为什么|为啥)?(?:还|都|又|现在|一直)*(?:没有?|有){_THEM}(?:在|来|吗|么|嘛|啊|呀|呢|了|回|理|回我|理我|回复|处理|接)*",  # 还没人吗
    rf"{_THEM}(?:呢|在哪里?|去哪了?|怎么还?不?没?来|还没来|来了(?:吗|没))(?:啊|呀|呢)*",  # 人呢
)))  # fmt: skip
_BETWEEN = re.compile(r"([\s，。！？,.!?；;~～、]+)")
_OPENING = re.compile(r"^(?:亲|你好|您好|在吗|在不在|请问|哈喽|喂)+(?=.)")
_LONGEST = 40  # characters of a clause that is nothing but such a question
_PATIENCE = 0.05  # seconds; a real one takes a hundredth of a millisecond


def asks_when(clause: str) -> bool:
    """Whether a clause asks when people are there, and nothing else."""
    return _is(_CLAUSE, clause)


def without_when(text: str) -> str:
    """What is left of a message without the clauses that ask when people are there; the text itself when there are none."""
    clauses = _BETWEEN.split(text)
    left = [c for c in clauses if not asks_when(c)]
    return text if len(left) == len(clauses) else "".join(left).strip(" ，。！？,.!?；;~～、")


def asks_after_them(text: str) -> bool:
    """人呢, 什么时候回我: nothing but asking after the person who was promised. It means that only while one is; elsewhere it is a
    greeting, or said of a courier."""
    clauses = [c for c in _BETWEEN.split(text)[::2] if c]
    return bool(clauses) and all(_is(_COMING, c) or asks_when(c) for c in clauses)


def _is(pattern: regex.Pattern[str], clause: str) -> bool:
    if len(clause) > _LONGEST:
        return False
    try:
        return bool(pattern.fullmatch(_OPENING.sub("", clause), timeout=_PATIENCE))
    except TimeoutError:  # words piled up so that they can be cut apart in a million ways ask nothing anybody would ask
        return False
