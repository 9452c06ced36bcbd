"""One message as the intent classifier should see it: what shoppers decorate it with is gone, what they mean is left.

The order matters: fold the script, drop decoration, level numbers, join what was spaced out, strip the politeness around it.
Only the classifier's text is changed this much; entities are read from the folded message, where nothing is lost.
"""

from __future__ import annotations

import re
import unicodedata

from bot.understanding.script import fold

HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f"
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2190-\u2bff\u3200-\u32ff\u00a9\u00ae\u203c\u2049\u2122\u2139\u200b-\u200f\u2028-\u202e\u2060-\u2064"
    "\ufe00-\ufe0f\ufeff\ufffd\U000e0000-\U000e007f\ue000-\uf8ff]+"
)
# Chat programs send pictures as words in square brackets, [微笑]; a colour in brackets is a goods specification.
_PICTURE = re.compile(rf"\[[{HAN}]{{1,4}}(?<![色码款])\]|/:[0-9a-z^_$@()\-]{{2,4}}")
# Exported chats mask what is personal: [数字x], [订单x], [姓名x]. Numbers become a long number, the rest the word itself.
_MASKED_NUMBER = re.compile(r"\[(?:数字|订单|订单号|单号|电话|手机|金额|邮编|身份证|账号|编号)x\]")
_MASKED = re.compile(rf"\[([{HAN}]{{2,3}})x\]")
_TILDES = re.compile(r"[~…^_*`|\\]+|\.{2,}|。{2,}")
_REPEATED_MARK = re.compile(r"([!?,。、.:;！？，；：])(?: ?\1)+")
_REPEATED_HAN = re.compile(rf"([{HAN}])\1{{2,}}")
_LONG_NUMBER = re.compile(r"\d{5,}")
_SPACES = re.compile(r"\s+")
_SPACE_IN_HAN = re.compile(rf"(?<=[{HAN}，。！？]) (?=[{HAN}，。！？])")
_MARKS = {ord(a): b for a, b in {"!": "！", "?": "？", ",": "，", ";": "；"}.items()}

# Each with what must not follow (亲肤, 额外, 喂奶 are words of the question) or stand before (母亲, 太麻烦了).
_LEADING = (
    "亲爱的|亲亲|亲们|亲(?![子肤测密自身生戚])|宝贝|宝子|宝宝们|小姐姐|小哥哥|老板娘|老板|店家|掌柜的?|店主|商家|美女|帅哥|大哥|"
    "姐妹们|姐姐|姐(?=[\\s，])|客服(?=[\\s，您你在小])|您好|你好|哈喽|嗨|嘿|hello(?! ?k)|hi(?![a-z])|喂(?![奶养食])|在吗|在么|在不在|有人吗|"
    "请问一下|请问下|请问|问一下|问下|想问一下|想问下|想问问|想问|我想问一下|我想问下|我想问|我就问问|我就问下|就问问|麻烦问一下|麻烦问下|麻烦您|麻烦你|麻烦一下|"
    "麻烦|那个|那什么|就是说|就是|话说|对了|然后|嗯|额(?![外度头])|呃|哦|噢|啊|哎呀|哎|诶|欸|唉|咦|不好意思|打扰一下|打扰了|打扰"
)
_PARTICLES = "亲爱的|亲亲|(?<![母父相双])亲|哈|啊|呀|哦|噢|喔|哟|呐|啦|嘞|嘛|唉|哎|诶"
_THANKS = "谢谢啦|谢谢你|谢谢您|谢谢了|谢谢|多谢|谢了|谢啦|thx|thanks|(?<![太真好])麻烦[您你]?[了啦]|辛苦[了啦]|拜托了?"
_EDGES = " \t，。！？；,.!?;:：、"
_LEAD = re.compile(_LEADING)
_PARTICLE = re.compile(rf"(?:{_PARTICLES})$")
_TRAIL = re.compile(rf"(?:{_PARTICLES}|{_THANKS})$")
_LONGEST_FILLER = 6
_MEANS_SOMETHING = re.compile(rf"[0-9a-z{HAN}]")


def normalise(text: str) -> str:
    """The classifier's text; keeps at least two characters of what was said when there were two."""
    plain = fold(unicodedata.normalize("NFKC", text)).text
    plain = _MASKED.sub(r"\1", _MASKED_NUMBER.sub("00000", plain))
    plain = _PICTURE.sub(" ", _EMOJI.sub(" ", plain))
    plain = _SPACES.sub(" ", _TILDES.sub(" ", plain).translate(_MARKS))
    plain = _REPEATED_HAN.sub(r"\1\1", _REPEATED_MARK.sub(r"\1", plain))
    plain = _LONG_NUMBER.sub("0", plain)
    plain = _SPACE_IN_HAN.sub("", _SPACES.sub(" ", plain)).strip()
    return strip_fillers(plain)


def strip_fillers(text: str) -> str:
    """Without 亲/请问/麻烦… in front and 哈/谢谢… behind, unless fewer than two characters would be left.

    Thanks go only from behind a real request (four characters): 好的谢谢 is thanking.
    """
    for shorter, at_least in ((_without_lead, 2), (_without_trail, 4), (_without_particles, 2)):
        left = shorter(text)
        if len(left) < len(text) and len(_MEANS_SOMETHING.findall(left)) >= at_least:
            text = left
    return text


# One filler at a time: a repeated group of fillers between optional marks would backtrack without end on 亲 亲 亲….
def _without_lead(text: str) -> str:
    start = 0
    while True:
        while start < len(text) and text[start] in _EDGES:
            start += 1
        filler = _LEAD.match(text, start)
        if filler is None:
            return text[start:]
        start = filler.end()


def _without_end(pattern: re.Pattern[str], text: str) -> str:
    stripped = text
    while True:
        filler = pattern.search(stripped.rstrip(_EDGES), max(0, len(stripped.rstrip(_EDGES)) - _LONGEST_FILLER))
        if filler is None:
            return stripped
        stripped = stripped[:filler.start()].rstrip(_EDGES)


def _without_trail(text: str) -> str:
    return _without_end(_TRAIL, text)


def _without_particles(text: str) -> str:
    return _without_end(_PARTICLE, text)
