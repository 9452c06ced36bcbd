"""`check` names the file, the line and the remedy for everything a shopkeeper can get wrong."""

from __future__ import annotations

import pytest

from bot.shop import check

from .folder import DATA

EDITS = [
    # products.csv
    ("products.csv", "P1002,重磅", "P1001,重磅", "编号“P1001”在第 2 行已经用过"),
    ("products.csv", "P1002,重磅", "衣服2,重磅", "编号“衣服2”只能用英文字母"),
    ("products.csv", "P1002,重磅纯棉宽松短袖,", "P1002,,", "“名称”是空的"),
    ("products.csv", ",选小一码,版型偏大，建议选小一码，喜欢宽松慵懒", ",偏大,版型偏大，建议选小一码，喜欢宽松慵懒", "“选码”写了“偏大”，只能是：选小一码、正常、选大一码"),
    ("products.csv", "提前做好会提前发,15,", "提前做好会提前发,半个月,", "“预售天数”写了“半个月”"),
    ("products.csv", "P1008、P1031、P1037", "P1008、P1301", "“搭配”里的 P1301 不在商品里"),
    ("products.csv", ",男装上衣,", ",男装上依,", "尺码表“男装上依”在 sizes/ 里没有，是不是想写“男装上衣”"),
    ("products.csv", "轻薄羽绒服、短款羽绒服、白鸭绒、鸭绒服、小羽绒,羽绒服", "小羽绒,羽绒衣", "类目“羽绒衣”没有尺码表"),
    # skus.csv
    ("skus.csv", "P1001,P1001-白色-M,白色,M,49.90", "P1001,P1001-白色-S,白色,M,49.90", "货号“P1001-白色-S”在第 2 行已经用过"),
    ("skus.csv", "P1001,P1001-白色-M,白色,M,49.90", "P1001,A,白色,S,49.90", "P1001 白色 S 在第 2 行已经有了"),
    ("skus.csv", "P1001,P1001-白色-M,白色,M,49.90", "P9001,A,白色,M,49.90", "商品编号“P9001”在 products.csv 里没有"),
    ("skus.csv", "白色-M,白色,M,49.90,", "白色-M,白色,M,-5,", "价格“-5”不是大于 0 的数字"),
    ("skus.csv", "白色-M,白色,M,49.90,", "白色-M,白色,M,,", "“价格”是空的"),
    ("skus.csv", "白色-M,白色,M,49.90,", "白色-M,白色,M,49.90,若干", "“库存”写了“若干"),
    ("skus.csv", "白色-M,白色,M,49.90,", "白色-M,白色,XM,49.90,", "尺码“XM”不在 精梳棉基础圆领T恤 的尺码表"),
    ("skus.csv", "白色-M,白色,M,49.90,", "白色-M,白色,黑色,M,49.90,9,", "这一行的格子比表头多"),
    ("skus.csv", "颜色", "色彩", "不认识表头“色彩”"),
    ("skus.csv", "颜色", "色彩", "第一行缺少表头：颜色"),
    # shop.yml
    ("shop.yml", "misses_before_human: 2", "misses_before_humans: 2", "不认识设置“misses_before_humans”，是不是想写“misses_before_human”"),
    ("shop.yml", "wrong_answers_per_hundred: 5", "wrong_answers_per_hundred: 百分之五", "请写 0.1 到 50 之间的数"),
    ("shop.yml", "  messages_per_minute: 20", "  messages_per_minute: 0", "请写 1 到 1000 之间的整数"),
    ("shop.yml", "name: 棉小铺", "name:", "缺少设置“name”"),
    ("shop.yml", "[60, 100, 180]", "[100, 60]", "waiting_colours 要写三个从小到大的整数"),
    ("shop.yml", '"09:00-12:30"', '"9点到12点半"', "时间“9点到12点半”看不懂"),
    ("shop.yml", '"09:00-12:30"', '"09:00-25:00"', "时间“09:00-25:00”不对"),
    ("shop.yml", '"2026-11-11"', '"11月11日"', "日期“11月11日”看不懂"),
    ("shop.yml", "by_weekday: {}", "by_weekday: {礼拜三: []}", "“礼拜三”不是星期"),
    ("shop.yml", "switch: auto", "switch: 关", "switch 写了“关”，只能是：auto、open、closed"),
    ("shop.yml", "assistant: 小棉", "assistant:小棉", "的冒号要用英文的 : ，后面空一格"),
    ("shop.yml", "assistant: 小棉", "assistant：小棉", "的冒号要用英文的 : ，后面空一格"),
    ("shop.yml", "platform: 拼多多", "platform: [拼多多", "从这里开始看不懂"),
    ("shop.yml", "assistant: 小棉", "\tassistant: 小棉", "这里用了 Tab 键"),
    ("shop.yml", "platform: 拼多多", "name: 拼多多", "“name”写了两次"),
    # sizes
    ("sizes/unisex-tshirts.yml", "title: 男女同款短袖", "titel: 男女同款短袖", "不认识“titel”，是不是想写“title”"),
    ("sizes/unisex-tshirts.yml", "168-174: [M, M, L, L, XL, 2XL]", "168-174: [M, M, L, L, XL]", "这一行有 5 个尺码，weights 有 6 列"),
    ("sizes/unisex-tshirts.yml", "168-174: [M, M,", "168-174: [M, N,", "尺码“N”不在 sizes（S、M、L、XL、2XL）里"),
    ("sizes/unisex-tshirts.yml", "168-174: [M,", "169-174: [M,", "身高 169-174 没有接上前一段 160-168，下一段要从 168 开始"),
    ("sizes/unisex-tshirts.yml", "weights: [38-48, 48-56", "weights: [38-48, 五十", "体重“五十”看不懂"),
    ("sizes/unisex-tshirts.yml", "M: {衣长: 66,", "M: {衣长: 六六,", "M 的衣长“六六”不是厘米数"),
    ("sizes/women-jeans.yml", "腰围: {", "腰: {", "不认识“腰”，可以写：身高、体重、脚长"),
    ("sizes/women-jeans.yml", '"26": 64-67', '"26": 62-67', "26 的 62 比 25 的 64 还小，两个码重叠了"),
    ("sizes/women-jeans.yml", '"28": [M]', '"28": [S]', "“S”同时写在了 26 和 28 下面"),
    # policies
    ("policies/shipping.yml", "dispatch_hours: 48", "dispatch_hours: 两天", "“dispatch_hours”写了“两天”，请写 0 或更大的数字"),
    ("policies/shipping.yml", 'cutoff_time: "16:00"', "cutoff_time: 下午四点", "“cutoff_time”写了“下午四点”，请写成 \"16:00\""),
    ("policies/freight.yml", "free: 是", "free: 大概", "“free”写了“大概”，只能写 是 或 否"),
    ("policies/freight.yml", "[新疆, 西藏]", "新疆和西藏", "“remote_areas”写了“新疆和西藏”，请写成 [ ]"),
    ("policies/delivery.yml", "days_from: 1, days_to: 2", "days_from: 3, days_to: 2", "江浙沪皖 的 days_from 比 days_to 大"),
    ("policies/discounts.yml", "满 {full} 元", "满 {ful} 元", "“full_words”里面的 {ful} 找不到，是不是想写“full”"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "says"), EDITS, ids=[f"{e[0]}: {e[3][:24]}" for e in EDITS])
