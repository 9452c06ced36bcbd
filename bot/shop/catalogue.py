"""Reads products.csv and skus.csv into products, noting what does not fit together."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import MappingProxyType
from typing import Mapping, NamedTuple, Optional

from .csvfile import Row, read_table
from .problems import Findings, did_you_mean
from .products import Product, Sku

PRODUCTS, SKUS = "products.csv", "skus.csv"
_TEXTS = {
    "名称": "name", "类目": "category", "人群": "audience", "面料": "fabric", "里料": "lining", "起球": "pilling",
    "掉色": "fading", "缩水": "shrink", "厚薄": "thickness", "季节": "season", "版型": "fit", "选码建议": "fit_advice",
    "弹力": "stretch", "洗护": "care", "气味": "smell", "产地": "origin", "模特": "model_wears", "特点": "features",
    "包含": "included", "质保": "warranty", "赠品": "gift", "使用": "usage",
}  # fmt: skip
_REQUIRED = ("编号", *_TEXTS, "叫法", "选码")
_OPTIONAL = ("预售", "预售天数", "尺码表", "搭配")
_SKU_REQUIRED = ("商品编号", "货号", "颜色", "尺码", "价格", "库存")
_SKU_OPTIONAL = ("图片",)
_OFFSETS = {"选小一码": -1, "正常": 0, "选大一码": 1}
_SEPARATOR = re.compile(r"[、,，;；/|\n]+")
_ID = re.compile(r"[A-Za-z0-9_-]{1,32}\Z")


class Catalogue(NamedTuple):
    """Products and SKUs by id, and the line of each in its file, for later checks."""

    products: Mapping[str, Product]
    by_sku: Mapping[str, tuple[Product, Sku]]
    lines: Mapping[str, int]


def read_catalogue(folder: Path, findings: Findings) -> Catalogue:
    """Both sheets. Rows that cannot be used are noted and left out."""
    lines: dict[str, int] = {}
    products = _read_products(folder, lines, findings)
    skus = _read_skus(folder, products, lines, findings)
    complete = {id_: _with_skus(product, skus, lines, findings) for id_, product in products.items()}
    _check_pairs(complete, lines, findings)
    _check_aliases(complete, lines, findings)
    by_sku = {sku.id: (product, sku) for product in complete.values() for sku in product.skus}
    return Catalogue(MappingProxyType(complete), MappingProxyType(by_sku), MappingProxyType(lines))


def split_words(cell: str) -> tuple[str, ...]:
    """The words of a cell that lists several, separated by 、 or a comma, each once."""
    return tuple(dict.fromkeys(word.strip() for word in _SEPARATOR.split(cell) if word.strip()))


def _read_products(folder: Path, lines: dict[str, int], findings: Findings) -> dict[str, Product]:
    products: dict[str, Product] = {}
    for row in read_table(folder / PRODUCTS, PRODUCTS, _REQUIRED, _OPTIONAL, findings):
        id_ = row["编号"]
        if not id_:
            continue
        if not _ID.match(id_):
            findings.wrong(PRODUCTS, row.line, f"编号“{id_}”只能用英文字母、数字和 - _，例如 P1045")
        elif id_ in products:
            findings.wrong(PRODUCTS, row.line, f"编号“{id_}”在第 {lines[id_]} 行已经用过，请换一个")
        else:
            products[id_], lines[id_] = _product(row, findings), row.line
    return products


def _product(row: Row, findings: Findings) -> Product:
    if row["选码"] and row["选码"] not in _OFFSETS:
        choices = "、".join(_OFFSETS)
        findings.wrong(PRODUCTS, row.line, f"“选码”写了“{row['选码']}”，只能是：{choices}")
    days = _whole(row, "预售天数", PRODUCTS, findings) if row["预售天数"] else None
    if days is not None and not row["预售"]:
        findings.wrong(PRODUCTS, row.line, "写了“预售天数”，“预售”也要写一句怎么告诉顾客（现货请把两格都清空）")
    return Product(
        id=row["编号"],
        aliases=split_words(row["叫法"]),
        fit_offset=_OFFSETS.get(row["选码"], 0),
        presale=row["预售"] or None,
        presale_days=days,
        chart=row["尺码表"],
        pairs=split_words(row["搭配"]),
        **{name: row[header].rstrip("。") for header, name in _TEXTS.items()},
    )


def _read_skus(folder: Path, products: dict[str, Product], lines: dict[str, int], findings: Findings) -> dict[str, Sku]:
    skus: dict[str, Sku] = {}
    kinds: dict[tuple[str, str, str], int] = {}
    for row in read_table(folder / SKUS, SKUS, _SKU_REQUIRED, _SKU_OPTIONAL, findings):
        sku = _sku(row, findings)
        if sku is None:
            continue
        if sku.product not in products:
            hint = did_you_mean(sku.product, products)
            findings.wrong(SKUS, row.line, f"商品编号“{sku.product}”在 {PRODUCTS} 里没有{hint}")
        kind = (sku.product, sku.colour, sku.size)
        if sku.id in skus:
            findings.wrong(SKUS, row.line, f"货号“{sku.id}”在第 {lines[sku.id]} 行已经用过，请换一个")
        elif kind in kinds:
            findings.wrong(SKUS, row.line, f"{' '.join(kind)} 在第 {kinds[kind]} 行已经有了，请删掉一行")
        else:
            skus[sku.id] = sku
            lines[sku.id] = kinds[kind] = row.line
    return skus


def _sku(row: Row, findings: Findings) -> Optional[Sku]:
    price, stock = _price(row, findings), _whole(row, "库存", SKUS, findings)
    if price is None or stock is None or not all(row[h] for h in _SKU_REQUIRED):
        return None
    return Sku(row["货号"], row["商品编号"], row["颜色"], row["尺码"].upper(), price, stock, row["图片"] or None)


def _price(row: Row, findings: Findings) -> Optional[Decimal]:
    cell = row["价格"].lstrip("¥￥").rstrip("元")
    try:
        price = Decimal(cell)
    except InvalidOperation:
        price = Decimal("NaN")
    if not (price.is_finite() and 0 < price < 1_000_000):
        if row["价格"]:
            findings.wrong(SKUS, row.line, f"价格“{row['价格']}”不是大于 0 的数字，例如 59.9")
        return None
    return price.quantize(Decimal("0.01"))


def _whole(row: Row, header: str, file: str, findings: Findings) -> Optional[int]:
    cell = row[header]
    if re.fullmatch(r"\d{1,7}(\.0+)?", cell):
        return int(cell.split(".")[0])
    if cell:
        findings.wrong(file, row.line, f"“{header}”写了“{cell}”，请写 0 或更大的整数，不带单位")
    return None


def _with_skus(product: Product, skus: dict[str, Sku], lines: dict[str, int], findings: Findings) -> Product:
    mine = tuple(sku for sku in skus.values() if sku.product == product.id)
    if not mine:
        message = f"{product.id} {product.name} 在 {SKUS} 里一个货号也没有，请补上颜色、尺码和价格"
        findings.wrong(PRODUCTS, lines[product.id], message)
    return replace(product, skus=mine)


def _check_pairs(products: dict[str, Product], lines: dict[str, int], findings: Findings) -> None:
    for product in products.values():
        for other in product.pairs:
            if other not in products:
                findings.wrong(PRODUCTS, lines[product.id], f"“搭配”里的 {other} 不在商品里{did_you_mean(other, products)}")


def _check_aliases(products: dict[str, Product], lines: dict[str, int], findings: Findings) -> None:
    owner: dict[str, Product] = {}
    for product in products.values():
        for word in (product.name, *product.aliases):
            first = owner.setdefault(word, product)
            if first is not product:
                message = f"叫法“{word}”和第 {lines[first.id]} 行的 {first.name} 一样，机器人分不清是哪款，请改掉一个"
                findings.advise(PRODUCTS, lines[product.id], message)
