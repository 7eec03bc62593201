"""The standalone replay script that the public page hands out: plain Python 3, nothing of this package."""

from functools import cache
from importlib.resources import files

NAME = "replay.py"


@cache
def replay_script() -> str:
    """The text of the script. Kept as .txt, so that nothing here imports it and it stays what citizens run."""
    return (files("fazhi.inspections.drawing") / "replay.py.txt").read_text("utf-8")
