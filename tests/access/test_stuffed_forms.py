"""A form takes what stands in it: whatever else is sent with it changes nothing (W9), nor does a megabyte in a field.

Every form that the fitting person finds on a page is filled in and sent twice, the second time with the names of all
columns of the portal among it. The database is told the same both times.
"""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, SoupStrainer, Tag
from django.conf import settings
from django.http import HttpResponse
from django.test import override_settings
from django.utils import timezone

from plugins.reviews.models import Criterion, Round, RoundCase, ScoreSheet, Seat
from portal.desk.models import WorkItem
from tests.access.knocking import OF_LOOKS, UNPAINTED, Visitors
from tests.access.routes import every_route
from tests.access.scene import ACTORS, CITIZEN, SUPERUSER, VISITOR, Scene
from tests.access.stuffing import OURS, Fields, alike, every_column, noted, told
from tests.access.table import line_of
from tests.conftest import person
from tests.factories import applications

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

NOT_OURS = ("wagtail", "/admin", "v1:", "v2:", "styleguide")
MOST = 6
"""So many forms of one page are tried: the others of a list are like them."""

FORMS = SoupStrainer("form")
TEXT = (
    "textarea, input:not([type]), input[type=text], input[type=email], input[type=tel], input[type=password]"
)
MEGABYTE = "长" * 350_000
NO_TEXT = 100_000
"""Nothing that a form of ours keeps has so many characters."""

# Pages with a form that is taken as it is filled in here.
TAKEN = {
    *("roles:index", "roles:new", "roles:end", "accounts_desk:act", "plugins:start", "plugins:settings"),
    *("mentor:add", "mentor:edit", "mentor:inspect", "mentor:renew", "mentor:correct_term", "mentor:pause"),
    *("special_days:add", "special_days:edit", "tokens:index", "notices:inbox", "notices:message"),
    *(
        "privacy:consents",
        "account_profile",
        "account_change_password",
        "account_reauthenticate",
        "member:move",
    ),
    *("identity_desk:verify", "reviews:seat", "reviews:expert", "reviews:new_criteria"),
    *("mentors:agreements", "mentors:mine", "mentors:pause", "mentors:apply_section", "mentors:profile_edit"),
    *("mentors:profile_hide", "mentors:resignation"),
}
# Such forms of cases that are under way are taken as they are filled in here.
TAKEN_OF_CASES = {
    *("/m/apply/n/background/", "/m/apply/n/expertise/", "/m/apply/n/service/"),
    *("/reviews/sheets/n/", "/reviews/sheets/n/records/visit/", "/reviews/sheets/n/recuse/"),
    *(f"/desk/cases/mentors.application/n/{part}/" for part in ("claim", "decision", "marks/employer")),
}
# What is typed into fields whose names end so, and in how many days the days are.
DAYS = {"_to": 500, "_from": 500, "day": 500, "starts_at": 30}
WORDS = {
    "years": "12",
    "contact": "somebody@hailan.example",
    "person": "citizen",
    "-anchors": "没有\n很少\n一般\n较好\n很好\n突出",
    "-weight": "25",
    "number": "11010519491231002X",
}


@dataclass(frozen=True)
class Sheet:
    """A form as it stands on a page, filled in; `typed` names what takes text."""

    actor: str
    address: str
    fields: Fields
    typed: frozenset[str]


@pytest.fixture(scope="module")
def extras(scene: Scene, django_db_blocker: Any) -> Fields:
    with django_db_blocker.unblock():
        return every_column(scene.people[SUPERUSER], of=OURS)


def sheets_of(visitors: Visitors, actor: str, path: str) -> Iterator[Sheet]:
    answer = visitors.ask("get", actor, path)
    if answer.status_code != 200 or answer.streaming or "html" not in answer.headers["Content-Type"]:
        return
    for form in BeautifulSoup(answer.content, "html.parser", parse_only=FORMS).select("form"):
        where = urlsplit(urljoin(path, str(form.get("action") or "")))
        if str(form.get("method", "")).lower() == "post" and not where.netloc:
            address = where.path + (f"?{where.query}" if where.query else "")
            typed = frozenset(str(one["name"]) for one in form.select(TEXT) if one.get("name"))
            yield Sheet(actor, address, _filled(form), typed)


def _filled(form: Tag) -> Fields:
    fields: Fields = {}
    for control in form.select("input, select, textarea, button"):
        name, kind = str(control.get("name") or ""), str(control.get("type") or control.name)
        if name and not control.has_attr("disabled"):
            value = _given(control, kind, fields.get(name, []))
            if value is not None:
                fields.setdefault(name, []).append(value)
    return fields


def _given(control: Tag, kind: str, before: list[str]) -> str | None:
    match kind:
        case "file":
            return None
        case "submit" | "button":
            return None if before else str(control.get("value", ""))
        case "checkbox" | "radio":
            ticked = control.has_attr("checked") or not before
            return str(control.get("value", "on")) if ticked else None
        case "select":
            chosen = control.select_one("option[selected]") or next(
                (one for one in control.select("option") if one.get("value")), None
            )
            return str(chosen.get("value", "")) if chosen else None
    return str(control.get("value") or control.text.strip()) or _typed(control, str(control["name"]), kind)


def _typed(control: Tag, name: str, kind: str) -> str:
    soon = timezone.localtime() + timedelta(days=30)
    days = {ending: f"{timezone.localdate() + timedelta(days=number)}" for ending, number in DAYS.items()}
    usual = next((words for ending, words in (days | WORDS).items() if name.endswith(ending)), "")
    if usual and kind != "hidden":
        return usual
    return {
        "email": "new@hailan.example",
        "tel": "13800138000",
        "number": str(control.get("min") or 1),
        "date": f"{soon:%Y-%m-%d}",
        "datetime-local": f"{soon:%Y-%m-%dT%H:%M}",
        "password": "correct horse battery",
        "hidden": "",
        "textarea": "因工作需要，特此说明如下。",
    }.get(kind, "因工作需要")


