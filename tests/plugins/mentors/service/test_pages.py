"""A mentor's own pages, and the certificate that anybody may verify."""

from datetime import timedelta

import pytest

from plugins.mentors.agreements import AGREEMENTS
from plugins.mentors.choices import ServingState
from plugins.mentors.models import Mentor
from plugins.mentors.rules.service import has_accepted_agreements
from plugins.mentors.workflows.service import MentorFlow
from portal.casework.addresses import case_url
from portal.desk.models import WorkItem
from portal.member_centre.lists import counts
from portal.member_centre.today import todays_work
from portal.privacy.models import GivenConsent
from tests.factories.content import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(signed_in, tutor, mentor):
    """The mentor, signed in."""
    return signed_in(tutor)


def words(response) -> str:
    return response.content.decode()


def test_own_page_shows_state_term_days_left_certificate_and_what_comes(desk, mentor) -> None:
    html = words(desk.get("/m/mine/"))
    for expected in ("在聘", "还有 336 天", mentor.terms.get().certificate_number, "聘期结束", "已聘任"):
        assert expected in html
    assert "还不能查看咨询者的信息" in html


@pytest.mark.parametrize("path", ["mine/", "agreements/", "mine/pause/", "mine/certificates/1.pdf"])
def test_people_who_are_no_mentors_have_no_such_page(path, signed_in, citizen, client, mentor) -> None:
    assert signed_in(citizen).get(f"/m/{path}").status_code == 403
    assert client.get(f"/m/{path}").url.startswith("/accounts/login/")


def test_agreements_are_accepted_with_version_and_time(desk, tutor) -> None:
    half = desk.post("/m/agreements/", {"mentors-norms": "on"})
    assert half.status_code == 200
    assert not GivenConsent.objects.exists()
    response = desk.post("/m/agreements/", {"mentors-norms": "on", "mentors-confidentiality": "on"})
    assert response.url == "/m/mine/"
    given = dict(GivenConsent.objects.filter(person=tutor).values_list("key", "version"))
    assert given == {agreement.key: agreement.version for agreement in AGREEMENTS}
    assert has_accepted_agreements(tutor)
    assert "已接受" in words(desk.get("/m/agreements/"))


def test_agreements_are_nothing_that_others_are_offered(desk, signed_in, citizen) -> None:
    assert "导师保密协议" not in words(signed_in(citizen).get("/accounts/consents/"))
    desk.post("/m/agreements/", {"mentors-norms": "on", "mentors-confidentiality": "on"})
    assert "导师保密协议" in words(desk.get("/accounts/consents/"))


def test_being_in_office_or_having_left_is_no_work_of_today(desk, mentor, tutor, clerk, site) -> None:
    def labels() -> list[str]:
        """The end of the term is no time limit for anything."""
        works = [work for _band, works in todays_work(tutor, site).groups for work in works]
        assert [work.due for work in works] == [None] * len(works)
        return [work.label for work in works]

    assert labels() == ["接受行为规范和保密协议"]
    assert "还剩" not in words(desk.get("/member/cases/"))

    desk.post("/m/agreements/", {"mentors-norms": "on", "mentors-confidentiality": "on"})
    assert labels() == []

    MentorFlow.dismiss(mentor, actor=clerk, note="另有安排")
    assert labels() == []


def test_service_that_has_ended_is_no_case_in_hand_until_a_mentor_is_appointed_anew(
    desk, mentor, tutor, clerk, site
) -> None:
    def in_hand() -> tuple[int, bool]:
        shown = case_url(mentor) in words(desk.get("/member/cases/?show=open"))
        assert WorkItem.objects.of(mentor).get().is_open is shown
        return counts(tutor, site).open, shown

    assert in_hand() == (1, True)

    mentor = MentorFlow.dismiss(mentor, actor=clerk, note="另有安排")
    assert in_hand() == (0, False)
    assert "已离任" in words(desk.get("/member/cases/?show=finished"))

    MentorFlow.reappoint(mentor, actor=clerk, term_from=today(1), term_to=today(300))
    assert in_hand() == (1, True)


def test_pause_from_today_and_back(desk, mentor) -> None:
    form = {"version": mentor.version, "pause_from": today(), "pause_to": today(9), "note": "出差"}
    assert desk.post("/m/mine/pause/", form).url == "/m/mine/"
    mentor.refresh_from_db()
    assert mentor.state == ServingState.PAUSED
    html = words(desk.get("/m/mine/"))
    assert f'暂停服务，到 <time datetime="{today(9)}">' in html
    desk.post("/m/mine/move/", {"move": "resume", "version": mentor.version})
    mentor.refresh_from_db()
    assert mentor.state == ServingState.SERVING


def test_pause_with_an_old_page_is_refused_in_words_and_keeps_what_was_typed(desk, mentor, clerk) -> None:
    MentorFlow.set_cap(mentor, actor=clerk, weekly_cap=3)
    form = {"version": 1, "pause_from": today(), "pause_to": today(9), "note": "出差"}
    html = words(desk.post("/m/mine/pause/", form))
    assert "已有变化" in html
    assert "出差" in html
    mentor.refresh_from_db()
    assert mentor.state == ServingState.SERVING


def test_cap_is_set_and_taken_back(desk, mentor) -> None:
    desk.post("/m/mine/cap/", {"version": 1, "weekly_cap": "3"})
    assert Mentor.objects.get().weekly_cap == 3
    desk.post("/m/mine/cap/", {"version": 2, "weekly_cap": ""})
    assert Mentor.objects.get().weekly_cap is None


def test_page_that_a_clerk_hid_is_not_brought_back_by_the_mentor(desk, mentor, tutor, clerk) -> None:
    hidden = MentorFlow.hide(mentor, actor=clerk, note="照片侵权")
    assert "没有公开" in words(desk.get("/m/mine/"))
    assert MentorFlow.available(hidden, tutor) == []
    again = MentorFlow.show(hidden, actor=clerk)
    own = MentorFlow.hide(again, actor=tutor, note="被骚扰")
    assert [move.name for move in MentorFlow.available(own, tutor)] == ["show"]


def test_certificate_is_a_pdf_whose_code_leads_to_its_page(desk, client, mentor) -> None:
    term = mentor.terms.get()
    response = desk.get("/m/mine/certificates/1.pdf")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")
    html = words(client.get(f"/m/certificates/{term.certificate_code}"))
    assert "现在有效" in html
    assert term.certificate_number in html
    assert "尉**" in html
    assert "尉迟青" not in html
    assert len(term.certificate_code) == 16


def test_certificate_says_when_it_is_no_longer_in_force(client, mentor, clerk) -> None:
    address = f"/m/certificates/{mentor.terms.get().certificate_code}"
    MentorFlow.dismiss(mentor, actor=clerk, note="另有安排")
    response = client.get(address)
    assert "已提前终止" in words(response)
    assert response.headers["X-Robots-Tag"] == "noindex"
    mentor.terms.update(ended_on=None, term_from=today(-90), term_to=today() - timedelta(days=1))
    assert "聘期已满" in words(client.get(address))


def test_certificate_that_was_never_given_is_not_found(client, site) -> None:
    assert client.get("/m/certificates/AAAAAAAAAAAAAAAA").status_code == 404
