"""`python -m bot check`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Iterator

from bot.settings import ROOT, Settings


def check(given: argparse.Namespace) -> int:
    """Prints every problem of the shop's folder and the training data; status 1 when one is serious."""
    from bot.faq import Book
    from bot.learning.data_check import check_training_data
    from bot.shop import Shop, ShopError, check as check_shop
    from bot.stores import check_demo

    folder = Settings.from_environment().shop_dir
    problems = [(p.serious, f"{folder.name}/{p}") for p in check_shop(folder)]
    try:
        content = Shop(folder).content
        problems += [(True, f"{folder.name}/demo/shoppers.yml 第 {p.line} 行：{p.message}") for p in check_demo(content, folder / "demo" / "shoppers.yml")]
    except ShopError:
        pass
    problems += [(p.serious, f"{folder.name}/{p}") for p in Book(folder / "faq").read().problems]
    problems += [(True, f"{folder.name}/{words}") for words in _learned(folder)]
    problems += [(p.serious, str(p)) for p in check_training_data(ROOT)]
    for serious, words in problems:
        print(("✗ " if serious else "· ") + words)
    bad = sum(serious for serious, _ in problems)
    print(f"检查完毕：{bad} 处必须改，{len(problems) - bad} 处建议看看。" if problems else "检查完毕：没有问题。")
    return 1 if bad else 0


def _learned(folder: Path) -> Iterator[str]:
    from bot.missed.learned import FOLDER, Learned
    from bot.missed.problems import MissedProblem

    try:
        Learned(folder / FOLDER).training()
    except MissedProblem as error:
        yield str(error)
