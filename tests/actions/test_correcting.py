"""Addresses that come in pieces, and what is corrected before the yes."""

import pytest

from actions.addresses import Delivery
from actions.correcting import corrected, joined, without_broken_phone

WHOLE = "江苏省南京市鼓楼区中山路1号5栋"


@pytest.mark.parametrize("before, new, whole", [
    ("江苏省南京市", "鼓楼区中山路1号5栋", WHOLE),
    ("江苏省南京市", "南京市鼓楼区中山路1号5栋", WHOLE),
    ("鼓楼区中山路1号5栋", "江苏省南京市", WHOLE),
    ("3栋502", "浙江省杭州市西湖区文三路90号", "浙江省杭州市西湖区文三路90号3栋502"),
    ("江苏省南京市", "浙江省杭州市西湖区文三路90号", "浙江省杭州市西湖区文三路90号"),
])  # fmt: skip
def test_an_address_in_two_messages_is_one_address(before, new, whole):
    assert joined(Delivery(address=before), Delivery(address=new)).address == whole


@pytest.mark.parametrize("text, whole", [
    ("不对 是6栋", "江苏省南京市鼓楼区中山路1号6栋"), ("是建邺区", "江苏省南京市建邺区中山路1号5栋"), ("2号", "江苏省南京市鼓楼区中山路2号5栋"),
    ("应该是建邺区奥体大街1号", "江苏省南京市建邺区奥体大街1号"), ("浙江省杭州市西湖区文三路90号", "浙江省杭州市西湖区文三路90号"),
    ("5栋502室", "江苏省南京市鼓楼区中山路1号5栋502室"),
])  # fmt: skip
def test_a_correction_replaces_the_part_it_names(text, whole):
    assert corrected(Delivery(address=WHOLE), text).address == whole


def test_a_correction_of_the_phone_leaves_the_rest():
    before = Delivery("李四", None, WHOLE)
    assert corrected(before, "电话13800009999") == Delivery("李四", "13800009999", WHOLE)


@pytest.mark.parametrize("text", ["不对", "等一下", "哦"])
def test_words_that_name_nothing_correct_nothing(text):
    assert corrected(Delivery(address=WHOLE), text) is None


@pytest.mark.parametrize("text, broken", [
    ("广州市天河区体育西路1号 李四 1380000", "1380000"), ("电话12345", "12345"), ("李四 138000099991", "138000099991"),
    ("李四 13800009999", None), ("邮编130000", None), ("订单330271902245870102改地址", None), ("中山路1号5栋1203", None),
])  # fmt: skip
def test_a_phone_that_is_none_is_recognised(text, broken):
    assert without_broken_phone(text)[1] == broken


def test_long_rubbish_is_corrected_to_the_end():
    """No pattern may try every way to cut these apart: that would never end."""
    for text in ("1号" * 1000, "区" * 2000, "路1号" * 600, "1" * 2000, "1 " * 1000, "不对" * 1000, "中山路" * 600):
        assert isinstance(without_broken_phone(text), tuple)
        assert isinstance(corrected(Delivery(address=WHOLE), text), (Delivery, type(None)))
        assert isinstance(joined(Delivery(address=text), Delivery(address=text)), Delivery)
