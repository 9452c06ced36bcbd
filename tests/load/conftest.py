"""A shop with its agents, whose minutes are twelve times shorter than other people's."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

import pytest

from tests.faults.records import Records
from tests.load.busy import compressed_shop, hired
from tests.running import RunningShop


@dataclass(frozen=True)
class Staffed:
    """A running shop, its records, and its agents' passwords."""

    shop: RunningShop
    records: Records
    passwords: dict[str, str]


@pytest.fixture(scope="package")
def staffed(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staffed]:
    shop = compressed_shop(tmp_path_factory.mktemp("busy"), models).start()
    records = Records(shop)
    yield Staffed(shop, records, hired(records))
    records.close()
    shop.stop()
