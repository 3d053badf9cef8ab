"""Waiting for what comes true by itself."""

import time
from typing import Any


def eventually(holds: Any, seconds: float) -> bool:
    """Whether something comes true within this time."""
    give_up = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > give_up:
            return False
        time.sleep(0.01)
    return True
