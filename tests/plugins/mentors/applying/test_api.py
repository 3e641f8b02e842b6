"""Becoming a mentor by the API: the same forms, table and words as on the pages."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plugins.mentors.actions.application import begin
from plugins.mentors.models import Application
from plugins.reviews.actions import add_cases, draw_panel, plan_round, write_criteria
from plugins.reviews.models import Round, ScoreSheet
from plugins.reviews.workflows import RoundFlow, SeatFlow
from portal import clock
from portal.attachments.models import Attachment
from portal.audit.models import Entry
from portal.audit.table import PERSON_READ
from tests.conftest import person
from tests.factories import applications, reviews
from tests.factories.cms_pages import DistrictFactory, FieldFactory

ADDRESS = "/api/v1/mentor-applications/"


def send(client: Client, method: str, address: str, body: dict[str, Any], **headers: str) -> Any:
    return getattr(client, method)(address, body, content_type="application/json", headers=headers)


def at(application: Application, part: str = "") -> str:
    return f"{ADDRESS}{application.pk}/{part}"


@pytest.fixture
def desk(signed_in, applicant) -> Client:
    return signed_in(applicant)


@pytest.fixture
def begun(applicant, site) -> Application:
    return begin(applicant, site)


def test_section_is_saved_with_the_version_that_was_read(begun, desk) -> None:
    values = {"name": "沈知行", "years": 12, "district": DistrictFactory().slug}
    answer = send(desk, "patch", at(begun, "sections/basics/"), {"version": 0, "values": values})
    assert answer.status_code == 200
    basics = answer.json()["sections"][0]
    assert (basics["status"], basics["version"]) == ("started", 1)
    assert basics["values"]["district"] == values["district"]
    late = send(desk, "patch", at(begun, "sections/basics/"), {"version": 0, "values": {"name": "别人"}})
    assert (late.status_code, late.json()["type"].rsplit("/", 2)[-2]) == (409, "case-changed")
    begun.refresh_from_db()
    assert begun.name == "沈知行"


def test_left_out_fields_stay_and_invalid_ones_are_named(begun, desk) -> None:
    chosen = [FieldFactory().slug, FieldFactory().slug]
    send(desk, "patch", at(begun, "sections/expertise/"), {"version": 0, "values": {"fields": chosen}})
    words = {"version": 1, "values": {"headline": "微信 13912345678"}}
    refused = send(desk, "patch", at(begun, "sections/expertise/"), words)
    assert refused.status_code == 400
    assert "headline" in str(refused.json())
    words["values"]["headline"] = "看计划书"
    answer = send(desk, "patch", at(begun, "sections/expertise/"), words).json()
    assert sorted(answer["sections"][2]["values"]["fields"]) == sorted(chosen)
    unknown = {"version": 2, "values": {"state": "appointed"}}
    assert send(desk, "patch", at(begun, "sections/expertise/"), unknown).status_code == 400


def test_same_submission_twice_is_answered_once(draft, desk) -> None:
    once = {"Idempotency-Key": str(uuid4())}
    body = {"version": draft.version}
    first = send(desk, "post", at(draft, "moves/submit/"), body, **once)
    second = send(desk, "post", at(draft, "moves/submit/"), body, **once)
    assert first.json() == second.json()
    assert second.headers["Idempotent-Replayed"] == "true"
    assert first.json()["case"]["number"].startswith("DS-")


def test_an_answer_kept_for_another_time_holds_no_number_in_the_database(begun, desk) -> None:
    """D7: the answer repeats the number that the application keeps encrypted."""
    body = {"version": 0, "values": {"phone": "13800138000"}}
    once = {"Idempotency-Key": str(uuid4())}
    first = send(desk, "patch", at(begun, "sections/basics/"), body, **once)
    assert "13800138000" in first.content.decode()
    assert send(desk, "patch", at(begun, "sections/basics/"), body, **once).json() == first.json()
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM api_storedanswer")
        assert "13800138000" not in str(cursor.fetchall())


def test_draft_is_nobody_elses(draft, signed_in, clerk, citizen, client) -> None:
    for stranger in (clerk, citizen):
        assert signed_in(stranger).get(at(draft)).status_code == 404
    assert client.get(at(draft)).status_code in (401, 403)
    assert signed_in(clerk).get(ADDRESS).json()["results"] == []


def test_staff_read_numbers_masked_and_leave_a_trace(handed_in, signed_in, clerk, desk) -> None:
    seen = signed_in(clerk).get(at(handed_in, "sections/")).json()["sections"][0]["values"]
    assert seen["phone"] == "138****8000"
    assert Entry.objects.filter(action=PERSON_READ.name, person=clerk.pk).count() == 1
    assert desk.get(at(handed_in, "sections/")).json()["sections"][0]["values"]["phone"] == "13800138000"


def test_numbers_of_a_draft_are_not_to_be_had_behind_the_mask_either(
    begun, handed_in_of_another, signed_in, clerk
) -> None:
    """A draft is nobody's but the applicant's, whoever guesses its key."""
    for application, status in ((begun, 404), (handed_in_of_another, 200)):
        address = f"/accounts/reveal/mentors.application/{application.pk}/phone/"
        answer = signed_in(clerk).post(address, {"purpose": "核对申请人电话"})
        assert answer.status_code == status


def test_refusals_are_those_of_the_table(begun, handed_in_of_another, desk, signed_in, clerk) -> None:
    unfinished = send(desk, "post", at(begun, "moves/submit/"), {"version": begun.version})
    assert unfinished.status_code == 409
    assert "还没有填完" in unfinished.json()["detail"]
    other = handed_in_of_another
    undecided = send(signed_in(clerk), "post", at(other, "moves/send_back/"), {"version": other.version})
    assert "逐项审核" in undecided.json()["detail"]
    without = send(signed_in(clerk), "post", at(other, "moves/reject/"), {"version": other.version})
    assert without.status_code == 400


@pytest.fixture
def handed_in_of_another(site) -> Application:
    return applications.handed_in(person("another", "陶然"), site)


def test_term_is_entered_by_a_move(applicant, site, clerk, signed_in) -> None:
    waiting = applications.entering_term(applicant, site, clerk)
    body = {"version": waiting.version, "term_from": "2027-01-01", "term_to": "2026-01-01"}
    assert send(signed_in(clerk), "post", at(waiting, "moves/appoint/"), body).status_code == 400
    answer = send(signed_in(clerk), "post", at(waiting, "moves/appoint/"), body | {"term_to": "2029-12-31"})
    assert answer.json()["case"]["state"] == "appointed"


def test_preview_is_the_public_card(draft, desk) -> None:
    card = desk.get(at(draft, "preview/")).json()
    assert (card["name"], card["help_points"][0]) == ("沈知行", "看商业计划书")
    assert "phone" not in card


def test_list_costs_the_same_for_one_and_three(site, signed_in, clerk, django_assert_max_num_queries) -> None:
    applications.handed_in(person("one", "甲"), site)
    staff = signed_in(clerk)
    staff.get(ADDRESS)
    with CaptureQueriesContext(connection) as first:
        staff.get(ADDRESS)
    for name in ("two", "three"):
        applications.handed_in(person(name, "乙"), site)
    with django_assert_max_num_queries(len(first)):
        assert len(staff.get(ADDRESS).json()["results"]) == 3


def test_term_that_is_over_is_refused_as_on_the_page(applicant, site, clerk, signed_in) -> None:
    waiting = applications.entering_term(applicant, site, clerk)
    body = {"version": waiting.version, "term_from": "2020-01-01", "term_to": "2020-12-31"}
    answer = send(signed_in(clerk), "post", at(waiting, "moves/appoint/"), body)
    assert (answer.status_code, answer.json()["detail"]) == (409, "聘期结束不能早于今天。")


def test_experts_read_what_the_person_can_do_and_no_copy_of_their_identity_card(
    applicant, site, clerk, signed_in
) -> None:
    waiting = applications.awaiting_review(applicant, site, clerk)
    expert = judging(waiting, site, clerk)
    judge, staff = signed_in(expert), signed_in(clerk)
    asked = {"owner": f"mentors.application:{waiting.pk}"}

    def slots(client: Client) -> set[str]:
        return {slot["name"] for slot in client.get("/api/v1/attachments/", asked).json()["slots"]}

    assert slots(staff) - slots(judge) == {"identity"}
    files = Attachment.objects.of(waiting)
    for slot, status in (("identity", 404), ("qualification", 200)):
        file = files.filter(slot=slot).first()
        assert judge.get(f"/api/v1/attachments/{file.pk}/file/").status_code == status
        assert staff.get(f"/api/v1/attachments/{file.pk}/file/").status_code == 200
    assert "身份证明" not in judge.get(ScoreSheet.objects.get().get_absolute_url()).content.decode()


def judging(waiting: Application, site: Any, clerk: Any) -> Any:
    """An expert who scores the application in a round that has begun."""
    expert = reviews.an_expert("judge")
    lines, now = reviews.LINES, clock.read()
    criteria = write_criteria(None, kind="mentors", name="导师评分标准", lines=lines, actor=clerk)
    round = Round(site=site, kind="mentors", title="第 3 批", criteria_set=criteria)
    round.opens_at, round.closes_at = now, now + timedelta(days=5)
    round = plan_round(round, actor=clerk)
    add_cases(round, [waiting.pk], actor=clerk)
    draw_panel(round, seats=1, reserves=0, quotas={}, actor=clerk)
    RoundFlow.open(Round.objects.get(), actor=clerk)
    SeatFlow.sign(Round.objects.get().panel.get(), actor=expert)
    return expert
