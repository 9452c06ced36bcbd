from datetime import timedelta

import pytest

from actions.aftersales import ExchangeGoods, RefundOnly, ReturnGoods
from actions.cases import working_days_after
from actions.change_order import ChangeOrder
from actions.logistics import ParcelStalled, TrackParcel
from actions.return_cases import ChangeReturn, RefundProgress, ReturnAddress
from actions.return_rules import ReturnFreight, ReturnPolicy

from .asking import set_stock
from .finding import case_in, find, moving, paid, signed_days_ago, unpaid


def stalled(order):
    return moving(order) and "长沙" in order.parcels[0].last.place


def on_the_way(order):
    return moving(order) and not stalled(order)


def intents(said):
    return [b["means"].get("intent") for b in said.buttons]


def test_before_dispatch_a_return_is_a_cancellation_or_a_change(ask, stores):
    said = ask(ReturnGoods, "我要退货", shopper=find(stores, paid).shopper)
    assert said.name == "utter_return_not_sent" and intents(said) == ["cancel_order", "change_order"]
    assert ask(ReturnGoods, "我要退货", shopper=find(stores, unpaid).shopper).name == "utter_return_unpaid"


def test_on_the_way_it_can_be_refused_or_awaited(ask, stores):
    said = ask(ReturnGoods, "不想要了退货", shopper=find(stores, on_the_way).shopper)
    assert said.name == "utter_return_on_way" and intents(said) == ["refuse_parcel", "track_parcel"]


def test_after_receipt_the_days_left_are_counted_from_the_record(ask, stores):
    said = ask(ReturnGoods, "我要退货", shopper=find(stores, signed_days_ago(3, ask.now)).shopper)
    assert said.names[0] == "utter_return_days" and said.values["left"] == 4 and said.values["last"] == "11月26日"


def test_the_last_day_is_still_in_time_and_the_next_is_not(ask, stores):
    shopper, _ = find(stores, signed_days_ago(3, ask.now))
    ask.now += timedelta(days=4)
    assert ask(ReturnGoods, "退货", shopper=shopper).names[0] == "utter_return_today"
    ask.now += timedelta(days=1)
    said = ask(ReturnGoods, "退货", shopper=shopper)
    assert said.name == "utter_return_late" and "quality_problem" in intents(said) and "30 天" in said.text


def test_the_return_address_is_not_given_before_a_case_is_approved(ask, stores, content):
    address = content.policies["returns"]["address"]
    shopper, _ = find(stores, signed_days_ago(3, ask.now))
    for action in (ReturnGoods, ExchangeGoods, ReturnAddress):
        assert address not in ask(action, "退货寄到哪", shopper=shopper).text
    assert ask(ReturnAddress, "退货地址发我", shopper=shopper).name == "utter_return_address_apply_first"


def test_an_approved_case_gets_the_address_and_until_when(ask, stores, content):
    from sqlalchemy import update

    from bot.stores import writing
    from bot.stores.tables import aftersales

    shopper, order = find(stores, case_in("returning"))
    with writing(stores.engine) as connection:
        connection.execute(update(aftersales).where(aftersales.c.order_number == order.number).values(status="approved"))
    said = ask(ReturnAddress, "寄到哪里", shopper=shopper)
    assert said.name == "utter_return_address" and all(content.policies["returns"]["address"] in text for text in said.texts)
    assert "11月26日" in said.values["by"]
    assert ask(RefundProgress, "到哪步了", shopper=shopper).name == "utter_progress_send_back"
    ask.now += timedelta(days=10)
    assert ask(RefundProgress, "到哪步了", shopper=shopper).name == "utter_progress_send_back_late"


def test_a_return_under_way_answers_every_wish_with_its_progress(ask, stores):
    shopper, _ = find(stores, case_in("returning"))
    for action in (ReturnGoods, RefundOnly, ExchangeGoods, RefundProgress):
        assert ask(action, "", shopper=shopper).name == "utter_progress_returning"


def test_intimate_goods_get_their_own_warning(ask, stores, content):
    from sqlalchemy import update

    from bot.stores import writing
    from bot.stores.tables import order_lines

    shopper, order = find(stores, signed_days_ago(3, ask.now))
    intimate = next(p.id for p in content.products.values() if p.category == "内衣")
    with writing(stores.engine) as connection:
        connection.execute(update(order_lines).where(order_lines.c.order_number == order.number).values(product=intimate))
    assert "utter_return_intimate" in ask(ReturnGoods, "退货", shopper=shopper).names


