"""Reads sizes/*.yml into charts, naming file and line of what cannot be meant."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Any, Iterator, Mapping, Optional

from .charts import MEASURES, Chart, Grid, spelling
from .problems import Findings, did_you_mean
from .ranges import Range, read_range
from .yamlfile import Document, read_yaml

FOLDER = "sizes"
_KEYS = ("title", "categories", "sizes", "advice", "body", "also", "garment", "note", "one_size")
_EMPTY: Mapping[str, Any] = MappingProxyType({})


def read_charts(folder: Path, findings: Findings) -> Mapping[str, Chart]:
    """The charts by file name without its ending."""
    charts = {}
    for path in sorted((folder / FOLDER).glob("*.yml")):
        document = read_yaml(path, f"{FOLDER}/{path.name}", findings)
        if document:
            charts[path.stem] = _ChartReader(document, findings).read(path.stem)
    if not charts:
        findings.wrong(f"{FOLDER}/", 1, "一张尺码表也没有，请放回来至少一张")
    return MappingProxyType(charts)


class _ChartReader:
    """One file; every part is read on its own so that all problems show at once."""

    def __init__(self, document: Document, findings: Findings) -> None:
        self.document, self.findings = document, findings
        self.data: Mapping[str, Any] = document.data
        self.sizes = tuple(str(size).upper() for size in self._listed("sizes"))

    def read(self, stem: str) -> Chart:
        for key in self.data:
            if key not in _KEYS:
                self._wrong(f"不认识“{key}”{did_you_mean(key, _KEYS)}", key)
        self._check_sizes()
        chart = Chart(
            name=stem,
            title=str(self.data.get("title") or stem),
            categories=tuple(map(str, self._listed("categories"))),
            sizes=self.sizes,
            grid=self._grid(),
            body=self._body(),
            also=self._also(),
            garment=self._garment(),
            note=str(self.data.get("note") or ""),
            one_size=str(self.data["one_size"]) if self.data.get("one_size") else None,
        )
        if self.sizes and not (chart.grid or chart.body or len(self.sizes) == 1):
            self._wrong("没有写怎么选码：请写 advice（身高 × 体重）或 body（脚长、腰围等）", "sizes")
        return chart

    def _check_sizes(self) -> None:
        if not self.sizes:
            self._wrong("缺少 sizes，请从小到大写出所有尺码，例如 sizes: [S, M, L]", "sizes")
        for size in sorted({size for size in self.sizes if self.sizes.count(size) > 1}):
            self._wrong(f"尺码“{size}”写了两次", "sizes")
        if not self.data.get("title"):
            self._wrong("缺少 title（这张表叫什么），例如 title: 女装上衣", "title")
        if len(self.sizes) == 1 and not self.data.get("one_size"):
            self._wrong("只有一个尺码的表要写 one_size，说明适合谁，例如 one_size: 头围 54-60 厘米", "sizes")

    def _grid(self) -> Optional[Grid]:
        advice = self._mapping(self.data, "advice")
        if not advice:
            return None
        rows = self._mapping(advice, "rows", "advice")
        weights = self._ranges(advice.get("weights") or (), "体重", "advice", "weights")
        heights = self._ranges(tuple(rows), "身高", "advice", "rows")
        if not weights or not heights:
            self._wrong("advice 里要有 weights（每一列的体重）和 rows（每一行的身高）", "advice")
            return None
        cells = tuple(self._row(written, cells, len(weights)) for written, cells in rows.items())
        return Grid(heights, weights, cells)

    def _row(self, written: str, cells: Any, width: int) -> tuple[Optional[str], ...]:
        where = ("advice", "rows", written)
        if not isinstance(cells, tuple) or len(cells) != width:
            count = len(cells) if isinstance(cells, tuple) else 0
            self._wrong(f"身高 {written} 这一行有 {count} 个尺码，weights 有 {width} 列，个数要一样（没有合适的码写 -）", *where)
            return (None,) * width
        row = tuple(None if cell in ("-", "—", None) else str(cell).upper() for cell in cells)
        self._check_known((cell for cell in row if cell), *where)
        return row

    def _ranges(self, written: tuple[Any, ...], what: str, *where: str) -> tuple[Range, ...]:
        ranges: list[Range] = []
        for text in written if isinstance(written, tuple) else ():
            one = read_range(text)
            if one is None:
                self._wrong(f"{what}“{text}”看不懂，请写成从小到大的范围，例如 47-51", *where)
            elif ranges and one.low != ranges[-1].high:
                last = ranges[-1]
                message = f"{what} {text} 没有接上前一段 {last.low:g}-{last.high:g}，下一段要从 {last.high:g} 开始"
                self._wrong(message, *where, *((text,) if where[-1] == "rows" else ()))
            if one:
                ranges.append(one)
        return tuple(ranges)

    def _body(self) -> Mapping[str, Mapping[str, Range]]:
        body = {}
        for written, by_size in self._mapping(self.data, "body").items():
            if written not in MEASURES:
                known = "、".join(MEASURES)
                self._wrong(f"不认识“{written}”，可以写：{known}", "body", written)
                continue
            body[MEASURES[written]] = dict(self._body_ranges(written))
            self._check_overlaps(written, body[MEASURES[written]])
        return MappingProxyType({measure: MappingProxyType(ranges) for measure, ranges in body.items() if ranges})

    def _body_ranges(self, measure: str) -> Iterator[tuple[str, Range]]:
        by_size = self._mapping(self.data["body"], measure, "body")
        self._check_known((str(size).upper() for size in by_size), "body", measure)
        for size, text in by_size.items():
            one = read_range(text)
            if one is None:
                self._wrong(f"{measure}“{text}”看不懂，请写成从小到大的范围，例如 64-67", "body", measure, size)
            elif size.upper() in self.sizes:
                yield size.upper(), one

    def _check_overlaps(self, measure: str, ranges: Mapping[str, Range]) -> None:
        rising = sorted(ranges.items(), key=lambda item: self.sizes.index(item[0]))
        for (small, before), (large, after) in zip(rising, rising[1:]):
            if after.low < before.high:
                self._wrong(f"{measure}：{large} 的 {after.low:g} 比 {small} 的 {before.high:g} 还小，两个码重叠了", "body", measure, large)

    def _also(self) -> Mapping[str, str]:
        also: dict[str, str] = {}
        for size, names in self._mapping(self.data, "also").items():
            self._check_known((size.upper(),), "also", size)
            for name in names if isinstance(names, tuple) else (names,):
                if also.setdefault(spelling(str(name)), size.upper()) != size.upper():
                    self._wrong(f"“{name}”同时写在了 {also[spelling(str(name))]} 和 {size} 下面，请只留一个", "also", size)
        return MappingProxyType(also)

    def _garment(self) -> Mapping[str, Mapping[str, float]]:
        table = self._mapping(self.data, "garment")
        garment = {}
        self._check_known((size.upper() for size in table), "garment")
        for size in table:
            row = self._mapping(table, size, "garment")
            for part, value in row.items():
                if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < 1000:
                    self._wrong(f"{size} 的{part}“{value}”不是厘米数，例如 66 或 66.5", "garment", size, part)
            garment[size.upper()] = row
        missing = [size for size in self.sizes if size not in garment]
        if missing:
            self._wrong(f"garment 里缺少尺码 {'、'.join(missing)} 的尺寸", "garment")
        return MappingProxyType(garment)

    def _check_known(self, sizes: Iterator[str], *where: str) -> None:
        for size in sizes:
            if size not in self.sizes:
                self._wrong(f"尺码“{size}”不在 sizes（{'、'.join(self.sizes)}）里", *where)

    def _listed(self, key: str) -> tuple[Any, ...]:
        value = self.data.get(key)
        if value is None:
            return ()
        if not isinstance(value, tuple):
            self._wrong(f"{key} 要写成 [ ] 里用逗号隔开的几个，现在是“{value}”", key)
            return ()
        return value

    def _mapping(self, around: Mapping[str, Any], key: str, *above: str) -> Mapping[str, Any]:
        value = around.get(key)
        if value is None:
            return _EMPTY
        if not isinstance(value, Mapping):
            self._wrong(f"{key} 下面要一行行写“名字: 内容”，现在是“{value}”", *above, key)
            return _EMPTY
        return value

    def _wrong(self, message: str, *where: Any) -> None:
        self.findings.wrong(self.document.file, self.document.line(*where), message)
