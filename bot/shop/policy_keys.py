"""Which policies a shop has to state, and of what kind each is. What each means stands beside it in data/shop/policies/."""

from __future__ import annotations

from types import MappingProxyType
from typing import Mapping

# name or name:kind. Kinds: text (when none is given), number, percent, yesno, clock (16:00), list, regions.
_WRITTEN = {
    "account": """
        scope password phone member points wallet unbind merge
    """,
    "authenticity": """
        shop_kind brand proof report verify fake_times:number guarantee
    """,
    "coupons": """
        follow_amount:number follow_from:number follow_how new_amount:number new_from:number old_amount:number
        old_from:number old_how where valid_days:number why_not presale:yesno refund reissue platform
    """,
    "delivery": """
        regions:regions usual counted_from no_promise village doorstep station appointment self_pickup open_box
        refuse refuse_refund_days:number refuse_freight not_received_hours:number not_received_action lost_promise
    """,
    "discounts": """
        group_price no_bargain full:number minus:number full_words second second_percent:percent wholesale
        wholesale_from:number student next_event stack
    """,
    "exchange": """
        days:number how condition payer_personal payer_quality resend_hours:number price_difference no_stock
        times:number faster unshipped
    """,
    "freight": """
        free:yesno free_from:number fee:number free_words remote_areas:list remote_fee:number remote_words
        undelivered:list undelivered_words wrong_charge
    """,
    "gifts": """
        full:number full_gift per_order:number how where missing missing_hours:number sold_out choose
    """,
    "invoice": """
        available:yesno kinds:list content how hours:number where when special change change_days:number
        late_days:number paper tax
    """,
    "orders": """
        change_until change_words quantity merge delay delay_days:number cancel cancel_shipped closed missing
        address_shipped
    """,
    "payment": """
        methods:list unsupported pay_later unpaid_minutes:number how group group_hours:number failed double cart
        quantity limit:number safe
    """,
    "presale": """
        days:number words why cancel late_coupon:number deposit:yesno
    """,
    "price_protection": """
        days:number words how hours:number excluded times:number
    """,
    "quality": """
        evidence wrong_evidence reply_hours:number handle_hours:number options:list small small_compensation:number
        large_compensation:percent resend resend_hours:number keep_wrong colour_difference size_difference no_promise
        inspection worn_days:number
    """,
    "refunds": """
        unshipped unshipped_hours:number audit_hours:number received_hours:number only_refund how intercept to
        wechat alipay bank_days:number slow partial fast
    """,
    "returns": """
        days:number counted_from condition try_on packaging voids:list intimate intimate_categories:list late
        quality_days:number how
        audit_hours:number send_days:number check_hours:number gift_back partial payer_quality payer_personal
        insurance:yesno insurance_up_to:number insurance_words insurance_arrival freight_refund cash_on_delivery
        pickup carrier receiver phone address note tracking closed rejected withdraw
    """,
    "review": """
        how edit edit_days:number cash bad points
    """,
    "shipping": """
        dispatch_hours:number cutoff_time:clock same_day weekend holiday warehouse packing carriers:list
        default_carrier choose express_carrier express_fee:number express_how upload_hours:number split merge
        late_coupon:number late_promise stalled_days:number stalled_action stalled_hours:number
    """,
    "warranty": """
        clothes_days:number shoes_days:number bag_days:number covers excludes how repair_days:number after where
        proof
    """,}


def _parsed(written: str) -> Mapping[str, str]:
    pairs = (word.partition(":") for word in written.split())
    return MappingProxyType({name: kind or "text" for name, _, kind in pairs})


POLICY_KEYS: Mapping[str, Mapping[str, str]] = MappingProxyType({file: _parsed(written) for file, written in _WRITTEN.items()})
"""File name → key → kind. A shop may add files and keys of its own for its wording."""
