"""Every route against everybody: let in where the table says so and nowhere else; looking changes nothing (A1, W4)."""

import pytest

from tests.access.knocking import Visitors
from tests.access.routes import Route, every_route
from tests.access.scene import ACTORS, SUPERUSER, Scene
from tests.access.table import TABLE, line_of

ROUTES = every_route()
# What Wagtail answers with a failure when nothing comes with the knock.
BROKEN = {
    "wagtailadmin_error_test": "made to fail",
    "wagtailredirects:process_import": "nothing was uploaded",
    "wagtaildocs:create_multiple_from_uploaded_document": "without the form",
}
# What browsers send without a form, by itself: counted, not kept.
SENT_BY_PAGES = {"search:count"}


def test_every_route_has_a_line() -> None:
    for route in ROUTES:
        line_of(route.name)


@pytest.mark.parametrize("line", TABLE, ids=lambda line: line.routes[0])
def test_every_line_has_routes(line) -> None:
    for pattern in line.routes:
        assert any(line_of(route.name) is line for route in ROUTES if line.fits(route.name)), pattern


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_route_lets_in_whom_the_table_says(route: Route, scene: Scene, visitors: Visitors) -> None:
    line = line_of(route.name)
    for name, path in scene.paths(route).items():
        answers = {actor: visitors.knock(actor, path) for actor in (*ACTORS, SUPERUSER)}
        let_in = {actor for actor in ACTORS if answers[actor].let_in}
        assert let_in == line.actors(name), (path, answers)
        assert route.name in BROKEN or all(answer.status < 500 for answer in answers.values()), answers
        changes = {actor: answer.changed for actor, answer in answers.items() if answer.method == "get"}
        assert not any(changes.values()), (path, changes)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_route_takes_nothing_from_another_sites_form(route: Route, scene: Scene, visitors: Visitors) -> None:
    for path in scene.paths(route).values():
        answer = visitors.send("post", SUPERUSER, path, as_another_site=True)
        assert answer.status in {403, 404, 405} or route.name in SENT_BY_PAGES, (path, answer)
        assert not answer.changed


def test_matrix_has_thousands_of_cells() -> None:
    assert len(ROUTES) * len(ACTORS) >= 2000
