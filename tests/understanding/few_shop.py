"""A shop small enough for a test: four intents with lines, eight questions of its own, and one other shop to learn from."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Sequence

import numpy as np
import yaml

SAID = {
    "ask_pilling": "会起球吗 容易起球不 穿久了起球吗 起不起球 洗了会起球吗 这个起球厉害吗 起球严重吗 会不会起球",
    "ask_ship_time": "多久发货 什么时候发货 今天能发货吗 几天发货 啥时候发 现在拍多久发货 何时发货 下单后多久发货",
    "ask_size": "穿多大码 我该穿什么码 选多大的 175穿多大 体重130穿多大码 拍什么尺码 175 130 穿多大 尺码怎么选",
    "greet": "你好 在吗 您好 有人吗 哈喽 在不在 客服在吗 嗨",
}
SENTENCES = [(text, intent) for intent, texts in SAID.items() for text in texts.split(" ")]
NATURAL = [(f"{text}{more}", [intent]) for text, intent in SENTENCES for more in ("呀", "呢")]
OWN = {
    "faq/parking": (["门店可以停车吗", "开车来有车位没有", "停车怎么收费"], "门店楼下有停车场，购物满200元免停车费两小时。"),
    "faq/engraving": (["保温杯可以刻字吗", "杯子上能刻名字不"], "保温杯支持激光刻字，最多8个字，每只收10元。"),
    "faq/recycling": (["你们回收旧衣服吗", "旧衣服可以寄给你们吗", "旧衣回收有积分吗"], "旧衣服洗净打包寄到回收点，每公斤给50积分。"),
    "faq/live": (["直播间几点开播", "主播每天什么时候直播"], "每天晚上7点到11点直播，周一停播。"),
    "faq/jobs": (["你们招人吗"], "招聘岗位在公众号的加入我们里，简历发邮箱。"),
    "faq/curtain": (["窗帘尺寸怎么量", "量窗帘要量哪里"], "宽度量轨道，高度从轨道量到地面再减两厘米。"),
    "faq/giftcard": (["礼品卡有有效期吗", "礼品卡过期了怎么办"], "礼品卡三年内有效，过期可以申请延期一次。"),
    "faq/factory": (["可以参观工厂吗", "工厂开放日怎么报名"], "工厂每月最后一个周六开放，提前三天报名。"),
}
OWN_SENTENCES = [(text, label) for label, (texts, _) in OWN.items() for text in texts]
ANSWERS = {label: answer for label, (_, answer) in OWN.items()}
_OTHER = (
    ("芒果怎么催熟", "青芒果放几天能变软", "没熟的芒果如何处理", "和苹果装进纸箱放三到五天就软了", "芒果硬邦邦的要捂几天"),
    ("滤芯多久换一次", "滤芯的更换周期是多长", "净水器芯子能用几个月", "滤芯六到八个月更换一次", "里面那个芯子能撑多久"),
    ("榴莲怎么开", "没有裂口的榴莲从哪下刀", "有没有开榴莲的教程", "沿着底部纹路插入螺丝刀一撬就开", "榴莲打不开咋整"),
    ("手表怎么调时间", "表冠拉到第几格可以对时", "机械表对时间的步骤", "表冠拉出一格顺时针拧动就能对时", "表慢了咋调"),
    ("风扇噪音有多大", "夜里开风扇吵不吵", "静音档是多少分贝", "静音档二十六分贝像翻书的声音", "风扇晚上响不响"),
    ("婴儿车可以带上飞机吗", "推车能登机吗", "飞机上放得下推车不", "折叠后符合登机箱尺寸可以带上飞机", "坐飞机推车咋办"),
    ("猫砂可以冲马桶吗", "猫砂倒厕所会堵吗", "豆腐砂能不能冲掉", "豆腐猫砂少量多次可以冲马桶", "砂子丢马桶行不"),
    ("椅子扶手可以拆吗", "扶手能不能不装", "座椅扶手如何拆卸", "拧下底部四颗螺丝就能拆下扶手", "扶手碍事能卸掉不"),
)


def letters(text: str) -> list[str]:
    return list(text)


def encoding(texts: Sequence[str]) -> np.ndarray:
    """Sixty-four numbers that say which characters are in a text; stands for sentence meaning."""
    rows = np.zeros((len(texts), 64), np.float32)
    for row, text in zip(rows, texts):
        for character in text:
            row[ord(character) * 7 % 64] += 1
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def other_shop(folder: Path) -> Path:
    """Writes the other shop's questions."""
    folder.mkdir(exist_ok=True)
    rows: list[dict[str, Any]] = [
        {"name": f"q{at}", "question": a, "similar": [b, c], "answer": answer, "again": f"{a}呢", "typed": f"{c}啊",
         "heldout": [asked, f"{asked}啊", f"请问{asked}"]}
        for at, (a, b, c, answer, asked) in enumerate(_OTHER)]
    (folder / "other.yml").write_text(yaml.safe_dump(rows, allow_unicode=True), "utf8")
    return folder
