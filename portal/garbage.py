"""How often a process of the portal looks for garbage: seldom."""

import atexit
import gc

OBJECTS = 50_000  # made since the last look; Python's own 700 are reached hundreds of times while the portal is loaded
YOUNG_LOOKS, OLDER_LOOKS = (
    20,
    100,
)  # looks at what is young for one at what is older, and of these for one at everything


def look_seldom() -> None:
    """For this process from now on: a quarter off a start, and whatever is left at the end goes without a last look.

    What is loaded stays for good, so searching it finds nothing. At the end the system takes all memory back anyway;
    to look through it once more would take a third as long as the start did. Call it before Django is set up.
    """
    gc.set_threshold(OBJECTS, YOUNG_LOOKS, OLDER_LOOKS)
    atexit.register(gc.freeze)
