from datetime import timedelta

import pytest

from actions.arranging import ArrangeDelivery
from actions.logistics import ParcelNotReceived, ParcelStalled, RefuseParcel, TrackParcel
from actions.tracking import expected
from actions.urging import UrgeShipping

from .finding import find, moving, overdue, paid, signed_days_ago


def parcel_in(status):
    return lambda order: order.status == "shipped" and len(order.parcels) == 1 and order.parcels[0].status == status


def stalled(order):
    return parcel_in("moving")(order) and len(order.parcels[0].events) == 3 and "长沙" in order.parcels[0].last.place


def signed_by(who):
    return lambda order: order.status == "signed" and not order.cases and order.parcels[0].signed_by == who


def on_the_way(order):
    return moving(order) and not stalled(order)


def test_a_moving_parcel_names_its_last_event_and_the_day_it_should_arrive(ask, stores, content):
    shopper, order = find(stores, on_the_way)
    said, last = ask(TrackParcel, "到哪了", shopper=shopper), order.parcels[0].last
    assert said.name == "utter_track_moving"
    for text in said.texts:
        assert last.text in text and last.place in text and order.parcels[0].tracking in text and said.values["expected"] in text


def test_the_parcel_card_shows_the_newest_event_first_and_at_most_five(ask, stores):
    shopper, order = find(stores, parcel_in("delivering"))
    card = ask(TrackParcel, "到哪了", shopper=shopper).cards[0]
    assert card["type"] == "parcel" and card["status"] == "派送中" and card["tracking"] == order.parcels[0].tracking
    assert card["events"][0]["text"] == order.parcels[0].last.text and len(card["events"]) <= 5


def test_the_day_of_arrival_follows_the_policys_region(stores, content):
    order = find(stores, on_the_way).order  # 陕西: up to five days
    assert (expected(order, order.parcels[0], content) - order.parcels[0].events[0].at.date()).days == 5


def test_an_address_in_no_region_gets_no_promised_day(ask, stores):
    from sqlalchemy import update

    from bot.stores import writing
    from bot.stores.tables import orders

    shopper, order = find(stores, on_the_way)
    with writing(stores.engine) as connection:
        connection.execute(update(orders).where(orders.c.number == order.number).values(address="某处"))
    assert ask(TrackParcel, "", shopper=shopper).name == "utter_track_moving_anywhere"


def test_a_parcel_slower_than_usual_is_admitted_to_be_slow(ask, stores):
    shopper, order = find(stores, parcel_in("collected"))
    ask.now += timedelta(days=2, hours=20)
    assert ask(TrackParcel, "", shopper=shopper).name == "utter_track_collected"
    ask.memory.clear()
    shopper, order = find(stores, on_the_way)
    ask.now = order.parcels[0].events[0].at + timedelta(days=6)
    said = ask(TrackParcel, "", shopper=shopper)
    assert said.name in ("utter_track_late", "utter_track_stalled")


@pytest.mark.parametrize("action", [TrackParcel, ParcelStalled])
def test_a_silent_parcel_gets_its_last_event_an_apology_and_a_person(ask, stores, action):
    shopper, order = find(stores, stalled)
    said = ask(action, "怎么一直不动", shopper=shopper)
    assert said.name == "utter_track_stalled" and said.handed_over == "stalled"
    for text in said.texts:
        assert order.parcels[0].last.text in text and "5 天" in text and "24 小时" in text


def test_a_parcel_that_moves_is_not_called_stalled(ask, stores):
    said = ask(ParcelStalled, "太慢了", shopper=find(stores, on_the_way).shopper)
    assert said.name == "utter_slow_moving" and said.handed_over is None


def test_a_parcel_out_for_delivery_is_said_to_come_today(ask, stores):
    shopper, _ = find(stores, parcel_in("delivering"))
    assert ask(ParcelStalled, "今天能送吗快点", shopper=shopper).name == "utter_slow_delivering"
    assert ask(TrackParcel, "到哪了", shopper=shopper).name == "utter_track_delivering"


def test_a_failed_delivery_is_explained_and_given_to_a_person_when_urged(ask, stores):
    shopper, _ = find(stores, parcel_in("problem"))
    assert ask(TrackParcel, "到哪了", shopper=shopper).handed_over is None
    said = ask(ParcelStalled, "怎么没送", shopper=shopper)
    assert said.name == "utter_slow_problem" and said.handed_over == "delivery"


def test_several_parcels_are_told_one_by_one_with_what_is_still_to_come(ask, stores):
    shopper, order = find(stores, lambda order: order.status == "shipped" and order.unsent_lines)
    said = ask(TrackParcel, "到哪了", shopper=shopper)
    assert said.names == ["utter_track_parcels", "utter_track_moving", "utter_track_signed", "utter_dispatch_rest"]
    assert len(said.cards) == 2


def test_an_order_not_sent_yet_says_by_when_it_leaves(ask, stores):
    assert ask(TrackParcel, "物流呢", shopper=find(stores, paid).shopper).name == "utter_dispatch_due"
    assert ask(ParcelStalled, "物流呢", shopper=find(stores, overdue).shopper).handed_over == "overdue"


