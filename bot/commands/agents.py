"""`python -m bot agent add NAME`."""

from __future__ import annotations

import argparse


def agent_add(given: argparse.Namespace) -> int:
    """Creates an account for the desk and prints its first password, once."""
    from bot.desk.accounts import add
    from bot.stores import upgrade
    from bot.wiring import world

    inside = world()
    upgrade(inside.engine)
    password = add(inside.engine, given.name, reset=given.reset)
    print(f"客服账号 {given.name} 可以用了，密码：{password}\n密码只显示这一次；在浏览器打开 /desk 登录。")
    return 0
