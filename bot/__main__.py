"""`python -m bot …`: everything that is done from a terminal. Each command is a function below; `--help` lists them."""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from typing import Callable, Optional, Sequence

from bot import commands

Command = Callable[[argparse.Namespace], Optional[int]]


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    top = argparse.ArgumentParser(prog="python -m bot", description="店小答：网店的自动客服。")
    these = top.add_subparsers(dest="command", required=True, metavar="命令")

    def add(name: str, run: Command, says: str, within: Optional[argparse._SubParsersAction] = None) -> argparse.ArgumentParser:
        one = (within or these).add_parser(name, help=says, description=says)
        one.set_defaults(run=run)
        return one

    add("serve", commands.serve, "启动：没有模型就先训练，升级数据库，打印地址；Ctrl-C 停止")
    training = add("train", commands.train, "训练一个候选模型，显示进度")
    training.add_argument("--promote", action="store_true", help="训练完直接上线")
    evaluating = add("evaluate", commands.evaluate, "给模型打分并写一份报告；--data 指定 TSV（text 和 labels 两列，a|b 表示都算对）")
    evaluating.add_argument("--data", metavar="FILE", action="append",
                            help="可以写几次；不写就用项目自带的测试句。a+b 是两个问题，none 是没有意图能答")
    evaluating.add_argument("--report", metavar="FOLDER", help="report.html 和 report.json 放在哪，默认 var/reports/<模型名>/")
    evaluating.add_argument("--voices", action="store_true", help="再轮流去掉一种口吻训练来测，要几分钟")
    evaluating.add_argument("--json", action="store_true", help="输出 JSON")
    add("parse", commands.parse, "从标准输入逐行读话，每行输出一个 JSON")
    model = add("model", commands.model_list, "模型：list / promote / rollback").add_subparsers(dest="what", required=True)
    add("list", commands.model_list, "列出训练好的模型、正在上线的那个，和谁在什么时候让哪个上线", model)
    promoting = add("promote", commands.model_promote, "让某个模型上线；先和线上的比，变差了就不上，并说出变差的句子", model)
    promoting.add_argument("name", metavar="模型", help="文件名，见 model list")
    promoting.add_argument("--anyway", action="store_true", help="不比较，直接上线")
    add("rollback", commands.model_rollback, "退回上一个上线过的模型；再退就再往前一个", model)
    _faq(add, add("faq", commands.faq_list, "店里自己的问答：import / list / answer / remove / expire / template / train"))
    agent = add("agent", commands.agent_add, "客服账号").add_subparsers(dest="what", required=True)
    adding = add("add", commands.agent_add, "新建一个客服账号，打印初始密码", agent)
    adding.add_argument("name")
    adding.add_argument("--reset", action="store_true", help="账号已有：换一个新密码，同时改成这次写的角色、组和人数")
    adding.add_argument("--role", choices=("agent", "supervisor"), help="agent 客服（默认），supervisor 主管：能看所有会话、接管、改共用话术")
    adding.add_argument("--team", metavar="组", action="append", help="只接这一组的顾客，可以写几次；不写就都接。组名见 shop.yml 的 desk.teams")
    adding.add_argument("--parallel", metavar="人数", type=int, help="最多同时接待几位；不写就按 shop.yml 的 desk.parallel")
    reporting = add("report", commands.report, "客服日报：会话、3 分钟人工回复率、转人工原因、问题类型、每位客服、满意度")
    reporting.add_argument("--date", metavar="日期", type=commands.day, help="哪一天，例如 2026-11-24；默认今天")
    reporting.add_argument("--days", metavar="天数", type=commands.days, default=1, help="到这一天为止的几天，默认 1")
    reporting.add_argument("--csv", metavar="FOLDER", help="再把各张表写成 CSV，Excel 能直接打开")
    add("check", commands.check, "检查 data/shop 和训练数据，逐条说明哪个文件哪一行有什么问题")
    return top


def _faq(add: Callable[..., argparse.ArgumentParser], faq: argparse.ArgumentParser) -> None:
    """The shop's own questions."""
    of = faq.add_subparsers(dest="what", required=True)
    bringing = add("import", commands.faq_import, "从表格（CSV、XLSX）导入：先逐行预览，确认后收下、训练，不变差就上线", of)
    bringing.add_argument("file", metavar="表格")
    bringing.add_argument("--yes", action="store_true", help="不问，直接收下预览里带＋的行")
    bringing.add_argument("--lines", metavar="行号", type=commands.lines, help="只收这几行，例如 3,5 或 8-12；带？的行要这样点名才收")
    bringing.add_argument("--no-train", action="store_true", help="只收下，先不训练")
    add("list", commands.faq_list, "列出所有问答", of)
    answering = add("answer", commands.faq_answer, "换一个答案，下一条消息就按新的答，不用训练", of)
    answering.add_argument("name", metavar="名字")
    answering.add_argument("text", metavar="答案")
    add("remove", commands.faq_remove, "删掉一条，马上不再答", of).add_argument("name", metavar="名字")
    expiring = add("expire", commands.faq_expire, "定一条答到什么时候为止", of)
    expiring.add_argument("name", metavar="名字")
    expiring.add_argument("when", metavar="时间", help="2026-11-30、\"2026-11-30 20:00\"、现在，或者长期")
    add("template", commands.faq_template, "写一个照着填的表格", of).add_argument("file", metavar="文件", help=".csv 或 .xlsx")
    training = add("train", commands.faq_train, "训练、测试、和线上的比，不变差就上线", of)
    training.add_argument("--no-promote", action="store_true", help="过关了也先不上线")


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Runs one command; returns the process's exit status."""
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    chosen = parser().parse_args(arguments)
    try:
        return chosen.run(chosen) or 0
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # `… | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except commands.EXPECTED as error:
        print(str(error), file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
