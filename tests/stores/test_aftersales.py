"""After-sales cases and their photos."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.engine import Engine

from bot.stores import Stores

from .fakes import NOON, put_case, put_order

PHOTO = "https://img.example/破洞.jpg?" + "x" * 3000


def test_cases_come_newest_first_over_all_orders(engine: Engine, stores: Stores) -> None:
    for days, number in ((2, "1001"), (1, "1002"), (3, "1003")):
        put_order(engine, number)
        put_case(engine, f"TK{number}", number, applied_at=NOON - timedelta(days=days))
    assert [case.order for case in stores.aftersales.of("xiaolu")] == ["1002", "1001", "1003"]


def test_a_case_is_found_by_its_number_and_by_the_return_parcel(engine: Engine, stores: Stores) -> None:
    put_order(engine, "1001")
    put_case(engine, "TK1", "1001", "returning", return_tracking="SF1602", return_carrier="顺丰速运")
    case = stores.aftersales.of("xiaolu", "TK1")
    assert case.open
    assert stores.aftersales.by_tracking("xiaolu", "sf1602") == case


def test_a_photo_goes_to_the_newest_open_case(engine: Engine, stores: Stores) -> None:
    put_order(engine, "1001")
    put_case(engine, "TK1", "1001", applied_at=NOON - timedelta(days=2))
    put_case(engine, "TK2", "1001", applied_at=NOON - timedelta(days=1))
    put_case(engine, "TK3", "1001", "withdrawn")
    result = stores.aftersales.attach_photo("xiaolu", "1001", PHOTO, request_id="m-1")
    assert (result.outcome, result.case) == ("done", "TK2")
    assert stores.aftersales.of("xiaolu", "TK2").photos == (PHOTO,)
    assert stores.aftersales.of("xiaolu", "TK1").photos == result.order.photos == ()


def test_without_an_open_case_a_photo_is_kept_with_the_order(engine: Engine, stores: Stores) -> None:
    put_order(engine, "1001", status="signed")
    result = stores.aftersales.attach_photo("xiaolu", "1001", PHOTO, request_id="m-1")
    assert (result.outcome, result.case, result.order.photos) == ("done", None, (PHOTO,))


def test_a_photo_sent_twice_is_kept_once(engine: Engine, stores: Stores) -> None:
    put_order(engine, "1001")
    attach = stores.aftersales.attach_photo
    assert attach("xiaolu", "1001", PHOTO, request_id="m-1").done
    assert attach("xiaolu", "1001", PHOTO, request_id="m-1").done
    assert attach("xiaolu", "1001", PHOTO, request_id="m-2").outcome == "unchanged"
    assert attach("xiaolu", "1001", PHOTO + "2", request_id="m-2").done
    assert stores.orders.of("xiaolu", "1001").photos == (PHOTO, PHOTO + "2")


def test_nobody_hangs_photos_on_somebody_elses_order(engine: Engine, stores: Stores) -> None:
    put_order(engine, "1001")
    assert stores.aftersales.attach_photo("azhe", "1001", PHOTO, request_id="m-1").outcome == "not_found"
    assert stores.orders.of("xiaolu", "1001").photos == ()
