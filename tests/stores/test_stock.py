"""Stock: the sheet's number when it was changed, else the store's own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy.engine import Engine

from bot.stores import Stores, Synced

from .fakes import content, put_order


def test_the_first_sync_takes_the_sheet(stores: Stores) -> None:
    assert stores.stock.sync(content(("P1-黑色-M", "59.90", 5), ("P1-黑色-L", "59.90", 0))) == Synced(2, 0, 0)
    assert stores.stock.of_product("P1") == {"P1-黑色-M": 5, "P1-黑色-L": 0}


def test_an_unknown_sku_has_nothing_on_hand(stores: Stores) -> None:
    assert stores.stock.on_hand("P9-红-S") == 0
    assert stores.stock.levels(["P9-红-S", "P9-红-M"]) == {"P9-红-S": 0, "P9-红-M": 0}
    assert stores.stock.levels([]) == {}


def test_an_unchanged_sheet_does_not_undo_what_orders_did(engine: Engine, stores: Stores) -> None:
    sheet = content(("P1-黑色-M", "59.90", 5), ("P1-黑色-L", "59.90", 2))
    stores.stock.sync(sheet)
    put_order(engine, "1001")
    stores.orders.change_line("xiaolu", "1001", line=1, sku="P1-黑色-L", request_id="m-1")
    assert stores.stock.sync(sheet) == Synced(0, 0, 0)
    assert stores.stock.of_product("P1") == {"P1-黑色-M": 6, "P1-黑色-L": 1}


def test_a_new_number_on_the_sheet_wins(engine: Engine, stores: Stores) -> None:
    stores.stock.sync(content(("P1-黑色-M", "59.90", 5)))
    put_order(engine, "1001")
    stores.orders.cancel("xiaolu", "1001", reason="", request_id="m-1")
    assert stores.stock.sync(content(("P1-黑色-M", "59.90", 40))) == Synced(0, 1, 0)
    assert stores.stock.on_hand("P1-黑色-M") == 40


def test_a_new_price_alone_is_no_stock_take(engine: Engine, stores: Stores) -> None:
    stores.stock.sync(content(("P1-黑色-M", "59.90", 5)))
    put_order(engine, "1001")
    stores.orders.cancel("xiaolu", "1001", reason="", request_id="m-1")
    assert stores.stock.sync(content(("P1-黑色-M", "49.90", 5))) == Synced(0, 1, 0)
    assert stores.stock.on_hand("P1-黑色-M") == 6


def test_what_left_the_sheet_can_no_longer_be_had(engine: Engine, stores: Stores) -> None:
    stores.stock.sync(content(("P1-黑色-M", "59.90", 5), ("P1-黑色-L", "59.90", 2)))
    assert stores.stock.sync(content(("P1-黑色-M", "59.90", 5))) == Synced(0, 0, 1)
    put_order(engine, "1001")
    assert stores.stock.on_hand("P1-黑色-L") == 0
    change = stores.orders.change_line("xiaolu", "1001", line=1, sku="P1-黑色-L", request_id="m-1")
    assert change.outcome == "other_product"


def test_processes_syncing_together_agree(stores: Stores) -> None:
    sheet = content(*((f"P{n}-黑色-M", "59.90", n) for n in range(50)))
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: stores.stock.sync(sheet), range(4)))
    assert sum(result.added for result in results) == 50
