"""/api/v1/mentor-service/ and /api/v1/mentor-agreements/: the pages' moves and words as resources."""

from typing import Any

import pytest

from plugins.mentors.agreements import AGREEMENTS
from plugins.mentors.models import Mentor
from plugins.mentors.rules.service import has_accepted_agreements
from portal.audit.models import Entry
from tests.factories.content import today
from tests.factories.service import appointed

pytestmark = pytest.mark.django_db
URL = "/api/v1/mentor-service/"


def post(client: Any, url: str, **data: Any) -> Any:
    return client.post(url, data, content_type="application/json")


@pytest.fixture
def own(signed_in, tutor, mentor) -> Any:
    return signed_in(tutor)


@pytest.fixture
def desk(signed_in, clerk) -> Any:
    return signed_in(clerk)


def test_mentor_sees_their_own_service_and_a_clerk_all(own, desk, mentor, signed_in, citizen) -> None:
    other = appointed()
    assert [row["code"] for row in own.get(URL).json()["results"]] == [mentor.code]
    assert {row["code"] for row in desk.get(URL).json()["results"]} == {mentor.code, other.code}
    assert signed_in(citizen).get(f"{URL}{mentor.pk}/").status_code == 404
    assert own.get(f"{URL}{other.pk}/").status_code == 404


def test_one_service_comes_with_moves_history_deadlines_and_certificates(own, desk, mentor, tutor) -> None:
    whole = own.get(f"{URL}{mentor.pk}/").json()
    names = {action["name"] for action in whole["actions"]}
    assert names == {"pause", "plan_pause", "set_cap", "hide"}
    assert whole["case"]["terms"][0]["standing"] == "valid"
    assert f"/m/certificates/{mentor.terms.get().certificate_code}" in whole["case"]["terms"][0]["verify_url"]
    assert [step["what"] for step in whole["steps"]] == ["已聘任"]
    assert not Entry.objects.filter(action="people.read").exists()
    desk.get(f"{URL}{mentor.pk}/")
    assert Entry.objects.filter(action="people.read", subject=tutor.pk).exists()


@pytest.mark.parametrize("address", [URL, "/admin/mentor/", "/admin/mentor/ending/"])
def test_list_of_mentors_is_a_look_at_each_of_them(desk, mentor, tutor, clerk, address: str) -> None:
    appointed()  # without an account: nobody whose data is kept here
    mentor.terms.update(term_to=today(30))
    Mentor.objects.filter(pk=mentor.pk).update(term_to=today(30))
    assert desk.get(address).status_code == 200
    read = Entry.objects.filter(action="people.read", person=clerk.pk)
    assert list(read.values_list("subject", flat=True)) == [tutor.pk]


def test_list_of_ones_own_service_is_no_look(own, mentor) -> None:
    assert own.get(URL).json()["results"]
    assert not Entry.objects.filter(action="people.read").exists()


def test_pause_renew_and_refusals_in_the_words_of_the_pages(own, desk, mentor) -> None:
    move = f"{URL}{mentor.pk}/moves/"
    paused = post(own, f"{move}pause/", version=1, pause_to=str(today(9)))
    assert paused.json()["case"]["state"] == "paused"
    stale = post(own, f"{move}resume/", version=1)
    assert (stale.status_code, "已有变化" in stale.json()["detail"]) == (409, True)
    term = {"term_from": str(today(336)), "term_to": str(today(700))}
    assert post(own, f"{move}renew_paused/", version=2, **term).status_code == 403
    renewed = post(desk, f"{move}renew_paused/", version=2, **term)
    assert [row["number"] for row in renewed.json()["case"]["terms"]] == [2, 1]
    overlap = post(desk, f"{move}renew_paused/", version=3, **term)
    assert "不能重叠" in overlap.json()["detail"]


def test_term_that_is_given_no_beginning_begins_today(desk, site) -> None:
    form = {"name": "王晓明", "organisation": "海岸资本", "position": "总监"}
    made = post(desk, URL, **form, term_to=str(today(365)))
    assert (made.status_code, made.json()["case"]["term_from"]) == (201, str(today()))
    ended = post(desk, URL, **form, term_to=str(today(-1)))
    assert (ended.status_code, ended.json()["errors"][0]["field"]) == (400, "term_to")


def test_clerk_appoints_and_nobody_else(own, desk, site) -> None:
    form = {"name": "王晓明", "organisation": "海岸资本", "position": "总监"}
    form |= {"term_from": str(today()), "term_to": str(today(365))}
    made = post(desk, URL, **form)
    assert made.status_code == 201
    assert Mentor.objects.get(pk=made.json()["case"]["id"]).page.title == "王晓明"
    assert post(own, URL, **form).status_code == 403
    assert "term_to" in str(post(desk, URL, **form | {"term_to": str(today(-1))}).json())
    for section in (10**30, "9" * 30):
        assert "section" in str(post(desk, URL, **form, section=section).json()["errors"])


def test_agreements_are_read_and_accepted_in_the_version_that_was_read(
    own, tutor, signed_in, citizen
) -> None:
    url = "/api/v1/mentor-agreements/"
    rows = own.get(url).json()["results"]
    assert [row["accepted_at"] for row in rows] == [None, None]
    assert post(own, url, key=rows[0]["key"], version="1999").status_code == 400
    for agreement in AGREEMENTS:
        answer = post(own, url, key=agreement.key, version=agreement.version)
        assert answer.status_code == 200
    assert all(row["accepted_at"] for row in answer.json()["results"])
    assert has_accepted_agreements(tutor)
    assert post(signed_in(citizen), url, key=rows[0]["key"], version=rows[0]["version"]).status_code == 403
