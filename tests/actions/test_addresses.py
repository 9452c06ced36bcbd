import pytest

from actions.addresses import Delivery, read_delivery

HANGZHOU = "浙江省杭州市西湖区文三路90号3栋502"


@pytest.mark.parametrize("text, receiver, phone, address", [
    (f"张三13912345678{HANGZHOU}", "张三", "13912345678", HANGZHOU),
    (f"{HANGZHOU} 王芳 139-1234-5678", "王芳", "13912345678", HANGZHOU),
    (f"王芳，13912345678，{HANGZHOU}", "王芳", "13912345678", HANGZHOU),
    (f"地址改成{HANGZHOU}", None, None, HANGZHOU),
    (f"麻烦把地址换成{HANGZHOU}吧谢谢", None, None, HANGZHOU),
    (f"帮我寄到{HANGZHOU}可以吗", None, None, HANGZHOU),
    ("浙江省 杭州市 西湖区 文三路90号3栋502", None, None, HANGZHOU),
    (f"收货人：欧阳娜娜\n手机：13912345678\n地址：{HANGZHOU}", "欧阳娜娜", "13912345678", HANGZHOU),
    ("收件人改成王芳", "王芳", None, None),
    ("换个收货人 周杰", "周杰", None, None),
    ("电话改成13900001111谢谢", None, "13900001111", None),
    ("电话从13811112222改成13933334444", None, "13933334444", None),
    ("上海浦东新区世纪大道100号 安然", "安然", None, "上海浦东新区世纪大道100号"),
    ("把订单330271902245870102的收货地址改成" + HANGZHOU, None, None, HANGZHOU),
])  # fmt: skip
def test_what_is_typed_in_one_go_is_read(text, receiver, phone, address):
    assert read_delivery(text) == Delivery(receiver, phone, address)


@pytest.mark.parametrize("text", ["我要改地址", "地址写错了", "改一下收货地址", "能换个地方吗", "寄到公司吧", "订单330271902245870102的地址填错了", ""])
def test_nothing_is_made_up_when_nothing_was_said(text):
    assert read_delivery(text).given() == {}


@pytest.mark.parametrize("text", ["房号改成3栋502", "我们小区地址写错了要换一下", "改到文三路90号", "超市门口的地址不对"])
def test_an_address_without_region_or_house_is_not_complete(text):
    read = read_delivery(text)
    assert not read.given() or not read.complete


def test_a_receiver_or_phone_alone_is_complete():
    assert read_delivery("收件人改成王芳").complete and read_delivery("13912345678").complete


def test_a_name_is_only_taken_beside_a_phone_or_an_address():
    assert read_delivery("谢谢 张三") == Delivery()


def test_long_rubbish_is_read_to_the_end():
    """No pattern may try every way to cut these apart: that would never end."""
    for text in ("省" * 2000, "1" * 2000, "改成" * 1000, "张三 " * 600, "路1号" * 600):
        assert isinstance(read_delivery(text), Delivery)
