"""CSV and XLSX as shops make them become rows; what cannot be read is refused in a sentence that says where."""

from __future__ import annotations

from datetime import datetime

import pytest
from openpyxl import Workbook

from bot.faq.problems import SheetProblem
from bot.faq.sheets import Sheet, read_sheet
from bot.faq.table import letter, place_of
from bot.shop.settings import Faq
from tests.faq.sheets_for_tests import HEADER, SHOP_FAQ, as_excel_writes, csv_of, with_part, xlsx_of

ROW = ("直播间几点开播", "晚上7点")


def only(sheet: Sheet) -> tuple[str, str]:
    (row,) = sheet.rows
    return row.cells["question"], row.cells["answer"]


def refused(raw: bytes, name: str = "问答.csv", limits: Faq = Faq()) -> str:
    with pytest.raises(SheetProblem) as problem:
        read_sheet(raw, name, limits)
    return str(problem.value)


# What is read ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le"])
def test_csv_is_read_in_every_encoding_shops_save(encoding: str) -> None:
    assert only(read_sheet(csv_of(HEADER, ROW, encoding=encoding), "a.csv")) == ROW


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv_may_be_separated_by_comma_tab_or_semicolon(separator: str) -> None:
    raw = "\n".join(separator.join(row) for row in (HEADER, ROW)).encode()
    assert only(read_sheet(raw, "a.csv")) == ROW


def test_excels_line_about_the_separator_is_no_row() -> None:
    sheet = read_sheet(b"sep=;\n" + csv_of(HEADER, ROW, encoding="utf-8").replace(b",", b";"), "a.csv")
    assert (only(sheet), sheet.rows[0].line) == (ROW, 2)


@pytest.mark.parametrize("name", ["faq.xlsx", "faq.csv", "faq", ""])
def test_what_a_file_is_follows_from_its_content_and_not_from_its_name(name: str) -> None:
    assert only(read_sheet(xlsx_of(HEADER, ROW), name)) == only(read_sheet(csv_of(HEADER, ROW), name)) == ROW


def test_a_workbook_is_read_as_excel_itself_writes_it_with_its_texts_in_one_place() -> None:
    assert only(read_sheet(as_excel_writes(xlsx_of(HEADER, ROW)), "a.xlsx")) == ROW


def test_lines_are_numbered_as_a_spreadsheet_program_shows_them() -> None:
    raw = '问题,答案\n甲问题,"两\n行"\n\n乙问题,一行'.encode()
    assert [(row.line, row.cells["answer"]) for row in read_sheet(raw, "a.csv").rows] == [(2, "两\n行"), (4, "一行")]
    assert [row.line for row in read_sheet(xlsx_of(HEADER, ROW, (), ROW), "a.xlsx").rows] == [2, 4]


def test_a_title_above_the_header_is_passed_over() -> None:
    def title(sheet):
        sheet.merge_cells("A1:B1")

    assert only(read_sheet(xlsx_of(("本店常见问题汇总",), (), HEADER, ROW, change=title), "a.xlsx")) == ROW


@pytest.mark.parametrize("header", [
    "标准问,回复", "常见问题,话术", "问法,答复", "【必填】问题（不超过50字）,答案*", "Question,Answer", "顾客问题,客服回复", "Q,A", "　问 题 ,标准 答案",
])  # fmt: skip
def test_headers_are_known_as_shops_write_them(header: str) -> None:
    assert only(read_sheet(f"{header}\n{','.join(ROW)}".encode(), "a.csv")) == ROW


def test_several_columns_of_questions_are_one_question_and_its_other_phrasings() -> None:
    for header in ("问题1,问题2,问题3,答案", "标准问,相似问法,相似问法,答案", "标准问,问法1,问法2,答案", "问法1,问法2,问法3,答案"):
        (row,) = read_sheet(f"{header}\n甲,乙,丙,答".encode(), "a.csv").rows
        assert (row.cells["question"], row.cells["similar"], row.cells["answer"]) == ("甲", "乙\n丙", "答"), header


def test_cells_merged_downwards_count_in_each_of_their_rows() -> None:
    def merge(sheet):
        sheet.merge_cells("A2:A4")
        sheet.merge_cells("B2:B4")

    rows = (("问题", "答案", "相似问"), (*ROW, "甲"), (None, None, "乙"), (None, None, "丙"), ("别的", "答", "丁"))
    read = read_sheet(xlsx_of(*rows, change=merge), "a.xlsx").rows
    assert [(row.cells["question"], row.cells["similar"]) for row in read] == [(ROW[0], "甲"), (ROW[0], "乙"), (ROW[0], "丙"), ("别的", "丁")]