def sent(visitors: Visitors, sheet: Sheet, extras: Fields) -> tuple[HttpResponse, list[tuple[str, Any]]]:
    """The answer, and what the database was told beside the traces of a look."""
    with noted(OF_LOOKS) as written, UNPAINTED:
        answer = visitors.ask("post", sheet.actor, sheet.address, data=extras | sheet.fields)
    return answer, written


@pytest.fixture(scope="module")
def sheets(scene: Scene, visitors: Visitors, django_db_blocker: Any) -> dict[str, list[Sheet]]:
    """Every form of the portal's own pages that somebody who is let in finds there, by the route of the page."""
    found: dict[str, list[Sheet]] = {}
    with django_db_blocker.unblock():
        for route in every_route():
            if not route.name.startswith(NOT_OURS):
                name, path = next(iter(scene.paths(route).items()))
                let_in = line_of(route.name).actors(name)
                actor = next((one for one in ACTORS if one in let_in and one != VISITOR), SUPERUSER)
                found[route.name] = [*sheets_of(visitors, actor, path)]
    return found


@pytest.fixture
def busy(db: None, scene: Scene, tmp_path: Path) -> Iterator[list[tuple[str, str]]]:
    """Pages about cases that are under way, with who works on them."""
    private = {
        "BACKEND": "portal.attachments.storage.PrivateFileStorage",
        "OPTIONS": {"location": tmp_path},
    }
    with override_settings(STORAGES={**settings.STORAGES, "private": private}):
        case = applications.handed_in(person("applicant", "申请人"), scene.site)
        sheet, round = _scored(scene, case), scene.things["review_round"]
        draft = f"/m/apply/{scene.things['application'].pk}"
        yield [
            *((CITIZEN, f"{draft}/{name}/") for name in ("background", "expertise", "service")),
            ("mentor_clerk", WorkItem.objects.of(case).get().get_absolute_url()),
            ("mentor_clerk", "/desk/"),
            ("mentor_clerk", f"/reviews/rounds/{round.pk}/"),
            *(("expert", f"/reviews/sheets/{sheet.pk}/{part}") for part in ("", "recuse/", "records/visit/")),
        ]


def _scored(scene: Scene, case: Any) -> ScoreSheet:
    """The expert of the scene has signed and scores the case."""
    round, seat = scene.things["review_round"], scene.things["seat"]
    Round.objects.filter(pk=round.pk).update(state="scoring")
    Seat.objects.filter(pk=seat.pk).update(signed_at=timezone.now())
    Criterion.objects.create(
        criteria_set=round.criteria_set, label="专业能力", weight=100, position=1, anchors=["好"] * 6
    )
    case_in_round = RoundCase.objects.create(round=round, position=1, case=case)
    return ScoreSheet.objects.create(seat=seat, round_case=case_in_round, state="draft", version=1)


def changes(visitors: Visitors, sheet: Sheet, extras: Fields) -> bool:
    """Whether the form is taken; fails where the database is told something else with the extras among it."""
    answer, first = sent(visitors, sheet, {})
    plain = alike(told(first), told(sent(visitors, sheet, {})[1]))
    again, stuffed = sent(visitors, sheet, extras)
    assert alike(plain, told(stuffed)) == plain, sheet
    assert again.status_code == answer.status_code, sheet
    return bool(first)


def test_w9_more_than_the_form_has_changes_nothing(sheets, visitors: Visitors, extras: Fields) -> None:
    """Enough forms are so filled in that the database is told something."""
    taken = {
        route for route, found in sheets.items() for sheet in found[:MOST] if changes(visitors, sheet, extras)
    }
    assert taken >= TAKEN, TAKEN - taken


def test_w9_more_than_the_form_has_changes_nothing_of_a_case(
    busy, visitors: Visitors, extras: Fields
) -> None:
    taken = {
        sheet.address
        for actor, path in busy
        for sheet in sheets_of(visitors, actor, path)
        if changes(visitors, sheet, extras)
    }
    kinds = {re.sub(r"\d+", "n", address.partition("?")[0]) for address in taken}
    assert kinds >= TAKEN_OF_CASES, (TAKEN_OF_CASES - kinds, kinds)


def swallow(visitors: Visitors, sheet: Sheet) -> None:
    """A megabyte in one field after the other is answered within a second, and kept nowhere."""
    for name in sheet.typed & sheet.fields.keys():
        begun = time.process_time()
        answer, written = sent(visitors, replace(sheet, fields=sheet.fields | {name: [MEGABYTE]}), {})
        assert time.process_time() - begun < 1, (sheet.address, name)
        assert answer.status_code < 500, (sheet.address, name)
        kept = [sql for sql, params in written for one in params or () if len(str(one)) > NO_TEXT]
        assert kept == [], (sheet.address, name)


def test_megabyte_in_a_field_is_answered_at_once_and_kept_nowhere(sheets, visitors: Visitors) -> None:
    for found in sheets.values():
        for sheet in found[:1]:
            if not sheet.address.startswith("/admin/"):
                swallow(visitors, sheet)


def test_megabyte_in_a_field_of_a_case_is_kept_nowhere(busy, visitors: Visitors) -> None:
    for actor, path in busy:
        for sheet in [*sheets_of(visitors, actor, path)][:MOST]:
            swallow(visitors, sheet)
