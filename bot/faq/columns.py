"""What shops write over their columns, and which of ours each one is."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Mapping, Optional

from bot.faq.problems import SheetProblem
from bot.faq.table import TITLE_ROWS, Table, TableRow, letter
from bot.shop.problems import did_you_mean

QUESTION, ANSWER, SIMILAR, TOPIC, PRODUCT, FROM, UNTIL = "question", "answer", "similar", "topic", "product", "valid_from", "valid_until"
_NAMES: Mapping[str, str] = {
    QUESTION: "问题 标准问 标准问题 标准问法 主问题 主问法 问题标题 问题内容 问题名称 常见问题 买家问题 顾客问题 客户问题 用户问题 买家提问 顾客提问 客户提问 "
              "用户提问 提问 咨询问题 咨询内容 知识标题 知识点 q question faq",
    ANSWER: "答案 回复 回答 话术 标准答案 标准回复 标准回答 回复内容 回复话术 答复 答复内容 客服回复 客服话术 客服回答 推荐回复 自动回复 应答 解答 答案内容 "
            "答复话术 应答话术 答 a answer reply response",
    SIMILAR: "相似问 相似问法 相似问题 相似说法 相似问句 同义问 同义问法 同义问题 同义句 其他问法 其它问法 别的问法 更多问法 扩展问 扩展问法 扩展问题 "
             "近似问法 近似问题 类似问题 类似问法 变体 similar variants",
    TOPIC: "话题 分类 类别 类型 问题分类 问题类型 问题类别 知识分类 分组 栏目 主题 topic category",
    PRODUCT: "商品 产品 适用商品 适用产品 关联商品 商品编号 商品名称 商品名 款号 宝贝 product sku",
    FROM: "生效时间 生效日期 开始时间 开始日期 起始时间 起始日期 生效 有效期起 有效期开始 有效期从 上线时间 validfrom from start",
    UNTIL: "失效时间 失效日期 结束时间 结束日期 截止时间 截止日期 到期时间 到期日期 过期时间 失效 有效期 有效期至 有效期止 有效期到 有效期结束 下线时间 "
           "validuntil until end",
}  # fmt: skip
_BY_NAME = {name: column for column, names in _NAMES.items() for name in names.split()}
_EITHER = frozenset("问法 问句 问 用户问法 顾客问法 买家问法 客户问法 说法".split())  # the question, or further ones beside a column of questions
_SHOWN = {QUESTION: "问题", ANSWER: "答案"}
_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]|【.*?】|<.*?>")
_NUMBER = re.compile(r"[0-9一二三四五六七八九十]+$")


@dataclass(frozen=True)
class Header:
    """Where our columns are. `words`: what the shop calls each; `unknown`: places with a header that says nothing to us."""

    row: int
    width: int
    places: Mapping[str, tuple[int, ...]]
    words: Mapping[int, str]
    unknown: tuple[int, ...]

    def called(self, column: str) -> str:
        """How to tell the shopkeeper which column is meant."""
        if column not in self.places:
            return f"“{_SHOWN.get(column, column)}”一列"
        return self.at(self.places[column][0])

    def at(self, place: int) -> str:
        return f"“{self.words[place]}”（{letter(place)} 列）" if place in self.words else f" {letter(place)} 列"


def find_header(table: Table) -> Optional[Header]:
    """The header of a table, in one of its first rows. Raises SheetProblem when a column is there twice; None when there is none."""
    for row in table.rows[:TITLE_ROWS]:
        header = _read(row)
        if {QUESTION, ANSWER} <= set(header.places):
            _check_doubles(header)
            return header
    return None


def no_header(table: Table) -> SheetProblem:
    """Why no header was found, from the row most like one."""
    row = max(table.rows[:TITLE_ROWS], key=lambda row: (len(_read(row).places), -row.number))
    header = _read(row)
    lacking = [column for column in _SHOWN if column not in header.places]
    missing = "、".join(f"“{_SHOWN[column]}”" for column in lacking)
    written = "、".join(cell[:12] for cell in row.cells if cell)[:60]
    meant = [name for name, column in _BY_NAME.items() if column in lacking]
    hint = next(filter(None, (did_you_mean(_plain(row.cells[place]), meant) for place in header.unknown)), "")
    comma = "；格子之间用的是中文逗号，请改成英文逗号" if table.by_commas and "，" in written and len(row.cells) == 1 else ""
    return SheetProblem(f"第 {row.number} 行（写的是：{written}）没有{missing}这一列{hint}{comma}；请在第一行写上表头“问题”和“答案”，或者下载模板来填。")


def _read(row: TableRow) -> Header:
    places: dict[str, list[int]] = {}
    words, unknown, either = {}, [], []
    for place, cell in enumerate(row.cells):
        plain = _plain(cell)
        column = _BY_NAME.get(plain) or _BY_NAME.get(_NUMBER.sub("", plain))
        if cell.strip():
            words[place] = " ".join(cell.split())[:20]
        if plain in _EITHER or _NUMBER.sub("", plain) in _EITHER:
            either.append(place)
        elif column == QUESTION and QUESTION in places and plain not in _BY_NAME:
            places.setdefault(SIMILAR, []).append(place)  # 问题1, 问题2: the first is the question
        elif column:
            places.setdefault(column, []).append(place)
        elif cell.strip():
            unknown.append(place)
    if either and QUESTION not in places:
        places[QUESTION] = [either.pop(0)]
    if either:
        places[SIMILAR] = sorted([*places.get(SIMILAR, ()), *either])
    width = max(words, default=-1) + 1
    return Header(row.number, width, {column: tuple(found) for column, found in places.items()}, words, tuple(unknown))


def _plain(cell: str) -> str:
    text = _BRACKETS.sub("", unicodedata.normalize("NFKC", cell[:60]).lower())
    return "".join(c for c in text if c.isalnum())


def _check_doubles(header: Header) -> None:
    for column, places in header.places.items():
        if len(places) > 1 and column != SIMILAR:
            both = "和".join(header.at(place) for place in places[:2])
            raise SheetProblem(f"第 {header.row} 行：{both}说的是同一样东西，不知道该读哪一列；请删掉或改名其中一列。")