def test_a_refund_before_dispatch_is_at_once_through_cancelling(ask, stores):
    said = ask(RefundOnly, "退款", shopper=find(stores, paid).shopper)
    assert said.name == "utter_refund_not_sent" and intents(said)[0] == "cancel_order"


def test_a_refund_on_the_way_can_be_intercepted_by_a_person(ask, stores):
    shopper, _ = find(stores, on_the_way)
    said = ask(RefundOnly, "退款", shopper=shopper)
    assert said.name == "utter_refund_on_way" and said.handed_over is None
    assert ask(RefundOnly, "帮我拦", shopper=shopper, confirmed=True, answers=True).handed_over == "intercept"


def test_a_silent_parcel_may_be_refunded_and_goes_to_a_person(ask, stores):
    said = ask(RefundOnly, "没收到货退款", shopper=find(stores, stalled).shopper)
    assert said.name == "utter_refund_stalled" and said.handed_over == "stalled"


def test_a_refund_after_receipt_asks_for_the_reason(ask, stores):
    said = ask(RefundOnly, "退款", shopper=find(stores, signed_days_ago(3, ask.now)).shopper)
    assert said.name == "utter_refund_arrived" and intents(said) == ["return_goods", "quality_problem", "parcel_not_received"]


def test_an_exchange_before_dispatch_is_a_change(ask, stores):
    said = ask(ExchangeGoods, "换货", shopper=find(stores, paid).shopper)
    assert said.name == "utter_change_ask" and said.awaiting["what"] == "size"


def test_an_exchange_says_whether_the_wanted_size_is_there(ask, stores, content):
    shopper, order = find(stores, signed_days_ago(3, ask.now))
    line = order.lines[0]
    other = next(s for s in content.products[line.product].skus if s.colour == line.colour and s.size != line.size)
    set_stock(stores, [other], 5)
    assert ask(ExchangeGoods, f"换{other.size}码", shopper=shopper).names[-1] == "utter_exchange_in_stock"
    set_stock(stores, [other], 0)
    assert ask(ExchangeGoods, f"换{other.size}码", shopper=shopper).names[-1] == "utter_exchange_no_stock"


def test_after_the_days_only_quality_counts(ask, stores):
    said = ask(ExchangeGoods, "换码", shopper=find(stores, signed_days_ago(12, ask.now)).shopper)
    assert said.name == "utter_exchange_late" and intents(said) == ["quality_problem"]


def test_shoppers_without_orders_get_the_rules(ask, stores):
    nobody = next(s.id for s in stores.demo_shoppers() if not stores.orders.of(s.id))
    names = [ask(action, "", shopper=nobody).name for action in (ReturnGoods, RefundOnly, ExchangeGoods)]
    assert names == ["utter_return_general", "utter_refund_general", "utter_exchange_general"]


def test_a_returning_case_names_its_carrier_and_number(ask, stores):
    shopper, order = find(stores, case_in("returning"))
    said = ask(RefundProgress, "退款到哪了", shopper=shopper)
    assert order.cases[0].return_tracking in said.text and "48 小时" in said.text


def test_a_received_return_says_until_when_the_money_comes_and_admits_when_it_is_late(ask, stores):
    shopper, order = find(stores, case_in("received"))
    said = ask(RefundProgress, "退款呢", shopper=shopper)
    assert said.name == "utter_progress_received" and said.handed_over is None
    ask.now += timedelta(days=3)
    said = ask(RefundProgress, "退款呢", shopper=shopper)
    assert said.name == "utter_progress_received_late" and said.handed_over == "refund_late"


def test_a_refund_that_waits_for_approval_too_long_is_admitted(ask, stores):
    shopper, order = find(stores, lambda order: case_in("applied", "refund_only")(order))
    ask.now = order.cases[0].applied_at + timedelta(days=2)
    said = ask(RefundProgress, "怎么还没退", shopper=shopper)
    assert said.name == "utter_progress_applied_late" and said.handed_over == "refund_late"


def test_a_finished_refund_says_when_how_much_and_where(ask, stores):
    shopper, order = find(stores, lambda order: order.status == "refunded")
    said, case = ask(RefundProgress, "钱退了吗", shopper=shopper), order.cases[0]
    assert said.name == "utter_progress_refunded_at_once"
    assert all("89.9" in text and case.refund_to in text and "前天" in text for text in said.texts)


