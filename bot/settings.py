"""What the environment decides (or `.env`): addresses, secrets, the merge window. All else is in data/shop/shop.yml."""

from __future__ import annotations

import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping, Optional

from dotenv import dotenv_values

ROOT = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """A setting cannot be used; the text names it, its value and the remedy."""


@dataclass(frozen=True)
class Settings:
    """One process's settings. `merge_seconds` 0 turns merging off; `shop_now` is an ISO time or None."""

    database_url: str
    bridge_secret: str
    bridge_callback_url: Optional[str]
    merge_seconds: float
    port: int
    shop_dir: Path
    secret_key: str
    shop_now: Optional[str]
    host: str
    action_port: int
    var: Path
    models: Path

    @classmethod
    def from_environment(cls, environ: Optional[Mapping[str, str]] = None) -> "Settings":
        """Reads the environment over `.env`. Secrets that are not set are made once and kept under var/."""
        given = {k: v for k, v in dotenv_values(ROOT / ".env").items() if v is not None}
        given.update(os.environ if environ is None else environ)
        var = Path(given.get("BOT_VAR") or ROOT / "var")
        port = int(_number(given, "PORT", 5005))
        return cls(
            database_url=given.get("DATABASE_URL") or f"sqlite:///{var / 'shop.db'}",
            bridge_secret=given.get("BRIDGE_SECRET") or _kept_secret(var, "bridge_secret"),
            bridge_callback_url=given.get("BRIDGE_CALLBACK_URL") or None,
            merge_seconds=_number(given, "MERGE_SECONDS", 1.2),
            port=port,
            shop_dir=Path(given.get("SHOP_DIR") or ROOT / "data" / "shop"),
            secret_key=given.get("SECRET_KEY") or _kept_secret(var, "secret_key"),
            shop_now=given.get("SHOP_NOW") or None,
            host=given.get("HOST") or "127.0.0.1",
            action_port=int(_number(given, "ACTION_PORT", port + 50 if port + 50 < 65536 else port - 50)),
            var=var,
            models=Path(given.get("MODELS_DIR") or ROOT / "models"),
        )


def _number(given: Mapping[str, str], name: str, default: float) -> float:
    raw = given.get(name)
    if raw in (None, ""):
        return default
    try:
        value = float(raw)
    except ValueError:
        value = -1
    if not 0 <= value < 65536:
        raise SettingsError(f"环境变量 {name}={raw!r} 不是可用的数字；请改成 0 到 65535 之间的数，或删掉它用默认值 {default}。")
    return value


def _kept_secret(var: Path, name: str) -> str:
    """A random secret, made at first start; both processes of the server pair read the same file."""
    path = var / name
    if not path.exists():
        var.mkdir(parents=True, exist_ok=True)
        try:
            with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                file.write(secrets.token_hex(32))
        except FileExistsError:
            pass
    for _ in range(50):
        kept = path.read_text().strip()
        if kept:
            return kept
        time.sleep(0.02)  # the other process has made the file and is about to write it
    # An empty key would be one that everybody knows.
    raise SettingsError(f"{path} 是空的；请删掉它再启动，会自动生成新的。")