def test_a_cell_merged_across_question_and_answer_is_not_taken_for_an_answer() -> None:
    sheet = read_sheet(xlsx_of(HEADER, ("一、售前", None), ROW, change=lambda sheet: sheet.merge_cells("A2:B2")), "a.xlsx")
    assert [row.cells.get("answer") for row in sheet.rows] == ["", ROW[1]]


def test_numbers_dates_and_truths_become_the_text_a_person_sees() -> None:
    rows = (("问题", "答案", "失效时间"), (12, 7.0, datetime(2026, 11, 11)), (True, 1.5, datetime(2026, 11, 11, 20, 30)))
    read = read_sheet(xlsx_of(*rows), "a.xlsx").rows
    assert [tuple(row.cells.values()) for row in read] == [("12", "7", "2026-11-11"), ("是", "1.5", "2026-11-11 20:30")]


def test_the_first_sheet_with_a_header_is_read_and_the_others_are_named() -> None:
    import io

    book = Workbook()
    book.active.title, out = "说明", io.BytesIO()
    book.active.append(["填表前请先看"])
    for title in ("问答", "旧的"):
        sheet = book.create_sheet(title)
        sheet.append(HEADER)
        sheet.append(ROW)
    hidden = book.create_sheet("隐藏", 0)
    hidden.sheet_state = "hidden"
    hidden.append(HEADER)
    book.save(out)
    sheet = read_sheet(out.getvalue(), "a.xlsx")
    assert only(sheet) == ROW
    assert sheet.notes == ("只读了工作表“问答”，没有读“说明”、“旧的”",)


def test_columns_that_are_not_read_are_told() -> None:
    notes = read_sheet(csv_of(("问题", "答案", "备注"), (*ROW, "内部")), "a.csv").notes
    assert notes == ("没有读这几列：“备注”（C 列），不认识它们的表头",)
    notes = read_sheet(xlsx_of(("问题", "", "答案"), (ROW[0], "悬空", ROW[1])), "a.xlsx").notes
    assert notes == ("没有读 B 列：第 2 行有内容，可是这一列没有表头",)


def test_empty_columns_and_formats_down_to_the_last_row_do_not_matter() -> None:
    def far(sheet):
        sheet["XFD1"].number_format = sheet["A60000"].number_format = "0.00"

    assert only(read_sheet(xlsx_of(("", "问题", "", "答案"), ("", ROW[0], "", ROW[1]), change=far), "a.xlsx")) == ROW


def test_the_sample_shop_is_read_whole() -> None:
    rows = read_sheet(SHOP_FAQ.read_bytes(), SHOP_FAQ.name).rows
    assert len(rows) == 10
    assert all(row.cells["question"] and row.cells["answer"] and row.cells["similar"] and not row.problem for row in rows)


# What is wrong with one row --------------------------------------------------------------------------------------------------


def test_a_comma_in_a_text_without_quotes_spoils_only_its_row() -> None:
    bad, good = read_sheet(csv_of(HEADER, (*ROW, "周一休息"), ROW), "a.csv").rows
    assert "C 列" in bad.problem and "双引号" in bad.problem
    assert good.problem is None


def test_a_formula_counts_by_its_result_and_without_one_spoils_its_row() -> None:
    raw = xlsx_of(HEADER, ROW, (ROW[0], "=B2"), (ROW[0], "#REF!"))
    good, formula, wrong = read_sheet(raw, "a.xlsx").rows
    assert good.problem is None and "“答案”（B 列）是公式" in formula.problem and "#REF!" in wrong.problem
    worked_out = with_part(raw, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"<f>B2</f><v></v>", b"<f>B2</f><v>7</v>").replace(
        b"<f>B2</f><v />", b"<f>B2</f><v>7</v>").replace(b"<f>B2</f><v/>", b"<f>B2</f><v>7</v>"))  # fmt: skip
    assert read_sheet(worked_out, "a.xlsx").rows[1].cells["answer"] == "7"


# What is refused -------------------------------------------------------------------------------------------------------------


def test_a_refusal_names_the_file_without_its_folders() -> None:
    assert refused(b"", "C:\\Users\\me\\问答\u202e.csv").startswith("“问答.csv”：文件是空的")


def test_a_missing_column_is_named_with_what_stands_there_instead() -> None:
    said = refused(csv_of(("问题", "标准达案"), ROW))
    assert "第 1 行" in said and "没有“答案”这一列，是不是想写“标准答案”" in said


def test_two_columns_with_one_meaning_are_named_both() -> None:
    assert "“答案”（B 列）和“答案”（D 列）" in refused(csv_of(("问题", "答案", "话题", "答案"), (*ROW, "", "")))
    assert "“答案”（B 列）和“回复”（C 列）" in refused(xlsx_of(("问题", "答案", "回复"), (*ROW, "")))