def test_an_edit_gone_wrong_is_reported_with_file_line_and_remedy(folder, file, old, new, says):
    line = folder.replace(file, old, new)
    told = [p for p in folder.check() if says in p.message]
    assert told, folder.check()
    assert (told[0].file, told[0].line, told[0].serious) == (file, line, True)


def test_a_chart_with_one_size_must_say_whom_it_fits(folder):
    line = folder.replace("sizes/hats.yml", "one_size:", "# one_size:")
    assert ("sizes/hats.yml", line - 1) == (folder.check()[0].file, folder.check()[0].line)
    assert "只有一个尺码的表要写 one_size" in folder.check()[0].message


def test_a_missing_policy_names_the_key(folder):
    folder.replace("policies/returns.yml", "\nreceiver:", "\nreciever:")
    assert [p for p in folder.check() if "缺少“receiver”" in p.message][0].file == "policies/returns.yml"


def test_a_missing_file_is_named(folder):
    (folder.path / "policies/coupons.yml").unlink()
    assert [str(p) for p in folder.check()][0].startswith("policies/coupons.yml 第 1 行：找不到这个文件")


def test_a_product_without_skus_is_reported_on_its_line(folder):
    text = (folder.path / "skus.csv").read_text(encoding="utf-8")
    folder.write("skus.csv", "".join(line for line in text.splitlines(True) if not line.startswith("P1044")))
    problem = folder.check()[0]
    assert (problem.file, problem.line) == ("products.csv", 45)
    assert "P1044" in problem.message and "一个货号也没有" in problem.message


def test_two_products_called_alike_are_pointed_out_but_served(folder):
    line = folder.replace("products.csv", "重磅短袖、宽松短袖", "重磅短袖、打底T")
    assert [(p.file, p.line, p.serious) for p in folder.check()] == [("products.csv", line, False)]


