"""The portal with one of everything, and those who knock at it: made once for a module of tests."""

from collections.abc import Iterator

import pytest
from django.test import override_settings

from tests.access import setting
from tests.access.knocking import Visitors
from tests.access.scene import Scene
from tests.conftest import second_factors

DAY = 24 * 3600
PATIENT = {"idle": DAY, "absolute": DAY, "most": 5}


@pytest.fixture(autouse=True)
def own_media() -> None:
    """The files of the scene stay for all tests."""


@pytest.fixture(scope="module")
def scene(module_site) -> Scene:
    return setting.scene(module_site)


@pytest.fixture(scope="module")
def visitors(scene: Scene, quiet: None) -> Iterator[Visitors]:
    """The walk takes longer than a session may be left alone, and each knock takes its own trace back."""
    with override_settings(SESSION_SEEN_EVERY=DAY, SESSION_LIMITS={"staff": PATIENT, "public": PATIENT}):
        with second_factors():
            visitors = Visitors(scene)
        yield visitors
