from collections.abc import AsyncIterator
from pathlib import Path

import house as houses
import pytest


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[houses.House]:
    async with houses.house(tmp_path) as built:
        yield built