def test_money_to_a_card_takes_working_days(ask, stores, content):
    from sqlalchemy import update

    from bot.stores import writing
    from bot.stores.tables import aftersales

    shopper, order = find(stores, lambda order: order.status == "refunded")
    with writing(stores.engine) as connection:
        connection.execute(update(aftersales).where(aftersales.c.order_number == order.number).values(refund_to="招商银行卡"))
    refunded = order.cases[0].refunded_at
    said = ask(RefundProgress, "没到账", shopper=shopper)
    assert said.name == "utter_progress_refunded_card"
    assert working_days_after(refunded, 3, content).date() == refunded.date() + timedelta(days=5)  # Friday → Wednesday
    ask.now += timedelta(days=9)
    assert ask(RefundProgress, "没到账", shopper=shopper).name == "utter_progress_refunded_long_ago"


def test_working_days_skip_public_holidays(content):
    from datetime import datetime

    from bot.clock import SHANGHAI

    before = datetime(2026, 9, 30, 12, 0, tzinfo=SHANGHAI)
    assert working_days_after(before, 1, content).date() > datetime(2026, 10, 6).date()


def test_an_exchange_names_what_was_sent_instead(ask, stores):
    said = ask(RefundProgress, "换货进度", shopper=find(stores, case_in("exchanged", "exchange")).shopper)
    assert said.name == "utter_progress_exchanged_moving" and said.values["wanted"] == "白色 XL" and said.cards[0]["type"] == "parcel"


def test_a_rejected_case_gives_the_reason_from_the_record(ask, stores):
    shopper, order = find(stores, case_in("rejected"))
    for action in (RefundProgress, ChangeReturn):
        said = ask(action, "为什么拒绝", shopper=shopper)
        assert said.name == "utter_progress_rejected" and all(order.cases[0].reject_reason in text for text in said.texts)


def test_without_an_application_there_is_no_progress_to_invent(ask, stores):
    said = ask(RefundProgress, "退款到哪了", shopper=find(stores, signed_days_ago(3, ask.now)).shopper)
    assert said.name == "utter_progress_none" and intents(said) == ["return_goods", "refund_only"]


def test_an_application_can_be_withdrawn_until_it_is_sent_back(ask, stores):
    assert ask(ChangeReturn, "撤销申请", shopper=find(stores, case_in("applied", "refund_only")).shopper).name == "utter_change_return_refund"
    said = ask(ChangeReturn, "撤销申请", shopper=find(stores, case_in("returning")).shopper)
    assert said.name == "utter_change_return_sent" and said.handed_over == "change_return"


@pytest.mark.parametrize("text, name", [
    ("退货运费谁出", "utter_return_freight"), ("有运费险吗", "utter_return_freight_insurance"), ("垫付的邮费什么时候返", "utter_return_freight_back"),
    ("可以到付吗", "utter_return_freight_no_cod"), ("质量问题运费谁出", "utter_return_freight_ours"), ("上门取件收费吗", "utter_return_freight_pickup"),
    ("换货运费谁出", "utter_return_freight_exchange"),
])  # fmt: skip
def test_who_pays_for_sending_back(ask, text, name):
    assert ask(ReturnFreight, text).name == name


@pytest.mark.parametrize("text, name", [
    ("吊牌剪了能退吗", "utter_return_policy_tag"), ("吊牌我没剪过", "utter_return_policy_tag_kept"),
    ("洗过还能退吗", "utter_return_policy_washed"), ("试穿过可以退吗", "utter_return_policy_worn"),
    ("拆了包装能退吗", "utter_return_policy_packaging"), ("只退一件可以吗", "utter_return_policy_partial"), ("支持七天无理由吗", "utter_return_policy"),
])  # fmt: skip
def test_the_rule_asked_about_is_the_rule_told(ask, text, name):
    assert ask(ReturnPolicy, text).name == name


def test_the_rule_comes_with_this_orders_days_when_it_is_clear_which(ask, stores):
    said = ask(ReturnPolicy, "还能退吗", shopper=find(stores, signed_days_ago(3, ask.now)).shopper)
    assert said.names == ["utter_return_policy", "utter_return_policy_days"]
    said = ask(ReturnPolicy, "还能退吗", shopper=find(stores, signed_days_ago(12, ask.now)).shopper)
    assert said.names == ["utter_return_policy", "utter_return_policy_over"]


@pytest.mark.parametrize("text, name", [("上门取件怎么约", "utter_return_pickup"), ("回寄单号填哪", "utter_return_tracking"), ("用什么快递寄", "utter_return_carrier")])
def test_how_to_send_back(ask, text, name):
    assert ask(ReturnAddress, text).name == name