def test_only_a_header_is_refused_with_the_row_where_to_begin() -> None:
    assert "从第 2 行起写" in refused(csv_of(HEADER)) and "从第 2 行起写" in refused(xlsx_of(HEADER))


@pytest.mark.parametrize("raw, where", [
    ('问题,答案\n甲,乙\n丙,"丁\n戊,己', "第 3 行 B 列"),
    ('问题,答案\n"甲"x,乙', "第 2 行 A 列"),
    ('问题,答案,话题\n甲,"乙""丙,丁\n"戊",己,庚', "第 2 行 B 列"),
])  # fmt: skip
def test_a_quote_left_open_is_refused_with_row_and_column(raw: str, where: str) -> None:
    assert where in refused(raw.encode()) and "双引号" in refused(raw.encode())


def test_damaged_bytes_are_refused_with_row_and_column_and_not_read_as_garbage() -> None:
    raw = csv_of(HEADER, ("直播间几点开播呢", "晚上七点到十一点都在直播间等您"), ROW, encoding="utf-8")
    damaged = raw.replace("七点".encode(), "七".encode()[:2] + b"\xff" + "点".encode())
    assert "第 2 行 B 列有认不出来的字" in refused(damaged)
    assert "第 2 行 A 列" in refused(csv_of(HEADER, ROW, encoding="gbk")[:-15].replace("播".encode("gbk"), b"\xff\xff"))


def test_nothing_bytes_are_refused_with_their_row() -> None:
    assert "第 3 行" in refused(csv_of(HEADER, ROW, ("甲\0", "乙"), encoding="utf-8"))


def test_a_file_too_long_or_too_large_is_refused_with_the_first_row_too_many() -> None:
    limits = Faq(rows=3, megabytes=1)
    for raw in (csv_of(HEADER, *[ROW] * 4), xlsx_of(HEADER, *[ROW] * 4), csv_of(HEADER, *[ROW] * 40), xlsx_of(HEADER, *[ROW] * 40)):
        said = refused(raw, limits=limits)
        assert "最多 3 行" in said and "第 " in said
    assert "第 5 行" in refused(csv_of(HEADER, *[ROW] * 4), limits=limits)
    assert "最大 1 MB" in refused(b"x" * (2**20 + 1), limits=limits)


@pytest.mark.parametrize("raw, said", [
    (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "旧的 .xls"),
    (b"%PDF-1.7 x", "PDF"),
    (b"\x89PNG\r\n", "图片"),
    (b"<html><table><tr><td>x", "网页格式"),
    (b"PK\x03\x04 not a zip", "文件不完整"),
    (with_part(xlsx_of(HEADER, ROW), "xl/workbook.xml", lambda xml: b"<workbook"), "断了"),
    (xlsx_of(HEADER, ROW)[:-300], "文件不完整"),
    (b" \r\n\t ", "空的"),
    (",,,\n,,\n".encode(), "空的"),
    (xlsx_of(), "空的"),
])  # fmt: skip
def test_what_is_no_table_is_refused_in_words(raw: bytes, said: str) -> None:
    assert said in refused(raw)


def test_a_table_that_breaks_off_inside_is_refused_with_the_row_it_reached() -> None:
    raw = with_part(xlsx_of(HEADER, *[ROW] * 20), "xl/worksheets/sheet1.xml", lambda xml: xml[: xml.index(b'<row r="9"') + 30])
    assert "读完工作表“Sheet”第 8 行就断了" in refused(raw) and "一行都没有收" in refused(raw)


def test_a_zip_that_unpacks_to_far_too_much_is_refused_unopened() -> None:
    raw = with_part(xlsx_of(HEADER, ROW), "xl/worksheets/sheet1.xml", lambda xml: xml + b" " * (65 * 2**20))
    assert len(raw) < 2**20 and "解开以后有" in refused(raw)


def test_definitions_in_the_xml_are_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]>'
    assert "定义" in refused(with_part(xlsx_of(HEADER, ROW), "xl/styles.xml", lambda xml: bomb + xml))


def test_rows_numbered_without_end_do_not_run_without_end() -> None:
    raw = with_part(xlsx_of(HEADER, ROW), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'<row r="2"', b'<row r="999999999999"').replace(
        b'"A2"', b'"A999999999999"').replace(b'"B2"', b'"B999999999999"'))  # fmt: skip
    assert "“问答.csv”" in refused(raw)


def test_columns_are_called_as_spreadsheet_programs_call_them() -> None:
    assert [letter(n) for n in (0, 25, 26, 51, 701, 702)] == ["A", "Z", "AA", "AZ", "ZZ", "AAA"]
    assert all(place_of(letter(n)) == n for n in range(2000))
