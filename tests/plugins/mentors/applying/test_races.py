"""The same application from several places at the same instant, on a database with several writers."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from wagtail.models import Site

from plugins.mentors.actions.application import DraftChanged, begin, save_section
from plugins.mentors.applying.sections import FILLED_IN
from plugins.mentors.models import Application
from portal.accounts.models import User
from portal.numbering.models import Series
from portal.workflow.engine import Refused
from tests.conftest import person
from tests.factories import applications

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time"),
    pytest.mark.django_db(transaction=True),
]
AT_ONCE = 10


def at_once(act: Callable[[int], Any]) -> list[Any]:
    """Ten do it at the same instant; what each got, or the class of what it was refused with."""
    start = Barrier(AT_ONCE)

    def run(place: int) -> Any:
        try:
            start.wait(20)
            return act(place)
        except (DraftChanged, Refused) as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


@pytest.fixture
def site(transactional_db: None) -> Site:
    return Site.objects.get(hostname="testserver")


@pytest.fixture
def applicant(site: Site) -> User:
    return person("applicant", "沈知行")


def test_one_click_ten_times_begins_one_draft(applicant, site) -> None:
    drafts = at_once(lambda place: begin(applicant, site).pk)
    assert len(set(drafts)) == 1
    assert Application.objects.count() == 1


def test_of_ten_tabs_that_save_the_same_version_one_wins_and_nine_are_told(applicant, site) -> None:
    draft, section = begin(applicant, site), FILLED_IN["basics"]

    def save(place: int) -> int:
        values = {"organisation": f"单位 {place}"}
        save_section(draft, section, values, rough={}, version=0, actor=applicant)
        return place

    outcomes = at_once(save)
    (winner,) = (place for place in outcomes if place is not DraftChanged)
    assert Counter(outcomes)[DraftChanged] == AT_ONCE - 1
    draft.refresh_from_db()
    assert (draft.organisation, draft.version_of("basics")) == (f"单位 {winner}", 1)


def test_one_form_sent_ten_times_is_one_receipt_also_when_answers_were_lost(applicant, site) -> None:
    """I1 and I3: whoever never saw the answer sends the same form again, a hundred times if need be."""
    draft = applications.draft(applicant, site)
    address, form = f"/m/apply/{draft.pk}/check/", {"submit_id": str(uuid4())}
    clients = [Client() for _place in range(AT_ONCE)]
    for client in clients:
        client.force_login(applicant)
    assert set(at_once(lambda place: clients[place].post(address, form).url)) == {
        f"/m/apply/{draft.pk}/sent/"
    }
    for attempt in range(100):
        assert clients[attempt % AT_ONCE].post(address, form).url == f"/m/apply/{draft.pk}/sent/"
    draft.refresh_from_db()
    assert draft.number
    assert draft.steps.filter(move="submit").count() == 1
    assert sum(Series.objects.values_list("last", flat=True)) == 1
