"""`python -m bot serve`: prepares everything and runs the server pair until Ctrl-C."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import Optional

from bot import dying
from bot.learning import models
from bot.learning.training import progress
from bot.settings import ROOT, Settings, SettingsError

STOP_SECONDS = 15
DEATHS, DEATHS_WITHIN = 4, 60.0  # so often in so many seconds an action server may die and be started again
PARTS = {"动作服务": "bot.action_server", "主服务": "bot.server"}


def serve(given: argparse.Namespace) -> int:
    """Migrates, seeds the demonstration shop into an empty database, trains when there is no model, serves."""
    settings = Settings.from_environment()
    _check_ports(settings)
    _prepare_records(settings)
    _prepare_model(settings)
    return _run_pair(settings)


def _check_ports(settings: Settings) -> None:
    """Raises SettingsError naming the taken port, before a minute of preparation."""
    for name, host, port in (("PORT", settings.host, settings.port), ("ACTION_PORT", "127.0.0.1", settings.action_port)):
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind((host, port))
            except OSError as error:
                raise SettingsError(f"端口 {port}（{name}）用不了：{error.strerror}。可能已经有一个店小答在运行；停掉它，或换一个：{name}={port + 1} make run") from None


def _prepare_records(settings: Settings) -> None:
    from bot.stores import UNAVAILABLE, seed_demo, upgrade
    from bot.wiring import world

    inside = world()
    try:
        upgrade(inside.engine)
    except UNAVAILABLE as error:
        raise SettingsError(f"数据库连不上（{str(error.orig or error).strip()}）；请检查 DATABASE_URL，或删掉它用默认的 SQLite。") from None
    content = inside.shop.content
    seeded = seed_demo(inside.engine, content, inside.clock, settings.shop_dir / "demo" / "shoppers.yml")
    inside.stores.stock.sync(content)
    for problem in (*inside.shop.problems, *inside.faq.read().problems):
        print(f"  提醒：{problem}")
    print(f"  店铺「{content.settings.name}」：{len(content.products)} 件商品，{len(content.by_sku)} 个规格；"
          f"演示买家 {seeded.shoppers} 位，订单 {seeded.orders} 笔", flush=True)
    inside.engine.dispose()


def _prepare_model(settings: Settings) -> None:
    try:
        models.serving_model(settings.models)
    except models.ModelMissing:
        print("  还没有模型，先训练（约一两分钟，只有第一次需要）", flush=True)
        # In a process of its own: its memory is given back, and the servers start clean.
        done = subprocess.run([sys.executable, "-m", "bot", "train", "--promote"], cwd=ROOT)
        if done.returncode:
            raise models.ModelMissing("训练没有成功，见上面的说明；修好后再运行 make run。") from None


def _run_pair(settings: Settings) -> int:
    stopping: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda n, _: stopping.append(n))
    # Their own process group: Ctrl-C reaches us alone, and we stop them in order.
    pair = {name: _start(module) for name, module in PARTS.items()}
    try:
        with progress("启动"):
            up = _wait_until_ready(settings, pair, stopping)
        if up:
            _print_addresses(settings)
        deaths: list[float] = []
        while not stopping and up:
            up = _all_alive(pair, deaths)
            time.sleep(0.3)
    finally:
        _stop(pair)
    return 0 if stopping else 1


def _start(module: str) -> subprocess.Popen:
    # A killed parent must not leave servers that hold the port. One thread a process: the matrices of one message are too small to share, and idle threads spin.
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.Popen([sys.executable, "-m", module], cwd=ROOT, env=environment, start_new_session=True, preexec_fn=dying.with_parent)


def _wait_until_ready(settings: Settings, pair: dict[str, subprocess.Popen], stopping: list[int]) -> bool:
    url = f"http://127.0.0.1:{settings.port}/ready"
    deaths: list[float] = []
    while not stopping:
        if not _all_alive(pair, deaths):
            return False
        if _status(url) == 200:
            return True
        time.sleep(0.2)
    return False


def _status(url: str) -> Optional[int]:
    try:
        return urllib.request.urlopen(url, timeout=3).status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


def _all_alive(pair: dict[str, subprocess.Popen], deaths: list[float]) -> bool:
    """The server must live; a dead action server is started again, for the bot can do without it meanwhile.

    One that keeps dying is broken: then everything stops, and the log says why."""
    for name, process in list(pair.items()):
        if process.poll() is None:
            continue
        print(f"{name}停了（退出码 {process.returncode}）。", file=sys.stderr, flush=True)
        deaths.append(time.monotonic())
        lately = [at for at in deaths if deaths[-1] - at < DEATHS_WITHIN]
        if name != "动作服务" or len(lately) > DEATHS:
            print(f"{name}起不来了，原因在上面；修好后重新启动。", file=sys.stderr, flush=True)
            return False
        time.sleep(1)
        pair[name] = _start(PARTS[name])
    return True


def _stop(pair: dict[str, subprocess.Popen]) -> None:
    for process in reversed(list(pair.values())):
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in pair.values():
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
    print("已停止。", flush=True)


def _print_addresses(settings: Settings) -> None:
    base = f"http://127.0.0.1:{settings.port}"
    print(f"\n店小答已启动\n  演示商品页（右下角聊天）  {base}/\n  客服工作台                {base}/desk\n"
          f"  对接地址                  {base}/webhooks/bridge/messages\n  运行状态                  {base}/ready\n"
          "  第一次用工作台：python -m bot agent add 你的名字\n按 Ctrl-C 停止。\n", flush=True)
