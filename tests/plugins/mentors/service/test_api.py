"""/api/v1/mentor-service/ and /api/v1/mentor-agreements/: the pages' moves and words as resources."""

from typing import Any

import pytest

from cms_pages.pdf import PdfUnavailable
from plugins.mentors import certificates
from plugins.mentors.agreements import AGREEMENTS
from plugins.mentors.models import Mentor
from plugins.mentors.rules.service import has_accepted_agreements
from portal import masking
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


def test_certificate_is_the_same_file_by_program_and_a_clerks_look_leaves_a_trace(
    own, desk, mentor, tutor, clerk, signed_in, citizen
) -> None:
    term = mentor.terms.get()
    address = (
        own.get(f"{URL}{mentor.pk}/").json()["case"]["terms"][0]["pdf_url"].removeprefix("http://testserver")
    )
    assert address == f"{URL}{mentor.pk}/certificates/{term.number}/"

    answer = own.get(address, headers={"Accept": "application/pdf"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert f"{term.certificate_number}.pdf" in answer.headers["Content-Disposition"]
    assert not Entry.objects.filter(action="people.read").exists()

    assert desk.get(address).status_code == 200
    read = Entry.objects.filter(
        action="people.read", person=clerk.pk, subject=tutor.pk, details="certificate"
    )
    assert read.count() == 1
    assert signed_in(citizen).get(address).status_code == 404
    assert own.get(f"{URL}{mentor.pk}/certificates/99/").status_code == 404


def test_certificate_when_the_library_is_missing_then_a_problem_says_so(own, mentor, monkeypatch) -> None:
    def missing(*args: Any) -> bytes:
        raise PdfUnavailable("没有安装 Pango。")

    monkeypatch.setattr(certificates, "render_pdf", missing)
    answer = own.get(f"{URL}{mentor.pk}/certificates/1/")
    assert (answer.status_code, answer.json()["type"]) == (503, "/api/problems/cannot-make/")
    assert answer.json()["detail"] == "没有安装 Pango。"


def test_whoever_holds_the_paper_asks_by_program_what_it_is_worth(client, mentor) -> None:
    term = mentor.terms.get()
    address = f"/api/v1/mentors/certificates/{term.certificate_code.lower()}/"

    answer = client.get(address)

    assert answer.json() == {
        "certificate_number": term.certificate_number,
        "holder": masking.name(term.holder),
        "standing": "valid",
        "standing_label": "有效",
        "is_valid": True,
        "term_from": term.term_from.isoformat(),
        "last_day": term.last_day and term.last_day.isoformat(),
    }
    assert term.holder not in answer.content.decode()
    assert answer.headers["Cache-Control"] == "private, no-store"
    mentor.terms.update(ended_on=today(0))
    ended = client.get(address).json()
    assert (ended["standing"], ended["is_valid"]) == ("withdrawn", False)
    assert client.get("/api/v1/mentors/certificates/AAAAAAAAAAAAAAAA/").status_code == 404


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
