"""Which tests the inner loop takes."""

from pathlib import PurePath

import pytest

from tests import selecting
from tests.selecting import TESTS, changed_files, places_of


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("portal/preferences.py", "portal/test_preferences.py"),
        ("portal/desk/views/queue.py", "portal/desk"),
        ("portal/desk/templates/desk/case.html", "portal/desk"),
        ("plugins/mentors/applying/forms.py", "plugins/mentors/applying"),
        ("search/engines/sqlite.py", "search/engines"),
        ("search/views.py", "search"),
        ("templates/reviews/matrix.html", "plugins/reviews"),
        ("templates/identity/overview.html", "portal/identity"),
        ("tests/search/test_pages.py", "search/test_pages.py"),
        ("tests/portal/desk/conftest.py", "portal/desk"),
    ],
)
def test_file_when_it_changes_then_its_tests_are_those_that_mirror_it(path: str, place: str) -> None:
    assert places_of(PurePath(path)) == [TESTS / place]


@pytest.mark.parametrize("path", ["README.md", "portal/static/portal/css/base.css", "templates/base.html"])
def test_file_when_nothing_mirrors_it_then_it_has_no_tests(path: str) -> None:
    assert places_of(PurePath(path)) == []


def test_changes_when_git_is_missing_then_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert changed_files() == []


def test_inner_loop_when_nothing_changed_then_only_the_journeys_have_a_database(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selecting, "changed_files", list)
    monkeypatch.setattr(request.config.option, "near_changes", True)
    left: list[pytest.Item] = []
    monkeypatch.setattr(request.config.hook, "pytest_deselected", lambda items: left.extend(items))
    items = list(request.session.items)

    selecting.select(request.config, items)

    assert all(not selecting.has_database(item) or "/journeys/" in str(item.path) for item in items)
    assert sorted(map(id, (*items, *left))) == sorted(map(id, request.session.items))
