"""Complaints about what arrived, photos, and cards without words."""

import pytest

from actions.cards import Image, OrderCard, ProductCard
from actions.compensation import Compensation
from actions.faults import MissingItem, NotAsDescribed, QualityProblem, WrongItem

from .finding import case_in, find, moving, overdue, paid, signed_days_ago, unpaid

PHOTO = "/media/1.jpg"
FAULTS = [(QualityProblem, "quality"), (WrongItem, "wrong_item"), (MissingItem, "missing_item"), (NotAsDescribed, "not_as_described"),
          (Compensation, "compensation")]  # fmt: skip


@pytest.fixture
def signed(ask, stores):
    return find(stores, signed_days_ago(3, ask.now))


@pytest.mark.parametrize("action, reason", FAULTS)
def test_it_asks_for_a_photo_first_and_fetches_a_person_when_it_came(ask, stores, signed, action, reason):
    said = ask(action, "收到的不对劲", shopper=signed.shopper)
    assert said.awaiting["what"] == "image" and said.handed_over is None
    said = ask(action, "", shopper=signed.shopper, image_url=PHOTO, answers=True)
    assert said.name.endswith("_photo") and said.handed_over == reason
    assert stores.orders.of(signed.shopper, signed.order.number).photos == (PHOTO,)


def test_a_photo_sent_with_the_words_is_enough(ask, stores, signed):
    said = ask(QualityProblem, "破了个洞", shopper=signed.shopper, image_url=PHOTO)
    assert said.name == "utter_quality_problem_photo" and stores.orders.of(signed.shopper, signed.order.number).photos == (PHOTO,)


def test_the_photo_is_kept_while_it_asks_which_order(ask, stores):
    shopper = next(s.id for s in stores.demo_shoppers() if len(stores.orders.of(s.id)) == 4)
    signed = next(o for o in stores.orders.of(shopper) if o.status == "signed")
    first = ask(QualityProblem, "破了", shopper=shopper, order=None, image_url=PHOTO)
    if first.names == ["utter_which_order"]:
        said = ask(QualityProblem, "", shopper=shopper, means={"order": signed.number}, answers=True)
        assert said.name == "utter_quality_problem_photo"
    assert stores.orders.of(shopper, signed.number).photos == (PHOTO,)


def test_the_same_photo_twice_is_kept_once(ask, stores, signed):
    for _ in range(2):
        ask(QualityProblem, "破了", shopper=signed.shopper, image_url=PHOTO)
    assert stores.orders.of(signed.shopper, signed.order.number).photos == (PHOTO,)


def test_whoever_has_no_photo_gets_a_person_the_second_time(ask, signed):
    ask(QualityProblem, "开线了", shopper=signed.shopper)
    said = ask(QualityProblem, "没有照片 反正开线了", shopper=signed.shopper, previous_intent="quality_problem")
    assert said.name == "utter_fault_without_photo" and said.handed_over == "quality"


def test_photos_sent_before_are_not_asked_for_again(ask, signed):
    ask(QualityProblem, "破了", shopper=signed.shopper, image_url=PHOTO)
    assert ask(WrongItem, "还发错了", shopper=signed.shopper).name == "utter_wrong_item_more"


def test_the_answer_names_what_was_ordered_and_what_can_be_done(ask, signed, content):
    said = ask(QualityProblem, "有个洞", shopper=signed.shopper)
    assert content.variables["quality_options"] in said.text and signed.order.lines[0].colour in said.text


def test_colour_and_size_complaints_get_their_own_rule(ask, signed):
    assert ask(NotAsDescribed, "色差太大了", shopper=signed.shopper).name == "utter_not_as_described_colour"
    assert ask(NotAsDescribed, "尺寸比页面写的小", shopper=signed.shopper).name == "utter_not_as_described_size"


def test_what_travels_in_another_parcel_is_not_missing(ask, stores):
    shopper, order = find(stores, lambda order: order.status == "shipped" and order.unsent_lines)
    said = ask(MissingItem, "少了两件", shopper=shopper)
    assert said.names == ["utter_missing_item_split", "utter_dispatch_rest"]
    still = said.buttons[0]
    said = ask(MissingItem, still["title"], shopper=shopper, means={"order": still["means"]["order"]}, answers=False)
    ask.memory["awaiting"] = {"what": None, "data": still["means"]["data"]}
    said = ask(MissingItem, still["title"], shopper=shopper, means={"order": still["means"]["order"]}, answers=True)
    assert said.name == "utter_missing_item" and said.awaiting["what"] == "image"


def test_a_fault_in_an_order_that_has_not_left_is_cleared_up_first(ask, stores):
    assert ask(QualityProblem, "坏了", shopper=find(stores, paid).shopper).names[0] == "utter_fault_not_arrived"


def test_a_fault_found_late_is_told_what_still_holds(ask, stores):
    from datetime import timedelta

    shopper, _ = find(stores, signed_days_ago(3, ask.now))
    ask.now += timedelta(days=40)
    assert ask(QualityProblem, "开线了", shopper=shopper).names == ["utter_fault_old", "utter_quality_problem"]