def test_the_goods_sent_in_exchange_are_what_is_tracked(ask, stores):
    shopper, order = find(stores, lambda order: order.replacements)
    said = ask(TrackParcel, "换的到哪了", shopper=shopper)
    assert said.name == "utter_progress_exchanged_moving" and said.values["tracking"] == order.replacements[0].tracking


@pytest.mark.parametrize("who, name", [
    ("station", "utter_not_received_station"), ("guard", "utter_not_received_elsewhere"), ("receiver", "utter_not_received_self"),
])  # fmt: skip
def test_signed_but_not_received_says_where_and_by_whom_and_fetches_a_person(ask, stores, who, name):
    shopper, order = find(stores, signed_by(who))
    said = ask(ParcelNotReceived, "显示签收了我没收到", shopper=shopper)
    assert said.name == name and said.handed_over == "not_received"
    for text in said.texts:
        assert order.parcels[0].sign_place in text and said.values["signed"] in text and "24 小时" in text


def test_not_received_while_it_is_still_moving_says_where_it_is(ask, stores):
    said = ask(ParcelNotReceived, "没收到", shopper=find(stores, on_the_way).shopper)
    assert said.name == "utter_track_moving" and said.handed_over is None


def test_delivery_wishes_become_a_note_before_dispatch(ask, stores):
    found = find(stores, paid)
    said = ask(ArrangeDelivery, "放门口就行别打电话", shopper=found.shopper)
    assert said.name == "utter_arrange_note" and "放门口就行别打电话" in said.text
    assert ask(ArrangeDelivery, "好", shopper=found.shopper, confirmed=True, answers=True).name == "utter_note_done"
    assert "放门口就行别打电话" in stores.orders.of(found.shopper, found.order.number).note


def test_delivery_wishes_go_to_the_courier_on_the_day(ask, stores):
    assert ask(ArrangeDelivery, "放驿站", shopper=find(stores, parcel_in("delivering")).shopper).name == "utter_arrange_delivering"
    assert ask(ArrangeDelivery, "周末送", shopper=find(stores, on_the_way).shopper).name == "utter_arrange_moving"


def test_a_failed_delivery_is_arranged_anew_by_a_person(ask, stores):
    shopper, _ = find(stores, parcel_in("problem"))
    said = ask(ArrangeDelivery, "重新派送一下", shopper=shopper)
    assert said.name == "utter_arrange_problem" and said.handed_over == "delivery"


@pytest.mark.parametrize("text", ["让他明天下午送", "改自提"])
def test_whoever_says_when_or_where_is_not_asked_for_it(ask, stores, text):
    said = ask(ArrangeDelivery, text, shopper=find(stores, parcel_in("problem")).shopper)
    assert said.name == "utter_arrange_problem_wish" and said.values["note"] == text and said.handed_over == "delivery"
    assert "什么时候方便" not in said.text


def test_without_an_order_the_rules_are_told(ask, stores):
    nobody = next(s.id for s in stores.demo_shoppers() if not stores.orders.of(s.id))
    assert ask(ArrangeDelivery, "能送上门吗", shopper=nobody).name == "utter_arrange"
    assert ask(RefuseParcel, "可以拒收吗", shopper=nobody).name == "utter_refuse"


def test_refusing_depends_on_where_the_parcel_is(ask, stores):
    assert ask(RefuseParcel, "我要拒收", shopper=find(stores, on_the_way).shopper).name == "utter_refuse_on_way"
    said = ask(RefuseParcel, "我要拒收", shopper=find(stores, paid).shopper)
    assert said.name == "utter_refuse_not_sent" and said.buttons[0]["means"]["intent"] == "cancel_order"
    assert ask(RefuseParcel, "我要拒收", shopper=find(stores, signed_days_ago(3, ask.now)).shopper).name == "utter_refuse_arrived"


def test_looking_inside_first_has_its_own_answer(ask):
    assert ask(RefuseParcel, "能先验货再签收吗").name == "utter_refuse_open_box"


def test_the_couriers_number_is_not_promised_where_there_is_none(ask, stores, content):
    shopper, _ = find(stores, parcel_in("delivering"))
    assert ask(ArrangeDelivery, "快递员电话多少", shopper=shopper).name == "utter_arrange_phone"
    assert not [v for name, variants in content.replies.items() for v in variants if "上面快递员的电话" in v]


def test_a_wish_to_be_called_is_no_question_for_a_number(ask, stores):
    shopper, _ = find(stores, parcel_in("delivering"))
    assert ask(ArrangeDelivery, "让快递员打电话给我再送", shopper=shopper).name == "utter_arrange_delivering"


def test_a_parcel_said_to_move_again_fetches_nobody(ask, stores):
    shopper, _ = find(stores, lambda order: moving(order) and "长沙" in order.parcels[0].last.place)
    said = ask(ParcelStalled, "快递又动了", shopper=shopper)
    assert said.name == "utter_slow_moved" and said.handed_over is None
    assert ask(ParcelStalled, "又不动了", shopper=shopper).handed_over == "stalled"


def test_who_has_no_order_and_is_in_a_hurry_hears_the_rule(ask):
    assert ask(UrgeShipping, "急用").name == "utter_urge_general"
