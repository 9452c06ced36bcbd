"""`python -m bot agent add NAME`."""

from __future__ import annotations

import argparse


def agent_add(given: argparse.Namespace) -> int:
    """Creates an account for the desk and prints its first password, once."""
    from bot.desk.accounts import AccountProblem, add
    from bot.stores import upgrade
    from bot.wiring import world

    inside = world()
    upgrade(inside.engine)
    known = inside.shop.content.settings.desk.teams
    strange = next((team for team in given.team or () if team not in known), None)
    if strange is not None:
        raise AccountProblem(f"没有“{strange}”这个组；shop.yml 的 desk.teams 里有：{'、'.join(known)}。")
    if given.parallel is not None and not 1 <= given.parallel <= 100:
        raise AccountProblem(f"--parallel 写了 {given.parallel}，同时接待的人数要在 1 到 100 之间。")
    password = add(inside.engine, given.name, reset=given.reset, role=given.role, teams=given.team, parallel=given.parallel)
    print(f"客服账号 {given.name} 可以用了，密码：{password}\n密码只显示这一次；在浏览器打开 /desk 登录。")
    return 0
