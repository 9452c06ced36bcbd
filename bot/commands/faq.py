"""`python -m bot faq …`: the shop's own questions from a terminal."""

from __future__ import annotations

import argparse
import sys
import unicodedata
from pathlib import Path
from typing import Any

STATUSES = {"new": "新问题", "adds": "添问法", "changes_answer": "改答案", "same": "已经有了", "conflict": "有冲突", "too_short": "太短",
            "personal": "有个人信息", "bad": "看不懂"}
LONGEST = 60  # characters of an answer in a list


def faq_import(given: argparse.Namespace) -> int:
    """Shows what a spreadsheet would do, row by row; takes it after a yes, then trains and lets the new model serve if it is not worse."""
    from bot.commands.learning_round import run_round, who
    from bot.faq import plan_import, take
    from bot.learning.rounds import Rounds
    from bot.wiring import world

    path, inside = Path(given.file), world()
    plan = plan_import(path.read_bytes(), path.name, inside.faq, inside.shop.content.settings.faq, _known(inside))
    _print(plan)
    lines = given.lines
    count = len([row for row in plan.rows if row.takeable and (row.chosen if lines is None else row.line in lines)])
    if not count:
        print("没有要收的行。")
        return 0
    if not (given.yes or _agreed(f"要收 {count} 行吗？输入 y 确认，别的键不收：")):
        print("没有收。加 --yes 就直接收，--lines 3,5 只收这几行。")
        return 1
    taken = take(plan, inside.faq, who(), inside.clock.now(), lines)
    print(f"收了：新问答 {len(taken.made)} 条，改了 {len(taken.changed)} 条。")
    if not taken.trains:
        print("只改了答案或有效期，不用训练，下一条消息就按新的答。")
        return 0
    if given.no_train:
        print("还没有训练；训练请运行 python -m bot faq train。")
        return 0
    if Rounds.of(inside).current():
        print("正在训练别的，这次收的要再训练一次才会答：python -m bot faq train", file=sys.stderr)
        return 1
    return run_round(inside, f"导入 {len(taken.made) + len(taken.changed)} 条问答", promote=True)


def faq_list(given: argparse.Namespace) -> int:
    """Every question with its state; then what is wrong with the files."""
    from bot.faq.dates import write_date
    from bot.wiring import world

    inside = world()
    now, reading = inside.clock.now(), inside.faq.read()
    for name, entry in sorted(reading.entries.items(), key=lambda item: (item[1].topic, item[0])):
        until = f"，{write_date(entry.valid_until)} 为止" if entry.valid_until else ""
        state = "" if entry.answered_at(now) else "（已过期）" if entry.over_at(now) else "（还没到时间）"
        answer = " ".join(entry.answer.split())
        print(f"{_wide(name, 34)}  {entry.question}{state}")
        print(f"    {entry.topic or '没有分类'}，{len(entry.trained)} 种问法{until}：{answer[:LONGEST]}{'…' if len(answer) > LONGEST else ''}")
    print(f"一共 {len(reading.entries)} 条。" if reading.entries else "还没有问答；导入请运行 python -m bot faq import 表格文件。")
    for problem in reading.problems:
        print(f"✗ {problem}")
    return 1 if reading.problems else 0


def faq_answer(given: argparse.Namespace) -> int:
    """Another wording; live at the next message."""
    inside, by = _inside_and_who()
    entry = inside.faq.answer(given.name, given.text, by, inside.clock.now())
    print(f"“{entry.question}”的答案改好了，下一条消息就这样答：{entry.answer}")
    return 0


def faq_remove(given: argparse.Namespace) -> int:
    """Never answered from now on; the next model does without it."""
    inside, _ = _inside_and_who()
    inside.faq.remove(given.name)
    print(f"{given.name} 删掉了，现在起不再答；下次训练后机器人就不认得它了。")
    return 0


