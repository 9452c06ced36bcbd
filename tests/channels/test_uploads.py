"""Pictures: whose one is, and how many a day. What is one: test_pictures.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels.checking import BadMessage
from bot.channels.pictures import cleaned
from bot.channels.uploads import Uploads

from .drawn import drawn, opened

PNG = cleaned(drawn()).data


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    return Uploads(tmp_path / "uploads", lambda: 3)


def test_a_picture_comes_back_to_its_sender(uploads: Uploads) -> None:
    address = uploads.keep("xiaolu", drawn("JPEG"))
    found = uploads.find("xiaolu", address.rpartition("/")[2])
    assert found and found.type == "image/jpeg" and opened(found.data).size == (6, 4)


def test_what_is_no_picture_leaves_nothing_behind(uploads: Uploads, tmp_path: Path) -> None:
    with pytest.raises(BadMessage):
        uploads.keep("xiaolu", b"GIF89a<script>alert(1)</script>")
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]


def test_what_an_agent_shows_is_seen_by_its_shopper_but_is_none_of_theirs(uploads: Uploads) -> None:
    address = uploads.keep("xiaolu", PNG, from_desk=True)
    name = address.rpartition("/")[2]
    assert uploads.find("xiaolu", name) and not uploads.owns("xiaolu", address)
    assert uploads.find("azhe", name) is None


def test_what_agents_show_does_not_use_up_the_shoppers_day(uploads: Uploads) -> None:
    for _ in range(3):
        uploads.keep("xiaolu", PNG, from_desk=True)
    assert uploads.keep("xiaolu", PNG)
    with pytest.raises(BadMessage):
        uploads.keep("xiaolu", PNG, from_desk=True)


def test_another_shopper_does_not_find_it(uploads: Uploads) -> None:
    address = uploads.keep("xiaolu", PNG)
    assert uploads.owns("xiaolu", address) and not uploads.owns("azhe", address)
    assert uploads.find("azhe", address.rpartition("/")[2]) is None


@pytest.mark.parametrize("name", [
    "../../secret", "..%2fsecret", "/etc/passwd", "", ".", "a.png", "A" * 32 + ".png", "desk", "desk/" + "a" * 32 + ".png",
    "a" * 32 + ".png\n", "a" * 32 + ".svg",
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
