"""What a shopper may send, decided in one place before anything is recorded.

Every refusal is one sentence that names the field, its value and the remedy. Fields we do not know are ignored.
"""

from __future__ import annotations

import json
import unicodedata
from typing import Any, Optional
from urllib.parse import urlsplit

from dateutil.parser import isoparse

from bot.handoff import Incoming

LARGEST = 64 * 1024  # bytes of a request body
LONGEST = 2_000  # characters of a text
LONGEST_ID, LONGEST_URL, LONGEST_TIME = 128, 2_048, 64
KINDS = {"text": "text", "image": "image_url", "product": "product", "order": "order"}  # kind: the field it must come with
OUR_IMAGES = "/chat/images/"


class BadMessage(Exception):
    """This message is refused and nothing of it is kept; `status` is the HTTP status that says so."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


def checked(body: bytes, shopper: Optional[str] = None, images: str = "") -> Incoming:
    """The message in a request body (JSON, UTF-8). Raises BadMessage.

    `shopper` is whom the channel knows this to be; without it the body must say. `images` is how the addresses of pictures
    begin that the channel itself keeps for its shoppers."""
    fields = json_object(body)
    message = Incoming(
        id=checked_id("id", fields.get("id")),
        shopper=checked_id("shopper", fields.get("shopper")) if shopper is None else shopper,
        kind=_kind(fields.get("kind")),
        text=checked_text(fields.get("text")),
        product=_optional_id("product", fields.get("product")),
        order=_optional_id("order", fields.get("order")),
        image_url=_image(fields.get("image_url"), images),
        sent_at=_time(fields.get("sent_at")),
    )
    needed = KINDS[message.kind]
    value = getattr(message, needed)
    if not (value and value.strip()):
        raise BadMessage(f"kind 是 {message.kind!r} 时 {needed} 不能为空；请补上 {needed} 再发。")
    return message


def json_object(body: bytes) -> dict[str, Any]:
    """A body as a JSON object. Raises BadMessage."""
    if len(body) > LARGEST:
        raise BadMessage(f"请求体有 {len(body)} 字节，超过上限 {LARGEST} 字节；请缩短后再发。", status=413)
    try:
        fields = json.loads(body.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadMessage(f"请求体第 {error.start + 1} 个字节不是 UTF-8 编码；请用 UTF-8 发送。") from None
    except (ValueError, RecursionError) as error:
        place = f"（第 {error.pos + 1} 个字符处）" if isinstance(error, json.JSONDecodeError) else ""
        raise BadMessage(f"请求体不是正确的 JSON{place}；请检查引号、逗号和括号。") from None
    if not isinstance(fields, dict):
        raise BadMessage(f"请求体是 {_shown(fields)}，不是 JSON 对象；请发 {{\"id\": …, \"text\": …}} 这样的对象。")
    return fields


def checked_id(field: str, value: Any) -> str:
    """An id of 1–128 printable characters, without space at its ends. Raises BadMessage naming `field`."""
    if value is None or value == "":
        raise BadMessage(f"缺少 {field}；请填 1 到 {LONGEST_ID} 个可见字符。")
    if not isinstance(value, str):
        raise BadMessage(f"{field} 的值 {_shown(value)} 不是字符串；请加上引号，写成 1 到 {LONGEST_ID} 个可见字符。")
    if len(value) > LONGEST_ID:
        raise BadMessage(f"{field} 的值 {_shown(value)} 有 {len(value)} 个字符，超过 {LONGEST_ID} 个；请缩短。")
    if not value.isprintable() or value != value.strip():
        raise BadMessage(f"{field} 的值 {_shown(value)} 含有不可见字符或首尾空格；请只用可见字符。")
    return value


def _optional_id(field: str, value: Any) -> Optional[str]:
    return None if value is None or value == "" else checked_id(field, value)


def _kind(value: Any) -> Any:
    if value is None:
        return "text"
    if not isinstance(value, str) or value not in KINDS:
        raise BadMessage(f"kind 的值 {_shown(value)} 不认识；请用 {'、'.join(KINDS)} 之一。")
    return value


def checked_text(value: Any) -> str:
    """A text of at most 2,000 characters that can be shown and stored; "" when there is none. Raises BadMessage."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadMessage(f"text 的值 {_shown(value)} 不是字符串；请加上引号。")
    if len(value) > LONGEST:
        raise BadMessage(f"text 有 {len(value)} 个字符，超过上限 {LONGEST} 个；请分几条发。")
    bad = next((c for c in value if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\r\t"), None)
    if bad is not None:
        raise BadMessage(f"text 含有不能用的字符 U+{ord(bad):04X}（控制字符或残缺的表情）；请去掉后再发。")
    return value


def _image(value: Any, ours: str) -> Optional[str]:
    if value is None or value == "":
        return None
    if not isinstance(value, str) or len(value) > LONGEST_URL or not value.isprintable() or not _is_address(value, ours):
        raise BadMessage(f"image_url 的值 {_shown(value)} 不是图片地址；请用 http:// 或 https:// 开头、不超过 {LONGEST_URL} 个字符的地址。")
    return value


def _is_address(value: str, ours: str) -> bool:
    if ours and value.startswith(ours):
        return True
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _time(value: Any) -> Optional[str]:
    if value is None or value == "":
        return None
    try:
        if not isinstance(value, str) or len(value) > LONGEST_TIME:
            raise ValueError
        isoparse(value)
    except (ValueError, OverflowError):
        raise BadMessage(f"sent_at 的值 {_shown(value)} 不是 ISO 时间；请写成 2026-11-22T21:05:00+08:00 这样，或不填。") from None
    return value


def _shown(value: Any, most: int = 40) -> str:
    """A value as it may stand in a sentence: short, and without characters that no answer can carry."""
    whole = json.dumps(value, ensure_ascii=False)
    safe = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in whole[: most + 1])
    return safe if len(whole) <= most else safe[:most] + "…"
