"""What is a picture, and what is left of one: every upload is decoded and written anew, so nothing but what can be seen gets through.

A file can begin like a picture and carry a page, a script or an archive behind it or in a comment, and a photograph tells where
somebody lives. What is kept here was written by our own encoder from pixels alone.
"""

from __future__ import annotations

import io
import threading
from typing import NamedTuple, Optional

from PIL import Image, ImageOps, ImageSequence

from bot.channels.checking import BadMessage

TYPES = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp", "gif": "image/gif"}
_DECODERS = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP", "gif": "GIF"}
_SETTINGS = {"png": {}, "jpg": {"quality": 90}, "webp": {"quality": 88, "method": 2}, "gif": {}}
MOST_PIXELS = 50_000_000  # of a photograph as sent; a telephone's largest
LARGEST_SIDE = 2_560  # pixels of a picture as kept: a label in it can still be read
MOST_MOVING, MOST_FRAMES = 30_000_000, 300  # pixels of all frames together; frames
_one_at_a_time = threading.Lock()  # a decoded picture takes up to 200 MB
NO_PICTURE = "这个文件不是 PNG、JPEG、WebP 或 GIF 图片；请换一张图片再发。"
BROKEN = "这张图片打不开，可能没有传完整；请重新保存或截图后再发。"


class Picture(NamedTuple):
    """A picture's bytes and its content type."""

    data: bytes
    type: str

    @property
    def kind(self) -> str:
        """png, jpg, webp or gif."""
        return next(kind for kind, type in TYPES.items() if type == self.type)


def cleaned(data: bytes) -> Picture:
    """The picture in these bytes, written anew: upright, at most 2,560 pixels a side, without metadata or anything appended.

    Slow for large ones (a second), so not for the event loop. Raises BadMessage (415) for what is no whole picture, or too large a one."""
    kind = kind_of(data)
    if kind is None:
        raise BadMessage(NO_PICTURE, status=415)
    with _one_at_a_time:
        try:
            return Picture(_again(data, kind), TYPES[kind])
        except (BadMessage, MemoryError):
            raise
        except Image.DecompressionBombError:
            raise BadMessage(_too_large(), status=415) from None
        except Exception:  # a decoder meets bytes that nobody wrote for it: whatever it stumbles over, this is no picture
            raise BadMessage(BROKEN, status=415) from None


def kind_of(data: bytes) -> Optional[str]:
    """png, jpg, webp or gif by the file's first bytes; None for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return "gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return None


def _again(data: bytes, kind: str) -> bytes:
    _open(data, kind).verify()  # checksums; afterwards the file has to be opened again
    picture, written = _open(data, kind), io.BytesIO()
    frames = getattr(picture, "n_frames", 1) if kind in ("gif", "webp") else 1
    if frames > 1:
        _write_moving(picture, frames, kind, written)
    else:
        _plain(picture, kind).save(written, _DECODERS[kind], **_SETTINGS[kind])
    return written.getvalue()


def _open(data: bytes, kind: str) -> Image.Image:
    """Reads the header only. No other decoder than the one its first bytes name is asked."""
    picture = Image.open(io.BytesIO(data), formats=[_DECODERS[kind]])
    if picture.width * picture.height > MOST_PIXELS:
        raise BadMessage(_too_large(), status=415)
    return picture


def _write_moving(picture: Image.Image, frames: int, kind: str, written: io.BytesIO) -> None:
    if frames > MOST_FRAMES or frames * picture.width * picture.height > MOST_MOVING:
        raise BadMessage(f"这张动图有 {frames} 帧，太大了；请换一张小一些的，或截一张图再发。", status=415)
    again, times = [], []
    for frame in ImageSequence.Iterator(picture):
        again.append(_plain(frame, kind))
        times.append(frame.info.get("duration") or 100)  # milliseconds, known once the frame is decoded
    again[0].save(written, _DECODERS[kind], save_all=True, append_images=again[1:], duration=times, loop=0,
                  **({"disposal": 2} if kind == "gif" else {}), **_SETTINGS[kind])


def _plain(picture: Image.Image, kind: str) -> Image.Image:
    """The pixels in a new image: what belongs to the old one (comments, profiles, positions) would be written again otherwise."""
    mode = "RGBA" if picture.has_transparency_data and kind != "jpg" else "RGB"
    if kind == "jpg":
        picture.thumbnail((LARGEST_SIDE, LARGEST_SIDE))  # lets the decoder make it small while it reads
    seen = _upright(picture).convert(mode)
    seen.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    plain = Image.new(mode, seen.size)
    plain.paste(seen)
    return plain


def _upright(picture: Image.Image) -> Image.Image:
    """As the camera was held. A photograph whose note about that is broken is shown as it is."""
    picture.load()
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:
        return picture


def _too_large() -> str:
    return f"这张图片超过 {MOST_PIXELS // 1_000_000}00 万像素；请缩小或截图后再发。"
