"""Numbers and names of people, which do not belong into a text that is said to every shopper."""

from __future__ import annotations

import re
import unicodedata
from typing import Optional

_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[-— ]\d{7,8}(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])[0-3]\d\d{3}[\dxX](?!\d)")
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾"
    "夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
HAN = "\u4e00-\u9fff"
_NAMED = re.compile(
    rf"(?:收[件货]人|寄件人|联系人|经办人|负责人|姓名|名字叫|我叫|找)\s*(?:是|为|：|:)?\s*([{SURNAMES}][{HAN}]{{1,2}})(?![{HAN}])"
    rf"|(?:收[件货]人|寄件人|联系人|经办人|负责人|姓名)\s*[：:]\s*([{SURNAMES}][{HAN}]{{1,2}})"
    rf"|(?<![{HAN}])([{SURNAMES}][{HAN}]{{0,2}})(?:先生|女士|小姐)(?![姐妹])"
    rf"|(?:找|联系|询?问|加)\s*([{SURNAMES}][{HAN}]{{0,2}})(?:经理|主管|店长|老师|总监|助理)"
)
_ACCOUNT = re.compile(r"(?:微信|薇信|vx|wx|qq|扣扣)\s*号?\s*(?:是|为|加|：|:)?\s*([a-z][a-z0-9_-]{4,19}|[1-9]\d{4,11})(?![a-z0-9_])", re.I)


def find_personal(text: str) -> Optional[str]:
    """What of a person stands in the text, as words for the shopkeeper with the digits masked; None when nothing does."""
    plain = unicodedata.normalize("NFKC", text)
    mobile = _MOBILE.search(plain)
    if mobile:
        return f"手机号 {mobile.group(1)}****{mobile.group(2)}"
    if _IDENTITY.search(plain):
        return "身份证号"
    landline = _LANDLINE.search(plain)
    if landline:
        return f"电话 {landline.group()[:4]}****"
    account = _ACCOUNT.search(plain)
    if account:
        return f"微信或 QQ 号 {account.group(1)[:3]}****"
    named = _NAMED.search(plain)
    return f"人名“{next(filter(None, named.groups()))}”" if named else None
