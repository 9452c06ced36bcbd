"""Edits count at the next message; broken ones change nothing and say so."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.clock import SHANGHAI
from bot.shop import Shop, ShopError


class Seconds:
    """A stopwatch that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def live(folder, seconds) -> Shop:
    return Shop(folder.path, lambda: datetime(2026, 6, 1, tzinfo=SHANGHAI), seconds)


def test_an_edit_is_live_at_the_next_look(folder, live, seconds):
    folder.replace("policies/shipping.yml", "dispatch_hours: 48", "dispatch_hours: 24")
    seconds.now = 0.6
    assert live.content.policies["shipping"]["dispatch_hours"] == 24
    assert live.content.variables["shipping_dispatch_hours"] == "24"


def test_the_files_are_looked_at_no_more_than_twice_a_second(folder, live, seconds):
    before = live.content
    folder.replace("shop.yml", "name: 棉小铺", "name: 棉大铺")
    seconds.now = 0.4
    assert live.content is before
    seconds.now = 0.5
    assert live.content.settings.name == "棉大铺"


def test_without_a_change_the_content_stays_the_same_object(live, seconds):
    before = live.content
    seconds.now = 60
    assert live.content is before


def test_a_broken_edit_keeps_the_last_good_content_serving(folder, live):
    before = live.content
    line = folder.replace("skus.csv", "P1001-白色-S,白色,S,49.90", "P1001-白色-S,白色,S,四十九")
    live.refresh()
    assert live.content is before
    assert [(p.file, p.line, p.serious) for p in live.problems] == [("skus.csv", line, True)]


def test_mending_the_edit_serves_it(folder, live):
    folder.replace("skus.csv", "P1001-白色-S,白色,S,49.90", "P1001-白色-S,白色,S,四十九")
    live.refresh()
    folder.replace("skus.csv", "四十九", "39.90")
    live.refresh()
    assert live.problems == ()
    assert live.content.products["P1001"].price == "39.9-49.9"


def test_a_file_half_written_or_gone_changes_nothing(folder, live):
    before = live.content
    folder.write("products.csv", "")
    live.refresh()
    assert live.content is before
    (folder.path / "products.csv").unlink()
    live.refresh()
    assert live.content is before
    assert live.problems[0].message.startswith("找不到这个文件")


def test_new_and_removed_files_are_noticed(folder, live):
    folder.write("policies/pets.yml", "cats: 欢迎带猫\n")
    live.refresh()
    assert live.content.variables["pets_cats"] == "欢迎带猫"
    (folder.path / "policies/pets.yml").unlink()
    live.refresh()
    assert "pets" not in live.content.policies


def test_a_shop_that_never_served_refuses_with_all_problems(folder):
    first = folder.replace("shop.yml", "misses_before_human: 2", "misses_before_human: 多")
    second = folder.replace("policies/returns.yml", "\ndays: 7 ", "\ndays: 七天 ") + 1
    with pytest.raises(ShopError) as refused:
        Shop(folder.path)
    places = {(p.file, p.line) for p in refused.value.problems}
    assert {("shop.yml", first), ("policies/returns.yml", second)} <= places
    assert "misses_before_human" in str(refused.value)


def test_a_missing_folder_is_refused_in_words(tmp_path):
    with pytest.raises(ShopError, match="shop.yml 第 1 行：找不到这个文件"):
        Shop(tmp_path / "nowhere")


def test_content_cannot_be_changed(live):
    with pytest.raises(TypeError):
        live.content.policies["shipping"]["dispatch_hours"] = 1
    with pytest.raises(AttributeError):
        live.content.products["P1001"].name = "x"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_sheets_are_read_however_they_were_saved(folder, encoding):
    for file in ("products.csv", "skus.csv"):
        text = (folder.path / file).read_text(encoding="utf-8-sig")
        (folder.path / file).write_bytes(text.encode(encoding))
    assert "雾霾蓝" in Shop(folder.path).content.products["P1001"].colours


def test_a_sheet_separated_by_tabs_is_read_too(folder):
    text = (folder.path / "skus.csv").read_text(encoding="utf-8-sig")
    folder.write("skus.csv", text.replace(",", "\t"))
    assert len(Shop(folder.path).content.by_sku) >= 260