def test_compensation_for_late_dispatch_is_what_the_policy_says(ask, stores):
    assert ask(Compensation, "超时没发赔我", shopper=find(stores, overdue).shopper).name == "utter_dispatch_overdue"
    said = ask(Compensation, "没发货赔钱", shopper=find(stores, paid).shopper)
    assert said.names[0] == "utter_compensation_not_late" and said.handed_over is None


def test_compensation_never_names_a_sum_and_goes_to_a_person(ask, stores):
    said = ask(Compensation, "赔我100", shopper=find(stores, lambda o: moving(o) and "长沙" not in o.parcels[0].last.place).shopper)
    assert said.handed_over == "compensation" and "100" not in said.text
    assert ask(Compensation, "假一赔三").handed_over == "compensation"


def test_a_picture_out_of_nowhere_is_only_acknowledged(ask, stores, signed):
    said = ask(Image, "", shopper=signed.shopper, image_url=PHOTO)
    assert said.name == "utter_image" and not stores.orders.of(signed.shopper, signed.order.number).photos


def test_a_picture_during_after_sales_is_kept_with_the_case_and_looked_at_by_a_person(ask, stores):
    shopper, order = find(stores, case_in("returning"))
    said = ask(Image, "", shopper=shopper, image_url=PHOTO, previous_intent="refund_progress")
    assert said.name == "utter_image_kept" and said.handed_over == "photo"
    assert stores.orders.of(shopper, order.number).cases[0].photos == (PHOTO,)
    said = ask(Image, "", shopper=shopper, image_url="/media/2.jpg", previous_intent="image")
    assert said.name == "utter_image_kept" and said.handed_over is None


def test_a_picture_of_somebody_without_orders_is_only_acknowledged(ask, stores):
    nobody = next(s.id for s in stores.demo_shoppers() if not stores.orders.of(s.id))
    assert ask(Image, "", shopper=nobody, image_url=PHOTO, previous_intent="return_goods").name == "utter_image"


def test_a_picture_that_did_not_arrive_is_said_so(ask):
    assert ask(Image, "").name == "utter_image_failed"


@pytest.mark.parametrize("fits, intents", [
    (unpaid, ["place_order", "change_address", "cancel_order"]),
    (paid, ["urge_shipping", "change_address", "change_order", "cancel_order"]),
    (moving, None),
    (case_in("returning"), ["refund_progress", "ask_return_address"]),
])  # fmt: skip
def test_an_order_card_offers_what_fits_its_state(ask, stores, fits, intents):
    shopper, order = find(stores, fits)
    said = ask(OrderCard, "", shopper=shopper, order=order.number)
    assert said.name == "utter_order_card" and said.cards[0]["number"] == order.number
    assert all(b["means"]["order"] == order.number for b in said.buttons)
    assert intents is None or [b["means"]["intent"] for b in said.buttons] == intents


def test_the_card_of_an_order_closed_unpaid_offers_nothing(ask, stores):
    shopper, order = find(stores, lambda o: o.status == "cancelled" and not o.paid_at, alone=False)
    assert ask(OrderCard, "", shopper=shopper, order=order.number).name == "utter_order_card_over"


def test_the_card_of_a_foreign_order_looks_like_one_that_does_not_exist(ask, stores):
    foreign = find(stores, paid).order.number
    other = find(stores, unpaid).shopper
    assert ask(OrderCard, "", shopper=other, order=foreign).name == ask(OrderCard, "", shopper=other, order="1").name == "utter_order_not_found"


def test_a_product_card_names_the_product_and_offers_what_is_asked_first(ask, content):
    said = ask(ProductCard, "", product="P1001")
    assert content.products["P1001"].name in said.text
    assert [b["means"]["intent"] for b in said.buttons] == ["ask_size", "ask_material", "ask_ship_time"]
    assert ask(ProductCard, "", product="P9999").name == "utter_product_unknown"


def test_a_fault_already_applied_for_gets_its_progress_and_only_that_garment_is_named(ask, stores):
    shopper, _ = find(stores, case_in("applied"))
    said = ask(QualityProblem, "破洞那个咋样了", shopper=shopper)
    assert said.names == ["utter_progress_applied", "utter_fault_case_photo"] and "圆领T" not in said.text
    assert ask(QualityProblem, "T恤开线了", shopper=shopper).name == "utter_quality_problem"


def test_a_complaint_is_about_the_only_order_recent_enough_for_one(ask, stores):
    from datetime import timedelta

    from sqlalchemy import insert

    from bot.stores import writing
    from bot.stores.tables import order_lines, orders

    shopper, order = find(stores, signed_days_ago(3, ask.now))
    long_ago = ask.now - timedelta(days=60)
    row = dict(number="330000000000000199", shopper=shopper, status="signed", created_at=long_ago, signed_at=long_ago, freight=0, total=50)
    row.update(receiver="小鹿", phone="13800001201", address="江苏省南京市玄武区珠江路88号")
    line = dict(sku="P1001-白色-M", product="P1001", title="T恤", colour="白色", size="M", quantity=1, price=50)
    with writing(stores.engine) as connection:
        connection.execute(insert(orders).values(**row))
        connection.execute(insert(order_lines).values(order_number=row["number"], line=1, **line))
    assert ask(QualityProblem, "质量问题", shopper=shopper).values["order"] == order.number
    ask.memory.clear()
    assert ask(QualityProblem, "T恤有质量问题", shopper=shopper).values["order"] == row["number"]