def test_overlapping_hours_are_refused(folder):
    line = folder.replace("shop.yml", '"13:30-22:00"', '"12:00-22:00"')
    problem = folder.check()[0]
    assert "09:00-12:30 和 12:00-22:00 重叠了" in problem.message
    assert (problem.file, problem.line) == ("shop.yml", line - 2)


def test_a_shop_that_is_never_open_is_refused(folder):
    text = (folder.path / "shop.yml").read_text(encoding="utf-8")
    start, end = text.index("  workdays:"), text.index("  by_weekday:")
    folder.write("shop.yml", text[:start] + "  workdays: []\n  weekends: []\n  holidays: []\n" + text[end:])
    assert "一个上班时间也没有" in folder.check()[0].message


def test_wording_with_a_misspelt_policy_value_is_reported(folder):
    folder.write("replies/order.yml", 'utter_a:\n  - "好的"\n  - "{shipping_dispach_hours} 小时内发"\n')
    assert [str(p) for p in folder.check()] == [
        "replies/order.yml 第 3 行：“utter_a”的这种说法用了 {shipping_dispach_hours}，policies 里没有这个值，"
        "是不是想写 {shipping_dispatch_hours}"
    ]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('utter_a:\n  - "{shop 你好"\n', 2, "大括号不成对"),
        ('utter_a:\n  - "{} 你好"\n', 2, "有一对空的大括号"),
        ("utter_a: 你好\n", 1, "下面要有至少一种说法"),
        ("utter_a: []\n", 1, "下面要有至少一种说法"),
        ("utter_a:\n  -\n", 2, "是空的"),
        ("utter_a:\n  - 亲: 您好\n", 2, "把整句话放在英文双引号里"),
        ("hello:\n  - 您好\n", 1, "话术的名字都以 utter_ 开头"),
        ("utter_a:\n  - 您好\nutter_a:\n  - 在\n", 3, "写了两次"),
        ("utter_a: &x\n  - 您好\nutter_b: *x\n", 1, "不支持 & 和 * 的引用写法"),
    ],
)
def test_wording_that_cannot_be_said_is_reported(folder, text, line, says):
    folder.write("replies/talk.yml", text)
    problem = folder.check()[0]
    assert says in problem.message and (problem.file, problem.line) == ("replies/talk.yml", line)


def test_wording_written_twice_names_the_other_file(folder):
    folder.write("replies/a.yml", "utter_a:\n  - 您好\n")
    folder.write("replies/b.yml", "utter_a:\n  - 在的\n")
    assert str(folder.check()[0]) == "replies/b.yml 第 1 行：“utter_a”在 replies/a.yml 里已经写过，请删掉一处"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('{"days": [\n {"name": "元旦", "date": "2027-1-1", "isOffDay": true}]}', 2, "日期“2027-1-1”看不懂"),
        ('{"days": [\n {"name": "元旦", "date": "2027-01-01"}]}', 2, '缺少 "isOffDay"'),
        ('{"days": [\n {"date": "2027-01-01", "isOffDay": true},]}', 2, "JSON 格式不对"),
        ("[]", 1, '最外层要有 "days"'),
        ('{"days": []}', 1, "一天放假安排也没有"),
    ],
)
def test_a_holiday_file_gone_wrong_is_reported(folder, text, line, says):
    folder.write("holidays/2027.json", text)
    problem = next(p for p in folder.check() if says in p.message)
    assert (problem.file, problem.line) == ("holidays/2027.json", line)


def test_a_picture_saved_as_a_sheet_is_reported(folder):
    (folder.path / "skus.csv").write_bytes(b"\x89PNG\r\n\0\0\xff\xff")
    assert any(p.file == "skus.csv" and "另存为 UTF-8" in p.message for p in folder.check())


@pytest.mark.parametrize("file", ["shop.yml", "products.csv", "skus.csv", "policies/returns.yml", "sizes/hats.yml"])
def test_no_cut_of_a_file_is_more_than_a_problem(folder, file):
    whole = (folder.path / file).read_bytes()
    for share in range(0, 10):
        (folder.path / file).write_bytes(whole[: len(whole) * share // 10])
        assert all("出了意外" not in p.message for p in folder.check())


def test_wording_without_which_a_shopper_would_hear_nothing_may_not_be_missing(folder):
    written = (DATA / "replies" / "human.yml").read_text("utf8")
    (folder.path / "replies").mkdir(exist_ok=True)
    (folder.path / "replies" / "human.yml").write_text(written.replace("utter_handover_open_next:", "utter_handover_open_nexx:"), "utf8")
    (missing,) = [p for p in check(folder.path) if p.serious and "缺少话术" in p.message]
    assert "utter_handover_open_next" in missing.message
