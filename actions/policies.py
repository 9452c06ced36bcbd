"""Single values out of the shop's policies that a shop may leave out. (Those in bot/shop/policy_keys.py are always there.)"""

from __future__ import annotations

from typing import Any

from bot.shop import Content


def policy(content: Content, file: str, key: str, default: Any = None) -> Any:
    """policies/<file>.yml's `key`."""
    found = (content.policies.get(file) or {}).get(key)
    return default if found is None else found
