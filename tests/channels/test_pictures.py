"""What is left of an upload: pixels, upright, of a sensible size. Scripts in disguise are refused, or what disguised them is all that stays."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from bot.channels import pictures
from bot.channels.checking import BadMessage
from bot.channels.pictures import cleaned

from .drawn import SCRIPT, bomb, drawn, moving, opened

KINDS = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}


@pytest.mark.parametrize(("kind", "type"), KINDS.items())
def test_a_picture_stays_what_it_is(kind: str, type: str) -> None:
    kept = cleaned(drawn(kind))
    assert kept.type == type
    assert (opened(kept.data).format, opened(kept.data).size) == (kind, (6, 4))


@pytest.mark.parametrize("data", [
    b"", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", SCRIPT, b"%PDF-1.7", b"MZ\x90", b"BM" + b"\0" * 40, b"RIFF\0\0\0\0WAVE",
    drawn("BMP"), drawn("TIFF"), drawn("ICO", (16, 16)),
])  # fmt: skip
def test_what_does_not_begin_like_a_picture_is_none(data: bytes) -> None:
    assert "不是 PNG" in refusal(data)


@pytest.mark.parametrize("data", [
    b"GIF89a/*" + SCRIPT, b"GIF89a=1;alert(1)//", b"\x89PNG\r\n\x1a\n" + SCRIPT, b"\xff\xd8\xff\xe0" + SCRIPT, b"RIFF\x10\0\0\0WEBPVP8 " + SCRIPT,
    b"\x89PNG\r\n\x1a\n" + b"\0" * 20, b"\xff\xd8\xff\xe0" + b"\0" * 20, b"GIF89a", drawn("JPEG", (300, 300))[:-400], drawn("PNG", (300, 300))[:-30],
], ids=["gif-js-html", "gif-js", "png-html", "jpg-html", "webp-html", "empty-png", "empty-jpg", "empty-gif", "cut-jpg", "cut-png"])  # fmt: skip
def test_a_script_with_a_pictures_first_bytes_and_a_broken_picture_are_refused(data: bytes) -> None:
    assert "打不开" in refusal(data)


@pytest.mark.parametrize("kind", KINDS)
def test_what_hangs_behind_a_picture_is_gone(kind: str) -> None:
    assert b"script" not in cleaned(drawn(kind) + SCRIPT).data


@pytest.mark.parametrize("data", [
    drawn("GIF", comment=SCRIPT), drawn("JPEG", comment=SCRIPT), drawn("JPEG", exif=b"Exif\0\0" + SCRIPT), drawn("JPEG", icc_profile=SCRIPT),
    drawn("PNG", icc_profile=SCRIPT), drawn("WEBP", exif=b"Exif\0\0" + SCRIPT), drawn("WEBP", xmp=SCRIPT),
    moving().replace(b"NETSCAPE2.0", b"<script>xyz"),
], ids=["gif comment", "jpg comment", "jpg exif", "jpg profile", "png profile", "webp exif", "webp xmp", "gif application"])  # fmt: skip
def test_what_is_hidden_in_a_picture_is_gone(data: bytes) -> None:
    kept = cleaned(data)
    assert b"script" not in kept.data and b"php" not in kept.data
    assert not {"comment", "exif", "icc_profile", "xmp"} & set(opened(kept.data).info)


def test_where_a_photograph_was_taken_is_nobodys_business() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (31.0, 14.0, 5.0)
    exif[0x010F] = "Telephone of Xiaolu"
    kept = cleaned(drawn("JPEG", exif=exif)).data
    assert b"Xiaolu" not in kept and not opened(kept).getexif()


def test_a_photograph_taken_sideways_is_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees
    assert opened(cleaned(drawn("JPEG", (60, 40), exif=exif)).data).size == (40, 60)


def test_a_telephones_double_photograph_is_one() -> None:
    written, two = io.BytesIO(), [Image.new("RGB", (60, 40), "#c03020") for _ in range(2)]
    two[0].save(written, "MPO", save_all=True, append_images=two[1:])
    assert opened(cleaned(written.getvalue()).data).format == "JPEG"


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "I;16"])
def test_every_kind_of_pixels_is_read(mode: str) -> None:
    written = io.BytesIO()
    Image.new(mode, (6, 4)).save(written, "PNG")
    assert opened(cleaned(written.getvalue()).data).size == (6, 4)


def test_what_can_be_seen_through_stays_so() -> None:
    assert opened(cleaned(drawn("PNG", mode="RGBA")).data).mode == "RGBA"


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_a_moving_picture_goes_on_moving(kind: str) -> None:
    kept = opened(cleaned(moving(kind)).data)
    assert (kept.format, kept.n_frames, kept.info["duration"]) == (kind, 3, 120)


@pytest.mark.parametrize("data", [bomb(), bomb(8_000)], ids=["900 million pixels", "64 million"])
def test_a_bomb_is_refused_by_what_it_says_of_itself(data: bytes) -> None:
    assert len(data) < 1000
    assert "5000 万像素" in refusal(data)


def test_a_bomb_of_frames_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_MOVING", 100)
    assert "5 帧" in refusal(moving(frames=5))


def test_a_huge_photograph_is_kept_as_large_as_can_be_read() -> None:
    assert opened(cleaned(drawn("JPEG", (5200, 2600))).data).size == (2560, 1280)


def refusal(data: bytes) -> str:
    with pytest.raises(BadMessage) as caught:
        cleaned(data)
    assert caught.value.status == 415
    return str(caught.value)
