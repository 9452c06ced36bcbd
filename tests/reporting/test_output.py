"""The report as a shopkeeper sees it: on a screen, in a spreadsheet, on strange days and over spoilt rows."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader
from sqlalchemy import text

from bot.handoff.tables import changes, conversations, messages, tickets
from bot.reporting import Span, in_words, read_rows, read_words, report, write_csv
from bot.reporting.aligned import columns, printable, width
from bot.reporting.summary import figures
from bot.stores import writing
from tests.running import ROOT

from .counter import HOURS, TUESDAY, Counter, tomorrow
from .test_handled import TOPICS, a_day

WORDS = read_words()


def printed(shop: Counter, day: date | None = None, days: int = 1) -> str:
    return in_words(shop.report(day, days), WORDS, TOPICS.of, "A")


def sheet(folder: Path, name: str) -> list[dict[str, str]]:
    with open(folder / f"{name}.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_day_is_told_with_its_figures(shop: Counter) -> None:
    a_day(shop)
    lines = [line.split() for line in printed(shop).splitlines()]
    assert "3 分钟人工回复率 66.7%（3 轮）" in printed(shop)
    for expected in (["会话", "2"], ["轮次", "3"], ["3", "分钟内人工回复", "2", "66.7%"], ["首次人工回复", "平均", "2", "分", "10", "秒"],
                     ["满意", "1", "50.0%"], ["投诉", "1", "50.0%"], ["等太久"]):
        assert expected in lines, expected


def test_columns_stand_under_each_other_for_eyes(shop: Counter) -> None:
    rows = columns([["名字", "次数"], ["abc", "1"], ["三个字", "12"]])
    assert rows == ["名字    次数", "abc        1", "三个字    12"]
    assert {width(row) for row in rows} == {12}


def test_a_day_with_nothing_says_so(shop: Counter, tmp_path: Path) -> None:
    shop.at("22:00")
    assert printed(shop).splitlines()[-1] == WORDS["nothing"]
    write_csv(shop.report(), tmp_path, WORDS, TOPICS.of, "A")
    assert sheet(tmp_path, "rounds") == []
    assert sheet(tmp_path, "summary")[0]["会话"] == "0"


def test_a_day_that_is_not_over_and_one_that_has_not_begun_say_so(shop: Counter) -> None:
    shop.at("10:00").asks_bot("xiaolu")
    assert "今天还没过完" in printed(shop)
    assert WORDS["not_begun"] in printed(shop, tomorrow())
    shop.at("00:00", tomorrow())
    assert "今天还没过完" not in printed(shop, TUESDAY)


@pytest.mark.parametrize("day", [date(2015, 1, 1), date(2027, 1, 1), date(2035, 10, 1), date(2100, 12, 31)])
def test_years_without_known_holidays_are_reported_by_weekday(shop: Counter, day: date) -> None:
    shop.at("10:00", day).wants_person("xiaolu")
    shop.takes("小棉", "xiaolu")
    shop.at("10:01").replies("小棉", "xiaolu")
    assert "没有任何会话" not in printed(shop)


def test_several_days_are_listed_and_added_up(shop: Counter, tmp_path: Path) -> None:
    a_day(shop)
    shop.at("10:00", tomorrow()).asks_bot("xiaolu")
    shop.at("12:00")
    assert "2026-11-24 至 2026-11-25，共 2 天" in printed(shop, days=2)
    write_csv(shop.report(days=2), tmp_path, WORDS, TOPICS.of, "A")
    written = [(row["日期"], row["会话"], row["轮次"]) for row in sheet(tmp_path, "summary")]
    assert written == [("2026-11-24", "2", "3"), ("2026-11-25", "1", "0"), ("合计", "3", "3")]


def test_the_tables_open_in_excel_with_one_row_for_each_thing(shop: Counter, tmp_path: Path) -> None:
    a_day(shop)
    names = write_csv(shop.report(), tmp_path / "new" / "folder", WORDS, TOPICS.of, "A")
    folder = tmp_path / "new" / "folder"
    assert all((folder / name).read_bytes().startswith(b"\xef\xbb\xbf") for name in names)
    assert {name: len(sheet(folder, name.removesuffix(".csv"))) for name in names} == {
        "summary.csv": 1, "conversations.csv": 2, "rounds.csv": 3, "handovers.csv": 2, "promises.csv": 0, "questions.csv": 1, "agents.csv": 2}
    assert sheet(folder, "rounds")[1] == {
        "日期": "2026-11-24", "渠道": "web", "顾客": "azhe", "接待编号": sheet(folder, "handovers")[1]["接待编号"], "组": "售后",
        "顾客发问": "2026-11-24 11:00:00", "人工回复": "2026-11-24 11:03:20", "客服": "阿布", "上班时间内秒数": "200.0", "结果": "超过 3 分钟", "首次回复": "是"}


def test_what_a_shopper_writes_is_neither_a_formula_nor_obeyed_by_a_terminal(shop: Counter, tmp_path: Path) -> None:
    shop.at("10:00").wants_person("=1+1")
    shop.takes("小棉", "=1+1")
    shop.replies("小棉", "=1+1")
    shop.ends("小棉", "=1+1", ask=True)
    shop.rates("=1+1", why='=HYPERLINK("http://x")\n\x1b[2J第二行')
    write_csv(shop.report(), tmp_path, WORDS, TOPICS.of, "A")
    assert sheet(tmp_path, "conversations")[0]["顾客"] == "'=1+1"
    assert sheet(tmp_path, "handovers")[0]["不满意的原因"].startswith("'=HYPERLINK")
    assert "\x1b" not in printed(shop)
    assert printable("a\nb\u202e") == "a b "


def test_spoilt_rows_cost_themselves_and_not_the_report(shop: Counter) -> None:
    a_day(shop)
    with writing(shop.engine) as db:
        conversation = db.execute(conversations.select()).first().id
        db.execute(tickets.insert().values(conversation=conversation, state="taken", reason="", opened_at=shop.clock.now()))
        db.execute(tickets.insert().values(conversation=conversation, state="closed", reason="from_mars", opened_at=shop.clock.now(),
                                           closed_at=shop.clock.now() - timedelta(days=3), result="?", satisfaction="Z"))
        for values in (dict(author="agent"), dict(author="martian"), dict(author="bot", intent="", reply=None), dict(author="shopper")):
            db.execute(messages.insert().values(conversation=conversation, state="said", at=shop.clock.now(), **values))
        spoilt = (("taken", 99999, None), ("rated", None, ["A"]), ("rated", 1, {"grade": 5}), ("taken_back", 9, "x"), ("ended", None, {}))
        for kind, ticket, detail in spoilt:
            db.execute(changes.insert().values(at=shop.clock.now(), kind=kind, conversation=conversation, ticket=ticket, by="", detail=detail))
    assert "from_mars" in printed(shop)


def test_cells_that_no_driver_can_read_are_counted_and_told(shop: Counter) -> None:
    a_day(shop)
    if shop.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps such cells out")
    with writing(shop.engine) as db:
        db.execute(text("UPDATE messages SET at = '2026-11-24 25:61:00' WHERE seq = (SELECT min(seq) FROM messages)"))
        db.execute(text("UPDATE changes SET detail = '{broken' WHERE kind = 'transferred'"))
    assert WORDS["unreadable"].format(n=2) in printed(shop)


@pytest.mark.parametrize("kind", ["reasons", "results"])
def test_a_reason_or_result_has_the_same_name_on_the_desk_and_in_the_report(kind: str) -> None:
    templates = Environment(loader=FileSystemLoader(ROOT / "bot" / "desk" / "templates"))
    desk = getattr(templates.get_template("_words.html").make_module({"now": None}), kind)
    assert {code: WORDS[kind].get(code) for code in desk} == desk


def test_every_figure_has_a_label_and_a_place(shop: Counter) -> None:
    shown = [name for section in WORDS["sections"] for name in section["figures"]]
    assert sorted(shown) == sorted(figures(shop.report(), "A")) == sorted(WORDS["figures"])


def test_a_busy_day_is_counted_whole(shop: Counter, tmp_path: Path) -> None:
    day, rows, opened = 20_000, [], []
    start = shop.at("09:00").clock.now()
    with writing(shop.engine) as db:
        db.execute(conversations.insert(), [dict(id=f"web:s{n}", channel="web", shopper=f"s{n}", memory={}, created_at=start) for n in range(1000)])
        for n in range(day):
            author = ("shopper", "bot", "shopper", "agent")[n // 1000 % 4]
            rows.append(dict(
                conversation=f"web:s{n % 1000}", author=author, external_id=str(n) if author == "shopper" else None, intent="ask_size",
                reply="utter_size", said_by="小棉", state="done", at=start + timedelta(seconds=1.5 * n)))
        db.execute(messages.insert(), rows)
        opened = [dict(conversation=f"web:s{n}", state="taken", reason="asked", opened_at=start + timedelta(seconds=1.5 * n + 1), agent="小棉",
                       taken_at=start + timedelta(seconds=1.5 * n + 2)) for n in range(0, 1000, 2)]
        db.execute(tickets.insert(), opened)
    span = Span(TUESDAY)
    found = report(read_rows(shop.engine, span.start, span.end), span, HOURS, 30, shop.at("21:00").clock.now())
    in_words(found, WORDS, TOPICS.of, "A")
    write_csv(found, tmp_path, WORDS, TOPICS.of, "A")
    assert len(found.rounds) == 500 * 5