def faq_expire(given: argparse.Namespace) -> int:
    """Answered to the end of this minute, or for good again."""
    from bot.faq.dates import read_date, write_date

    inside, by = _inside_and_who()
    try:
        until = inside.clock.now().replace(second=0, microsecond=0) if given.when in ("now", "现在") else read_date(given.when, ends=True)
    except ValueError:
        print(f"“{given.when}”不是日期；请写成 2026-11-30 或 \"2026-11-30 20:00\"，现在就停写“现在”，不再到期写“长期”。", file=sys.stderr)
        return 1
    entry = inside.faq.expire(given.name, until, by, inside.clock.now())
    print(f"“{entry.question}”答到 {write_date(until)} 为止。" if until else f"“{entry.question}”长期有效。")
    return 0


def faq_template(given: argparse.Namespace) -> int:
    """Writes the table to fill in; never over a file that is there."""
    from bot.faq import template_csv, template_xlsx

    path = Path(given.file)
    if path.suffix.lower() not in (".csv", ".xlsx"):
        print(f"模板只有 .csv 和 .xlsx 两种，“{path.name}”两种都不是；请换个文件名，例如 问答.xlsx。", file=sys.stderr)
        return 1
    try:
        with open(path, "xb") as file:
            file.write(template_xlsx() if path.suffix.lower() == ".xlsx" else template_csv())
    except FileExistsError:
        print(f"{path} 已经有了，不盖掉它；请换个文件名。", file=sys.stderr)
        return 1
    print(f"模板写好了：{path}。照着例子填，例子那几行可以删掉；填好后 python -m bot faq import {path}")
    return 0


def faq_train(given: argparse.Namespace) -> int:
    """A learning round: trains, compares, and lets the new model serve if it is not worse."""
    from bot.commands.learning_round import run_round
    from bot.wiring import world

    return run_round(world(), "命令行训练", promote=not given.no_promote)


def lines(text: str) -> frozenset[int]:
    """Row numbers such as 3,5,8-12. Raises ArgumentTypeError in words."""
    found: set[int] = set()
    for part in text.replace("，", ",").split(","):
        first, _, last = part.strip().partition("-")
        if not (first.isdecimal() and (last or first).isdecimal() and int(first) <= int(last or first) < 1_000_000):
            raise argparse.ArgumentTypeError(f"{part.strip()!r} 不是行号；请写成 3,5 或 8-12 这样")
        found.update(range(int(first), int(last or first) + 1))
    return frozenset(found)


def _known(inside: Any) -> Any:
    """What the bot can do already; without a model only what its training data says."""
    from bot.desk.learning.knowing import Knowing
    from bot.learning.gate.examining import open_reader
    from bot.learning.models import ModelMissing, serving_model
    from bot.quiet import quiet_rasa

    quiet_rasa()
    try:
        model = serving_model(inside.settings.models)
    except ModelMissing:
        return Knowing(inside).known(None)
    print("先看看机器人已经会什么……", flush=True)
    reader = open_reader(model, inside.shop.content.settings.wrong_answers_per_hundred)
    return Knowing(inside).known(lambda text: next(iter(reader.read_all([text]))).ranking)


def _print(plan: Any) -> None:
    for row in plan.rows:
        mark = "＋" if row.chosen else "？" if row.takeable else "－"
        print(f"{mark} {_wide(STATUSES.get(row.status, row.status), 10)} {row.sentence}" + "".join(f"\n    {note}" for note in row.notes))
    for note in plan.notes:
        print(f"  注意：{note}")
    counted = {status: plan.count(status) for status in STATUSES}
    print("一共 " + f"{len(plan.rows)} 行：" + "，".join(f"{STATUSES[status]} {number}" for status, number in counted.items() if number) + "。")
    if any(row.takeable and not row.chosen for row in plan.rows):
        print("“＋”的行会收，“－”的不会，“？”的要自己决定：要收就用 --lines 写上行号。")


def _agreed(question: str) -> bool:
    """Only somebody who sits there can say yes."""
    if not sys.stdin.isatty():
        return False
    try:
        return input(question).strip().lower() in ("y", "yes", "是", "好")
    except EOFError:
        return False


def _inside_and_who() -> tuple[Any, str]:
    from bot.commands.learning_round import who
    from bot.wiring import world

    return world(), who()


def _wide(text: str, columns: int) -> str:
    """Padded to this many columns; a Chinese character takes two."""
    return text + " " * max(0, columns - sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text))
