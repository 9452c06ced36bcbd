"""Files that only save time: written whole or not at all, and forgotten when they cannot be read."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

import numpy as np

#: What reading a damaged or outdated cache raises.
UNREADABLE = (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile, zlib.error)


def write(path: Path, **arrays: np.ndarray) -> None:
    """Puts an npz in place of the last one; whoever reads meanwhile sees one or the other."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".new.npz")
    np.savez(unfinished, **arrays)
    unfinished.replace(path)
