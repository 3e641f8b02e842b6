"""What answers say of themselves, and to whom: no method opens a door that is shut, nothing personal is kept on the way,
and no number in an address breaks the portal."""

from typing import Any

import pytest

from tests.access.knocking import UNPAINTED, Visitors
from tests.access.routes import Route, every_route
from tests.access.scene import ACTORS, CITIZEN, SUPERUSER, VISITOR, Scene
from tests.access.table import ACCOUNTS, PUBLIC, line_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

TOO_LARGE = (2**63, 10**30)
# Everybody's, also where who is signed in is greeted by name: `Vary: Cookie` says so.
FOR_ALL = (*PUBLIC, next(line for line in ACCOUNTS if "usersessions_list" in line.routes))
FORMS_OF_NOBODY = {"/admin/logout/", "wagtailadmin_logout"}
SAYS_WHAT_EXISTS = ("v1:", "v2:", "content_root", "schema", "schema_docs", "api_problem", "search:")
# Wagtail's own: keys of any model as text. Only staff are let in, and nothing is written.
KEYS_AS_TEXT = {"wagtailadmin_editing_sessions:ping"}


def somebody_let_in(scene: Scene, route: Route) -> tuple[str, str]:
    name, path = next(iter(scene.paths(route).items()))
    let_in = line_of(route.name).actors(name)
    return next((one for one in ACTORS if one in let_in and one != VISITOR), SUPERUSER), path


def test_w11_no_other_method_opens_a_door(scene: Scene, visitors: Visitors) -> None:
    opened = []
    for route in every_route():
        for name, path in scene.paths(route).items():
            if CITIZEN in line_of(route.name).actors(name):
                continue
            for method in ("head", "put", "patch"):
                answer = visitors.send(method, CITIZEN, path)
                if answer.changed or (answer.let_in and answer.status != 405):
                    opened.append((method, path, answer))
    assert opened == []


def test_v14_what_is_for_somebody_is_kept_nowhere(scene: Scene, visitors: Visitors) -> None:
    kept = []
    for route in every_route():
        if line_of(route.name) in FOR_ALL or route.name in FORMS_OF_NOBODY:
            continue
        actor, path = somebody_let_in(scene, route)
        with UNPAINTED:
            answer = visitors.ask("get", actor, path)
        said = answer.headers.get("Cache-Control", "")
        if answer.status_code == 200 and "no-store" not in said:
            kept.append((route.name, said))
    assert [one for one in kept if not one[0].startswith(SAYS_WHAT_EXISTS)] == []
    assert {said for name, said in kept if name.startswith(("v1:", "v2:"))} == {"public, max-age=60"}


def test_w10_no_key_is_too_large_to_be_told_that_nothing_is_there(scene: Scene, visitors: Visitors) -> None:
    broken = []
    for route in every_route():
        actor, _path = somebody_let_in(scene, route)
        for parameter, number in _numbers(scene, route):
            for method in ("get", "post"):
                with UNPAINTED:
                    answer = visitors.ask(method, actor, number)
                if answer.status_code != 405:
                    break
            if answer.status_code >= 500:
                broken.append((route.name, parameter, number))
    assert broken == []


def _numbers(scene: Scene, route: Route) -> list[tuple[str, str]]:
    """The address with each of its parameters in turn too large, by the parameter."""
    if route.name in KEYS_AS_TEXT:
        return []
    values: dict[str, Any] = scene.values(route, scene.things["policy"])
    return [
        (parameter, route.path(values | {parameter: number}))
        for parameter in route.parameters
        for number in TOO_LARGE
    ]
