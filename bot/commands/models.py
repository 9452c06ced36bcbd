"""`python -m bot model list / promote / rollback`."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from bot.clock import Clock
from bot.learning import models
from bot.settings import Settings

DID = {models.PROMOTED: "上线", models.ROLLED_BACK: "退回"}
SHOWN = 20  # lines of the history


def model_list(given: argparse.Namespace) -> int:
    """Prints trained models, newest first, marks the one that serves, and then who let which serve when."""
    folder = Settings.from_environment().models
    promoted = models.history(folder)
    found = models.all_models(folder)
    for path in found:
        mark = f"  ← 上线（{promoted[-1].at}）" if promoted and promoted[-1].model == path.name else ""
        print(f"{path.name}  {path.stat().st_size / 1e6:.1f} MB{_known(models.about(folder, path.name))}{mark}")
    if not found:
        print("还没有模型；运行 python -m bot train。")
    if promoted:
        print("上线的记录（最近的在前）：")
    for one in list(reversed(promoted))[:SHOWN]:
        known = models.about(folder, one.model)
        commit = f"  数据 {known['commit']}" if known.get("commit") else ""
        print(f"  {one.at}  {DID.get(one.what, one.what)}  {one.model}{f'  {one.by}' if one.by else ''}{commit}{f'  {one.note}' if one.note else ''}")
    return 0


def _known(about: dict) -> str:
    scores, faq = about.get("scores") or {}, about.get("faq")
    parts = [f"测试句 {100 * scores['own']:.1f}%" if "own" in scores else "", f"问答 {len(faq)} 条" if faq else "",
             "" if about.get("passed") is None else "过关" if about["passed"] else "没过关"]
    return "".join(f"  {part}" for part in parts if part)


def model_promote(given: argparse.Namespace) -> int:
    """Makes a model the serving one when it is not worse; a running server takes it over by itself."""
    from bot.commands.learning_round import run_round, who

    folder = Settings.from_environment().models
    serving = models.serving(folder)
    known = given.name in {path.name for path in models.all_models(folder)}
    if serving == given.name:
        print(f"{given.name} 已经在线上了。")
        return 0
    if known and serving and not given.anyway and not _passed(folder, given.name, serving):
        from bot.wiring import world

        print(f"先和线上的 {serving} 比一比；不比就上线用 --anyway。", flush=True)
        return run_round(world(), "手动上线", promote=True, model=given.name)
    models.promote(folder, given.name, _now(), by=who(), note="没有比较就上线" if given.anyway else "")
    print(f"{given.name} 已上线。")
    return 0


def _passed(folder: Path, model: str, serving: str) -> bool:
    """Whether it was compared with the model that serves now, and was good enough."""
    verdict = models.about(folder, model).get("verdict") or {}
    return verdict.get("against") == serving and bool(verdict.get("passed"))


def model_rollback(given: argparse.Namespace) -> int:
    """Returns to the model that served before."""
    from bot.commands.learning_round import who

    print(f"已退回 {models.rollback(Settings.from_environment().models, _now(), by=who())}。")
    return 0


def _now() -> datetime:
    """By the shop's clock, as whatever is done at the desk."""
    return Clock.from_setting(Settings.from_environment().shop_now).now()