@pytest.mark.parametrize("text", ["换XXL", "换成黑的2XL"])
def test_an_exchange_before_dispatch_that_says_what_it_wants_is_done_as_a_change(ask, stores, text):
    found = find(stores, paid)
    assert ask(ExchangeGoods, text, shopper=found.shopper).name == "utter_change_confirm"
    assert ask(ExchangeGoods, "确认", shopper=found.shopper, confirmed=True, answers=True).name == "utter_change_done"
    assert stores.orders.of(found.shopper, found.order.number).lines[0].size == "2XL"


def test_a_change_after_receipt_is_an_exchange(ask, stores):
    said = ask(ChangeOrder, "换L", shopper=find(stores, signed_days_ago(3, ask.now)).shopper)
    assert said.names[0] == "utter_exchange_days" and "utter_change_arrived" not in said.names


@pytest.mark.parametrize("text, names", [
    ("我换货的", ["utter_progress_exchanged_moving"]), ("还是小 能再换吗", ["utter_progress_exchanged_moving", "utter_exchange_again"]),
])  # fmt: skip
def test_an_exchange_under_way_is_told_and_cannot_be_made_twice(ask, stores, text, names):
    shopper, _ = find(stores, case_in("exchanged", "exchange"))
    assert ask(ExchangeGoods, text, shopper=shopper).names == names
    assert ask(ChangeOrder, text, shopper=shopper).names == names


def test_how_long_and_at_whose_cost_an_exchange_is_are_told(ask, stores):
    said = ask(ExchangeGoods, "换L要多久 运费呢", shopper=find(stores, signed_days_ago(3, ask.now)).shopper)
    assert said.names[-2:] == ["utter_exchange_how_long", "utter_return_freight_exchange"]


def test_where_the_parcel_is_means_the_one_sent_back_while_that_is_under_way(ask, stores):
    shopper, order = find(stores, case_in("returning"))
    for action in (TrackParcel, ParcelStalled):
        said = ask(action, "单号多少来着", shopper=shopper)
        assert said.name == "utter_progress_returning" and order.cases[0].return_tracking in said.text


def test_a_case_for_one_garment_leaves_the_other_free(ask, stores):
    shopper, _ = find(stores, case_in("applied"))
    said = ask(ReturnGoods, "T恤也退了吧", shopper=shopper)
    assert said.names[0] == "utter_return_days" and "碎花" not in said.text
    said = ask(ReturnAddress, "怎么寄", shopper=shopper)
    assert said.name == "utter_return_address_wait"


@pytest.mark.parametrize("action", [ReturnPolicy, ReturnGoods, RefundOnly, RefundProgress, ChangeReturn])
def test_why_it_was_refused_is_answered_from_the_record(ask, stores, action):
    shopper, order = find(stores, case_in("rejected"))
    said = ask(action, "为什么不给退", shopper=shopper)
    assert said.name == "utter_progress_rejected" and order.cases[0].reject_reason in said.text
    assert ask(action, "平台介入怎么弄", shopper=shopper).name == "utter_refused_platform"


def test_whoever_says_the_tag_is_on_is_not_told_that_it_was_cut(ask, stores):
    shopper, _ = find(stores, case_in("rejected"))
    assert ask(ReturnPolicy, "吊牌我没剪过", shopper=shopper).name == "utter_progress_rejected"


@pytest.mark.parametrize("action", [ReturnGoods, RefundOnly])
def test_a_return_because_of_a_fault_is_a_fault_also_after_the_days(ask, stores, action):
    said = ask(action, "起球了 退", shopper=find(stores, signed_days_ago(12, ask.now)).shopper)
    assert said.name == "utter_quality_problem" and said.awaiting["what"] == "image"


def test_money_instead_of_a_return_is_compensation(ask, stores):
    assert ask(ReturnGoods, "我不要退 补偿点钱").name == "utter_compensation_no_order"
    said = ask(ReturnGoods, "不想退 补偿点", shopper=find(stores, signed_days_ago(3, ask.now)).shopper)
    assert said.name == "utter_compensation"


def test_what_refusing_costs_is_told_after_asking_how_to_refuse(ask, stores):
    shopper, _ = find(stores, on_the_way)
    assert ask(ReturnFreight, "运费扣我吗", shopper=shopper, previous_intent="refuse_parcel").name == "utter_refuse_freight_none"
    assert ask(ReturnFreight, "那退货运费谁出", shopper=shopper, previous_intent="refuse_parcel").name == "utter_return_freight"


@pytest.mark.parametrize("action", [ReturnAddress, TrackParcel])
def test_a_pick_up_code_is_not_the_courier_fetching_a_return(ask, stores, action):
    shopper, _ = find(stores, lambda order: order.parcels and order.parcels[0].signed_by == "station")
    assert ask(action, "取件码", shopper=shopper).name == "utter_pickup_code_there"
