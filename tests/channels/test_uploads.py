"""Pictures: what is one, whose it is, how many a day."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels.checking import BadMessage
from bot.channels.uploads import Uploads

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    return Uploads(tmp_path / "uploads", lambda: 3)


@pytest.mark.parametrize(("data", "kind"), [
    (PNG, "image/png"), (b"\xff\xd8\xff\xe0" + b"\0" * 20, "image/jpeg"), (b"GIF89a" + b"\0" * 20, "image/gif"),
    (b"RIFF\x10\0\0\0WEBPVP8 " + b"\0" * 20, "image/webp"),
])  # fmt: skip
def test_a_picture_comes_back_to_its_sender_with_its_own_type(uploads: Uploads, data: bytes, kind: str) -> None:
    address = uploads.keep("xiaolu", data)
    found = uploads.find("xiaolu", address.rpartition("/")[2])
    assert found and (found.data, found.type) == (data, kind)


@pytest.mark.parametrize("data", [
    b"", b"<svg onload=alert(1)>", b"<html>", b"%PDF-1.7", b"MZ\x90", b"BM" + b"\0" * 40, b"RIFF\0\0\0\0WAVE",
])  # fmt: skip
def test_anything_else_is_no_picture_whatever_it_calls_itself(uploads: Uploads, data: bytes) -> None:
    with pytest.raises(BadMessage) as caught:
        uploads.keep("xiaolu", data)
    assert caught.value.status == 415


def test_another_shopper_does_not_find_it(uploads: Uploads) -> None:
    address = uploads.keep("xiaolu", PNG)
    assert uploads.owns("xiaolu", address) and not uploads.owns("azhe", address)
    assert uploads.find("azhe", address.rpartition("/")[2]) is None


@pytest.mark.parametrize("name", [
    "../../secret", "..%2fsecret", "/etc/passwd", "", ".", "a.png", "A" * 32 + ".png", "a" * 32 + ".png\n", "a" * 32 + ".svg",
])  # fmt: skip
def test_a_name_that_is_none_of_ours_finds_nothing(uploads: Uploads, name: str) -> None:
    uploads.keep("xiaolu", PNG)
    assert uploads.find("xiaolu", name) is None
    assert not uploads.owns("xiaolu", "/chat/images/" + name)


def test_after_the_days_number_the_next_one_waits(uploads: Uploads) -> None:
    for _ in range(3):
        uploads.keep("xiaolu", PNG)
    with pytest.raises(BadMessage) as caught:
        uploads.keep("xiaolu", PNG)
    assert caught.value.status == 429
    assert uploads.keep("azhe", PNG)


def test_yesterdays_pictures_do_not_count(tmp_path: Path) -> None:
    import time

    later = Uploads(tmp_path, lambda: 1, now=lambda: time.time() + 25 * 3600)
    later.keep("xiaolu", PNG)
    assert later.keep("xiaolu", PNG)
