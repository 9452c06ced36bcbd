"""What the environment decides, and what is said when it decides nonsense."""

from __future__ import annotations

import stat
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot import settings
from bot.settings import Settings, SettingsError


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project folder, so that this machine's own .env and secrets play no part."""
    monkeypatch.setattr(settings, "ROOT", tmp_path)
    return tmp_path


def test_without_any_setting_everything_lies_in_the_project(root: Path) -> None:
    found = Settings.from_environment({})
    assert found.database_url == f"sqlite:///{root / 'var' / 'shop.db'}"
    assert (found.port, found.action_port, found.host, found.merge_seconds) == (5005, 5055, "127.0.0.1", 1.2)
    assert (found.shop_dir, found.models, found.var) == (root / "data" / "shop", root / "models", root / "var")
    assert found.bridge_callback_url is found.shop_now is None


def test_the_environment_beats_the_env_file_and_the_file_beats_the_default(root: Path) -> None:
    (root / ".env").write_text('PORT=6000\nMERGE_SECONDS=0\nBRIDGE_SECRET="秘密 # 1"\n', "utf8")
    found = Settings.from_environment({"PORT": "7000"})
    assert (found.port, found.action_port, found.merge_seconds, found.bridge_secret) == (7000, 7050, 0, "秘密 # 1")


def test_an_empty_setting_is_one_that_is_not_set(root: Path) -> None:
    found = Settings.from_environment({"PORT": "", "DATABASE_URL": "", "BRIDGE_CALLBACK_URL": "", "SHOP_NOW": ""})
    assert (found.port, found.bridge_callback_url, found.shop_now) == (5005, None, None)


@pytest.mark.parametrize("name", ["PORT", "MERGE_SECONDS", "ACTION_PORT"])
@pytest.mark.parametrize("value", ["eighty", "-1", "65536", "nan", "inf"])
def test_a_number_that_cannot_be_used_is_named_with_its_value(root: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"{name}='{value}'.*删掉它用默认值"):
        Settings.from_environment({name: value})


def test_the_action_server_of_the_highest_port_gets_a_port_that_exists(root: Path) -> None:
    assert Settings.from_environment({"PORT": "65530"}).action_port < 65536


def test_secrets_are_made_once_and_are_nobody_elses_to_read(root: Path) -> None:
    first, second = Settings.from_environment({}), Settings.from_environment({})
    assert first.bridge_secret == second.bridge_secret != first.secret_key == second.secret_key
    assert len(first.bridge_secret) == 64
    assert stat.S_IMODE((root / "var" / "bridge_secret").stat().st_mode) == 0o600


def test_a_secret_of_ones_own_is_used_and_none_is_kept(root: Path) -> None:
    found = Settings.from_environment({"BRIDGE_SECRET": "ours", "SECRET_KEY": "mine"})
    assert (found.bridge_secret, found.secret_key) == ("ours", "mine")
    assert not (root / "var").exists()


def test_two_processes_that_start_at_once_read_the_same_secret(root: Path) -> None:
    found: list[str] = []
    starting = [threading.Thread(target=lambda: found.append(Settings.from_environment({}).bridge_secret)) for _ in range(12)]
    for one in starting:
        one.start()
    for one in starting:
        one.join()
    assert len(set(found)) == 1 and len(found) == 12 and found[0]


def test_a_secret_that_the_other_process_is_about_to_write_is_waited_for(root: Path) -> None:
    file = root / "var" / "bridge_secret"
    file.parent.mkdir()
    file.touch()
    writing = threading.Timer(0.05, lambda: file.write_text("theirs\n"))
    writing.start()
    assert Settings.from_environment({}).bridge_secret == "theirs"
    writing.join()


def test_an_empty_secret_file_is_refused_for_anybody_could_sign_with_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "time", SimpleNamespace(sleep=lambda seconds: None))
    (root / "var").mkdir()
    (root / "var" / "bridge_secret").write_text("\n")
    with pytest.raises(SettingsError, match="bridge_secret 是空的.*删掉"):
        Settings.from_environment({})
