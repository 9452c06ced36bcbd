"""What of a person stands in a message is taken out before the message is kept or shown anywhere; a neutral mark stays in its place.

The rules are read in their order: what is long and certain comes first, so that a link's digits are no order number.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Callable, Iterable, Iterator

from bot.faq.personal import HAN, SURNAMES
from bot.faq.texts import key, phrasing
from bot.missed.addresses import addresses

PHONE, ADDRESS, NAME, ORDER, PARCEL, LINK, ACCOUNT, MAIL, IDENTITY, NUMBER = (
    "[电话]", "[地址]", "[姓名]", "[订单号]", "[快递单号]", "[链接]", "[账号]", "[邮箱]", "[证件号]", "[号码]")
MARKS = (PHONE, ADDRESS, NAME, ORDER, PARCEL, LINK, ACCOUNT, MAIL, IDENTITY, NUMBER)
_MARK = re.compile("|".join(map(re.escape, MARKS)))
_TWICE = re.compile(rf"({_MARK.pattern})(?:[\s,，、;；:：]*\1)+")
_ANY_MARK = rf"(?:{_MARK.pattern})"
SHORTEST = 2  # characters of meaning that are left

_GAP = r"[ \-—–.·_/]{0,2}"
_HIDDEN = r"[\d*xX•●＊]"
_SPOKEN = r"[0-9零〇洞一幺二两三四五六七八九壹贰叁肆伍陆柒捌玖]"
_BEFORE, _BEHIND = r"(?<![0-9A-Za-z])", r"(?![0-9])"
_FULL_NAME = rf"(?:欧阳|司马|上官|诸葛|[{SURNAMES}])[{HAN}]{{1,2}}"
_CALLED = r"先生|女士|小姐(?![姐妹])|太太|阿姨|叔叔|大爷|大妈|老师|同学|总(?![是共的之])|师傅|经理|姐(?!妹)|哥"
_ENDS = rf"(?=$|[^{HAN}]|收|的|了|吧|呀|啊|哈|哦|呢|谢|和|跟|是我|电话|手机|号码|地址|住|微信)"
_AFTER_WORK = rf"(?:(?<![{HAN}])|(?<=快递员)|(?<=客服)|(?<=店员)|(?<=主管)|(?<=请问)|(?<=转告)|(?<=告诉)|(?<=联系))"
_OF_PERSON = r"(?:收[件货]人|寄件人|联系人|经办人|负责人|取件人|户名|姓名|名字)"
_Rule = tuple[str, Callable[[str], Iterable[tuple[int, int]]]]


def scrub(text: str) -> str:
    """The message in one line without personal data; "" when nothing else is said in it."""
    line = phrasing(text.replace("[", "［").replace("]", "］"))
    line = _TWICE.sub(r"\1", _scrubbed(line))
    return line if len(key(_MARK.sub(" ", line))) >= SHORTEST and _says_something(_MARK.sub(" ", line)) else ""


def as_data(text: str) -> str:
    """A scrubbed question as it is to be learnt: without clauses that only gave personal data, 我电话[电话]."""
    parts = _CLAUSES.split(text)
    kept = [part for part in parts if not (_MARK.search(part) and not _OF_SELF.sub("", _ANNOUNCING.sub("", _MARK.sub("", part))))]
    return re.sub(r"([\s，。；;,！!？?])[\s，；;,]+", r"\1", "".join(kept)).strip(" ，；;,") or text


def scrub_answer(text: str) -> str:
    """An answer, with its lines; what is left may be nothing but marks, for a person looks at it."""
    return _TWICE.sub(r"\1", "\n".join(map(_scrubbed, text.splitlines()))).strip()


def _says_something(text: str) -> bool:
    """Whether there is a word in it, and not only digits, marks and what announces them."""
    words = _ANNOUNCING.sub("", text)
    return bool(re.search(rf"[{HAN}]|[A-Za-z]{{2}}", words))


def _scrubbed(text: str) -> str:
    for mark, find in _RULES:
        spans = list(find(_plain(text)))
        for start, end in reversed(spans):
            text = text[:start] + mark + text[end:]
    return text


def _plain(text: str) -> str:
    """Wide letters and digits as plain ones, every character in its place."""
    return "".join(one if len(one) == 1 else c for c, one in ((c, unicodedata.normalize("NFKC", c)) for c in text))


def _all(*patterns: str, flags: re.RegexFlag = re.IGNORECASE) -> Callable[[str], Iterator[tuple[int, int]]]:
    """Finds any of the patterns; of one with a group, the group."""
    compiled = [re.compile(pattern, flags) for pattern in patterns]

    def find(text: str) -> Iterator[tuple[int, int]]:
        spans = [found.span(1 if found.re.groups else 0) for one in compiled for found in one.finditer(text)]
        spans.sort(key=lambda span: (span[0], -span[1]))
        end = 0
        for span in spans:
            if span[0] >= end:
                yield span
                end = span[1]

    return find


_LINKS = _all(
    r"(?:https?|tmall|taobao|pinduoduo|openapp)[a-z.]*://[^\s\u4e00-\u9fff，。！？）)】」]+", r"www\.[^\s\u4e00-\u9fff，。！？）)】」]+",
    r"(?<![a-z0-9@.])(?:[a-z0-9-]+\.)+(?:com|cn|net|org|top|xyz|shop|tb|co)(?![a-z0-9])(?:/[^\s\u4e00-\u9fff，。！？）)】」]*)?",
    r"\d?[¥￥$€₤₳¢₴₰£][ ]?(?=[a-z0-9 ]*[a-z])[a-z0-9]{5,16}(?: ?[a-z0-9]{3,16})?[ ]?[¥￥$€₤₳¢₴₰£/]",
    r"\((?=[a-z0-9]*[a-z])(?=[a-z0-9]*\d)[a-z0-9]{9,14}\)",
)
_APPS = r"(?:微信|薇信|威信|v信|weixin|wechat|(?<![a-z])[vw]x|扣扣|企鹅|(?<![a-z])qq|q号|旺旺|抖音|小红书|支付宝)(?:账?号码?|id|名|昵称)?"
_ACCOUNTS = _all(
    rf"{_APPS}[是为加搜:：\s]{{0,4}}((?=[a-z_\-]*\d)[a-z0-9_\-]{{5,24}}|(?<=[号是:： ])[a-z][a-z0-9_\-]{{5,24}})(?![a-z0-9])",
    r"(?<![a-z0-9])加(?:个|我|一下)?(?:v|q|➕)[是:：\s]{0,3}((?=[a-z_\-]*\d)[a-z0-9_\-]{5,24})",
)
_IDENTITIES = _all(
    r"(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])[0-3]\d\d{3}[\dxX](?!\d)",
    r"(?<![0-9a-z])(?=[0-9a-z]*[a-z])\d[0-9a-z]{14,19}(?![0-9a-z])",
    r"身份证号?码?(?:后[四六]位)?[是为:：\s]{0,3}([\d*xX]{4,18})",
)
_PHONES = _all(
    rf"{_BEFORE}(?:\+?86[- ]?)?1{_GAP}[3-9](?:{_GAP}\d)(?:{_GAP}{_HIDDEN}){{4}}(?:{_GAP}\d){{4}}{_BEHIND}",
    rf"(?<!{_SPOKEN})[1一幺壹]{_GAP}[3-9三四五六七八九叁肆伍陆柒捌玖](?:{_GAP}{_SPOKEN}){{9}}(?!{_SPOKEN})",
    rf"{_BEFORE}(?:00)?(?:852|853|886)[- ]?\d{{8,9}}{_BEHIND}", rf"{_BEFORE}0\d{{2,3}}[-— )]{{1,2}}\d{{7,8}}{_BEHIND}",
    r"(?:电话|手机|联系方式|tel|手机尾号|电话尾号)(?:号码?)?(?:尾号|后四位)?[是为:：\s]{0,3}([\d*][\d* \-]{2,14}[\d*])(?![\d元块个款])",
)
_PARCELS = _all(r"(?<![a-z0-9])(?!qq|wx|vx|no|id|sku)[a-z]{2,4}\d{9,18}(?:[a-z]{2})?(?![a-z0-9])",
                r"(?:快递|物流|运|邮政|中通|圆通|申通|韵达|顺丰|极兔|德邦)单?号码?[是为:：\s]{0,3}([a-z]{0,4}\d[\d ]{5,20}\d)")
_ORDERS = _all(r"(?<!\d)\d{6}-\d{12,16}(?!\d)", r"(?:订单|单)(?:编?号|尾号|后四位|尾数)?[是为:：\s]{0,3}([a-z]{0,4}\d{4,24})(?![\d元块件个天年])",
               r"(?<!\d)\d{4}(?: \d{4}){2,4}(?: ?\d{1,4})?(?!\d)", r"(?<![\d.])\d{12,24}(?![\d.])")
_NUMBERS = _all(r"尾号(?:后四位)?[是为:：\s]{0,3}(\d{3,6})(?![\d元块个])", r"(?:验证码|取件码|提货码|密码|邮编|银行卡号?|卡号|账号|会员号)[是为:：\s]{0,3}(\d[\d -]{2,22}\d)",
                r"(?<![\d./-])(?!(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d))\d{7,11}(?![\d./-])")
_NAMES = _all(
    rf"{_OF_PERSON}(?:改成|改为|换成|写成|写的?是|写|是|为|叫|[:：\s]){{0,3}}[“\"]?({_FULL_NAME}|[小老阿][{HAN}]){_ENDS}",
    rf"{_OF_PERSON}\s*[:：]\s*([{HAN}]{{2,4}}){_ENDS}", rf"(?:我叫|我名字叫|本人叫|名字叫)\s*([小老阿]?[{HAN}]{{1,3}}?){_ENDS}",
    rf"我是\s*({_FULL_NAME})(?=$|[\s，,。！!])(?<![的家人])", rf"(?:寄给|发给|送给|交给|转给|联系(?!方式)|找)\s*({_FULL_NAME})(?=收|取|[，,。\s]|$|{_ANY_MARK})",
    rf"{_AFTER_WORK}((?:{_FULL_NAME}|[小老阿]?[{SURNAMES}])(?:{_CALLED}))(?![{HAN}]?[款色号码])", rf"我(?:姓|是)\s*([{SURNAMES}](?:{_CALLED})?)(?=$|[\s，,。])",
    rf"(?:^|[\s，,。!！？?])([小老][{SURNAMES}])(?=[\s，,。!！？?~]|[你您]|在吗|在不在|帮我|家的|推荐|说)",
    rf"(?<=我是)({_FULL_NAME}?)(?=的[爸妈老儿女朋家同])", rf"(?:请问|[\s，,]|^)({_FULL_NAME})(?=客服|老师|店长)",
    rf"(?:^|[\s，,。:：;；])({_FULL_NAME})[\s，,:：]*(?={_ANY_MARK})", rf"{_ANY_MARK}[\s，,:：]*({_FULL_NAME})(?=$|[\s，,。;；收]|{_ANY_MARK})",
)
_ANNOUNCING = re.compile(
    rf"{_OF_PERSON}|(?:收货|寄件|详细)?地址|电话|手机|联系方式|号码?|订单|单号|快递|运单|微信|vx|qq|身份证|邮箱|链接|我叫|我是|[是的收给：:，,。\s\d]", re.IGNORECASE)
_CLAUSES, _OF_SELF = re.compile(r"([\s，。；;,！!？?]+)"), re.compile(r"[我的你您叫这个那打]")
_RULES: tuple[_Rule, ...] = (
    (LINK, _LINKS), (MAIL, _all(r"[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+")), (IDENTITY, _IDENTITIES), (PHONE, _PHONES),
    (ACCOUNT, _ACCOUNTS), (PARCEL, _PARCELS), (ORDER, _ORDERS), (NUMBER, _NUMBERS), (ADDRESS, addresses), (NAME, _NAMES), (NAME, _NAMES),
)
