"""A learning round in the foreground: starts it, says how far it is, and tells what came of it. It goes on when the terminal is closed."""

from __future__ import annotations

import getpass
import sys
import time
from typing import Any

from bot.learning.rounds import FAILED, LOST, PASSED, PROMOTED, REFUSED, Round, Rounds

SAYS = {"train": "训练", "sets": "测试句", "faq": "问答的问法", "dialogues": "成段的对话", "compare": "和线上的比较", "promote": "上线"}
LOOK, SPEAK = 0.3, 2.0  # seconds
WORSE, LOST_SHOWN = 10, 10


def who() -> str:
    """Who sits at the terminal, for the records."""
    try:
        return f"命令行 {getpass.getuser()}"
    except (KeyError, OSError):  # no name in a container
        return "命令行"


def run_round(inside: Any, why: str, promote: bool, model: str = "") -> int:
    """Starts a round and follows it to its end; the exit status is 0 when the model is good. Raises RoundUnderWay."""
    rounds = Rounds.of(inside)
    return follow(rounds, rounds.start(who(), why, promote, model))


def follow(rounds: Rounds, round: Round) -> int:
    """Prints each step and its seconds, then what came of it. Ctrl-C only stops watching."""
    spoken, step, last = time.monotonic(), "", round
    try:
        while last.running:
            if last.step != step or time.monotonic() - spoken >= SPEAK:
                print(f"  {100 * last.done:3.0f}%  {SAYS.get(last.step, last.step)}……", flush=True)
                spoken, step = time.monotonic(), last.step
            time.sleep(LOOK)
            last = rounds.one(round.id) or last
    except KeyboardInterrupt:
        print(f"不看了；训练还在后台继续，结果写在 {rounds.folder / (round.id + '.json')}。", file=sys.stderr)
        raise
    print(in_words(last))
    return 0 if last.state in (PROMOTED, PASSED) else 1


def in_words(round: Round) -> str:
    """What came of a round, for a terminal."""
    report = round.report or {}
    seconds = f"（用时 {round.seconds['all']:.0f} 秒）" if "all" in round.seconds else ""
    ended = {
        PROMOTED: f"{round.model} 已上线{seconds}。",
        PASSED: f"{round.model} 过关了，还没有上线{seconds}；上线请运行 python -m bot model promote {round.model}",
        REFUSED: f"{round.model} 没有过关，没有上线{seconds}；线上的照旧。",
        FAILED: "没有做完，线上的照旧。", LOST: "",
    }[round.state]
    later = report.get("later") or ()
    waits = f"训练期间又来了或改了 {len(later)} 条问答，要再训练一次才会。" if later else ""
    return "\n".join(filter(None, [*_figures(report), *_reasons(report), ended, round.problem, waits]))


def _figures(report: dict[str, Any]) -> list[str]:
    if not report:
        return []
    lines = ["和线上的模型比：" if report.get("against") else "还没有上线的模型，只看够不够好："]
    for one in report["sets"]:
        was = f"{100 * one['before']:.1f}% → " if one["before"] is not None else ""
        lines.append(f"  {one['title']}：{one['messages']} 句，认对 {was}{100 * one['after']:.1f}%{'' if one['good'] else '  ✗'}")
    faq, held = report["faq"], report["dialogues"]
    if faq["proofs"]:
        lines.append(f"  店里自己的问答：{faq['entries']} 条，{faq['proofs']} 种问法认出 {faq['found']} 种，认不出了 {len(faq['lost'])} 种")
        lines += [f"    没认出：“{one['text']}”（{one['question']}）" for one in faq["new"] if not one["found"]][:LOST_SHOWN]
        lines += [f"    认不出了：“{one['text']}”（{one['question']}），现在听成{one['after']}" for one in faq["lost"][:LOST_SHOWN]]
    was = f"{held['held_before']} → " if held["held_before"] is not None else ""
    lines.append(f"  成段的对话：{held['all']} 段，按预期的 {was}{held['held_after']} 段")
    lines += [f"    走样了：{name}" for name in held["broken"][:LOST_SHOWN]]
    lines += [f"    ……还有 {len(held['broken']) - LOST_SHOWN} 段走样了"] if len(held["broken"]) > LOST_SHOWN else []
    return lines


def _reasons(report: dict[str, Any]) -> list[str]:
    if not report or report.get("passed"):
        return []
    worse = report["worse"]
    lines = ["没有过关，因为：", *(f"  ✗ {reason}" for reason in report["reasons"])]
    if worse:
        lines.append(f"变差的句子（{len(worse)} 句）：" if len(worse) <= WORSE else f"变差的句子（{len(worse)} 句，先看 {WORSE} 句）：")
        lines += [f"  “{one['text']}”应该是{one['wanted']}，以前听成{one['before']}，现在听成{one['after']}" for one in worse[:WORSE]]
    return lines
