"""How often each piece occurs in each training sentence, counted once: the next training counts only the sentences that are new."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from pathlib import Path
from typing import Callable, Optional, Sequence

import numpy as np
from scipy.sparse import csr_matrix, vstack

from bot.understanding.caches import UNREADABLE, write

log = logging.getLogger(__name__)
KEY_BYTES = 12


class PieceCounts:
    """A table of sentences × pieces, kept in `path` when one is given. `stamp` names the rules that cut the pieces: with another
    stamp nothing that was kept is used. The file is only a cache: unreadable content is dropped."""

    def __init__(self, path: Optional[Path] = None, stamp: str = "") -> None:
        self._path = path
        self._stamp = stamp

    def of(self, texts: Sequence[str], pieces: Callable[[str], list[str]]) -> tuple[csr_matrix, list[str]]:
        """Counts of shape (texts, pieces) and the pieces' names."""
        table, names, known = self._load()
        keys = [_key(text) for text in texts]
        fresh = {key: text for key, text in zip(keys, texts) if key not in known}
        if fresh:
            table, names = _longer(table, names, [Counter(pieces(text)) for text in fresh.values()])
            known.update({key: at for at, key in enumerate(fresh, start=len(known))})
        counts = table[[known[key] for key in keys]] if keys else table[:0]
        alive = np.unique(counts.indices)
        counts, names = counts[:, alive], [names[at] for at in alive]
        if fresh:
            self._save(counts, names, keys)
        return counts, names

    def _load(self) -> tuple[csr_matrix, list[str], dict[bytes, int]]:
        nothing = csr_matrix((0, 0), dtype=np.int32), [], {}
        if self._path is None or not self._path.exists():
            return nothing
        try:
            with np.load(self._path, allow_pickle=False) as kept:
                if str(kept["stamp"]) != self._stamp:
                    return nothing
                names = kept["names"].tobytes().decode("utf8").split("\n")
                keys = kept["keys"].tobytes()
                rows = [keys[i : i + KEY_BYTES] for i in range(0, len(keys), KEY_BYTES)]
                table = csr_matrix((kept["data"].astype(np.int32), kept["indices"], kept["indptr"]), shape=(len(rows), len(names)))
            return table, names, {key: at for at, key in enumerate(rows)}
        except UNREADABLE as error:
            log.warning("the table of pieces %s is unreadable (%s); counting again", self._path, error)
            return nothing

    def _save(self, counts: csr_matrix, names: list[str], keys: list[bytes]) -> None:
        if self._path is None:
            return
        write(self._path, stamp=np.array(self._stamp), names=np.frombuffer("\n".join(names).encode("utf8"), np.uint8),
              keys=np.frombuffer(b"".join(keys), np.uint8), data=np.minimum(counts.data, 65_535).astype(np.uint16),
              indices=counts.indices, indptr=counts.indptr)


def _longer(table: csr_matrix, names: list[str], counted: list[Counter]) -> tuple[csr_matrix, list[str]]:
    """The table with the new rows below and their new pieces on the right."""
    at = {name: i for i, name in enumerate(names)}
    indices: list[int] = []
    for one in counted:
        indices += [at.setdefault(name, len(at)) for name in one]
    data = [count for one in counted for count in one.values()]
    starts = np.cumsum([0] + [len(one) for one in counted])
    below = csr_matrix((np.array(data, np.int32), np.array(indices, np.int32), starts), shape=(len(counted), len(at)))
    table = csr_matrix((table.data, table.indices, table.indptr), shape=(table.shape[0], len(at)))
    return vstack([table, below], format="csr", dtype=np.int32), list(at)


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf8", "replace"), digest_size=KEY_BYTES).digest()
