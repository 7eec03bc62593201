"""What tests of pages share."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def collected_nowhere(settings: object, tmp_path: Path) -> None:
    """An empty folder of collected static files: WhiteNoise warns where there is none."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
