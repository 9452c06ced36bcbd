"""Small real pictures, and files that only pretend to be one."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image

SCRIPT = b"<html><script>alert(document.cookie)</script><?php system($_GET[0]); ?>"


def drawn(kind: str = "PNG", size: tuple[int, int] = (6, 4), mode: str = "RGB", **settings: Any) -> bytes:
    """A red picture."""
    written = io.BytesIO()
    Image.new(mode, size, "#c03020").save(written, kind, **settings)
    return written.getvalue()


def moving(kind: str = "GIF", frames: int = 3, size: tuple[int, int] = (6, 4)) -> bytes:
    """A picture that changes colour."""
    written, all = io.BytesIO(), [Image.new("RGB", size, (80 * n % 256, 40, 40)) for n in range(frames)]
    all[0].save(written, kind, save_all=True, append_images=all[1:], duration=120, loop=0)
    return written.getvalue()


def opened(data: bytes) -> Image.Image:
    """The picture in these bytes, decoded."""
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def bomb(side: int = 30_000) -> bytes:
    """A PNG of a few hundred bytes that says it is `side` pixels square."""
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
