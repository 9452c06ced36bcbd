"""Whether what a shopper typed asks something of the shop at all. The lists are how Chinese fills a chat, not a shop's wording."""

from __future__ import annotations

import re

from bot.dialogue.answering import clear_yes_or_no, vague
from bot.dialogue.fragments import rest
from bot.faq.texts import key
from bot.understanding.entities import Extractor
from bot.understanding.wanting_people import Wish, rules

SHORTEST = 2  # characters
LONGEST_WISH = 14  # characters; 转人工 with a question beside it is longer
_BETWEEN = r"[\s，。！？,.!?~～]+"
_FILLERS = (
    "在|在吗|在么|在不在|有人|有人吗|有人没|人呢|没人吗|你好|您好|哈喽|嗨|hi|hello|亲|喂|老板|客服|店家|好|好的|行|可以|嗯|哦|噢|额|ok|收到|知道了|明白|懂了|谢谢|感谢|"
    "多谢|辛苦|再见|拜拜|等等|稍等|等一下|等会|快点|快|急|很急|着急|麻烦|赶紧|回|回我|回复|回一下|说话|人|出来|理我|不理人|怎么不回|怎么没人|多久|还要多久|几点有人|什么意思|什么|啥|啊|"
    "算了|没事|没事了|不用|不用了|不是|不对|对|是|是的|没有|有|哈|呵|嘿|晕|无语|一样|同上|刚才说了|看上面|上面|了|呀|吧|呢|吗|么|的|一下|你|我"
)
_OPENERS = (
    r"亲+|亲爱的|您好|你好|在的?|在呢|欢迎光临|让?您?久等了|不好意思|抱歉|好的|嗯+|哦|稍等|请?您?稍等|请稍候|马上|这就|我(?:来)?(?:看|查|问|核实)(?:看|一下|下)?|"
    r"我?(?:这边|现在|马上|先|来)?帮[您你](?:看|查|问|核实)(?:看|一下|下)?|看一下|查一下|请问|有什么可以帮(?:到)?您|我是\S{0,8}?客服\S{0,4}|很高兴为您服务|收到|了|的|哈|哦|呢|哟|呀|啊|"
    r"给您|为您|一下|先|去"
)
_CALLED = re.compile(r"身高|体重|净重|腰围|臀围|胸围|肩宽|脚长|年龄|尺码|颜色|订单号?|单号|运单号?|手机号?|电话|地址|姓名|收[件货]人")  # what is said with a value
_extractor = Extractor()


def _any_of(pieces: str) -> re.Pattern[str]:
    """The longest first. Matched one by one: a repeated group of so many alike pieces would try every way to cut a long text."""
    return re.compile("|".join([*sorted(pieces.split("|"), key=len, reverse=True), _BETWEEN]), re.IGNORECASE)


_FILLER = _any_of(_FILLERS)
_OPENER = re.compile(f"{_OPENERS}|{_BETWEEN}")


def asks_something(text: str) -> bool:
    """Not: small talk, a nudge, yes and no, nothing but an order number or measures, a plain wish for a person."""
    plain = text.strip()
    if len(key(plain)) < SHORTEST or not re.search(r"[\u4e00-\u9fffA-Za-z]{2}", plain):
        return False
    if _nothing_but(_FILLER, plain) or vague(plain) or clear_yes_or_no(plain) is True or wishes_person(plain):
        return False
    values = _extractor.extract(plain)
    return rest(_CALLED.sub(lambda found: " " * len(found.group()), plain), values) > 0


def wishes_person(text: str) -> bool:
    """转人工 and nothing else: the question is what was asked before."""
    return len(key(text)) <= LONGEST_WISH and rules().wish(text) is Wish.ASKS


def opens(text: str) -> bool:
    """An agent's 您好，我来看一下: no answer yet."""
    return _nothing_but(_OPENER, text)


def _nothing_but(pieces: re.Pattern[str], text: str) -> bool:
    at = 0
    while at < len(text):
        found = pieces.match(text, at)
        if found is None:
            return False
        at = found.end()
    return True
