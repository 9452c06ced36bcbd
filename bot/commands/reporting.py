"""`python -m bot report`."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

FIRST, LAST, MOST_DAYS = date(2015, 1, 1), date(2100, 12, 31), 366


def day(text: str) -> date:
    """The day asked for. Raises ArgumentTypeError in words."""
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} 不是日期；请写成 2026-11-24 这样") from None
    if not FIRST <= found <= LAST:
        raise argparse.ArgumentTypeError(f"{text!r} 太远了；请写 {FIRST} 到 {LAST} 之间的日期")
    return found


def days(text: str) -> int:
    """How many days. Raises ArgumentTypeError in words."""
    found = int(text) if text.isdecimal() and len(text) < 5 else 0
    if not 1 <= found <= MOST_DAYS:
        raise argparse.ArgumentTypeError(f"{text!r} 不行；请写 1 到 {MOST_DAYS} 之间的整数")
    return found


def report(given: argparse.Namespace) -> int:
    """Prints what a day was like; with --csv it writes the tables as well."""
    from bot import reporting
    from bot.faq.titles import titles_of
    from bot.stores import UNAVAILABLE, upgrade
    from bot.wiring import world

    inside = world()
    content, now = inside.shop.content, inside.clock.now()
    span = reporting.Span(given.date or now.date(), given.days)
    try:
        upgrade(inside.engine)
        rows = reporting.read_rows(inside.engine, span.start, span.end)
    except UNAVAILABLE:
        print("数据库现在连不上，日报没有出；请检查 DATABASE_URL 和数据库，过一会儿再试。", file=sys.stderr)
        return 1
    found = reporting.report(rows, span, content.hours, content.settings.conversation.gap_minutes, now)
    best = next(iter(content.settings.desk.satisfaction), "A")
    words = reporting.read_words(content, titles_of(content, inside.faq))
    print(reporting.in_words(found, words, content.topics.of, best))
    if given.csv:
        return _write(found, Path(given.csv), words, content.topics.of, best)
    return 0


def _write(found: "Report", folder: Path, words: "Words", topic_of: object, best: str) -> int:  # noqa: F821
    from bot import reporting

    try:
        names = reporting.write_csv(found, folder, words, topic_of, best)
    except OSError as error:
        print(f"表格写不进 {folder}（{error.strerror}）；请换一个能写的文件夹，文件开着就先关掉。", file=sys.stderr)
        return 1
    print("\n" + words["written"].format(folder=folder, files="、".join(names)))
    return 0
