"""The same by the API: declare, draft, hand in, recuse; plan, draw, decide, matrix."""

from typing import Any

import pytest
from django.test import Client

from plugins.reviews.models import CriteriaSet, Round, ScoreSheet
from plugins.reviews.workflows import RoundFlow
from portal.audit.models import Entry
from portal.audit.table import PERSON_READ
from portal.workflow.parties import SYSTEM
from tests.factories import reviews as factory

pytestmark = pytest.mark.django_db
SHEETS, SEATS, ROUNDS = "/api/v1/review-sheets/", "/api/v1/review-seats/", "/api/v1/review-rounds/"
CRITERIA = "/api/v1/review-criteria/"


def send(client: Client, method: str, address: str, **body: Any) -> Any:
    return getattr(client, method)(address, body, content_type="application/json")


def test_expert_works_by_api_alone(site, secretary, experts, question, time, signed_in) -> None:
    round = factory.opened(site, secretary, [question], seats=2, reserves=1, sign=False)
    seat = round.panel.first()
    client = signed_in(seat.expert)
    found = client.get(f"{SEATS}{seat.pk}/").json()
    assert [action["name"] for action in found["actions"]] == ["sign", "leave"]

    address = f"{SHEETS}{ScoreSheet.objects.get(seat=seat).pk}/"
    unknown = client.get(address).json()["case"]
    assert (unknown["title"], unknown["content"], unknown["materials"]) == (None, None, [])

    version = found["case"]["version"]
    signed = send(client, "post", f"{SEATS}{seat.pk}/moves/sign/", version=version, interests="无关公司")
    assert signed.json()["case"]["interests"] == "无关公司"
    sheet = client.get(SHEETS).json()["results"][0]
    assert sheet["title"] == f"{question.text}的申请"
    known = client.get(address).json()["case"]
    assert known["content"] == [{"label": "留言", "lines": [question.text]}]
    assert known["materials"] == [f"questions.question:{question.pk}"]

    scores = [{"criterion": one["criterion"], "value": 2} for one in sheet["scores"]]
    draft = send(client, "put", f"{SHEETS}{sheet['id']}/draft/", saves=0, scores=scores)
    assert draft.json()["case"]["total"] == "2.00"
    again = send(client, "put", f"{SHEETS}{sheet['id']}/draft/", saves=0, scores=scores)
    assert (again.status_code, again.json()["type"]) == (409, "/api/problems/case-changed/")
    refused = send(client, "post", f"{SHEETS}{sheet['id']}/moves/submit/", version=1)
    assert (refused.status_code, refused.json()["type"]) == (409, "/api/problems/move-refused/")
    assert "低于 3 分须写理由" in refused.json()["detail"]

    for score in scores:
        score["comment"] = "材料不足"
    send(client, "put", f"{SHEETS}{sheet['id']}/draft/", saves=1, scores=scores)
    done = send(client, "post", f"{SHEETS}{sheet['id']}/moves/submit/", version=1)
    assert done.json()["case"]["state"] == "submitted"
    assert client.get(f"{SEATS}{seat.pk}/").json()["case"]["done"] == 1


def test_expert_recuses_and_keeps_records_by_api(sheets, signed_in) -> None:
    client, address = signed_in(sheets[0].seat.expert), f"{SHEETS}{sheets[0].pk}/"
    record = {"place": "市南区", "held_at": "2026-03-09T09:30:00+08:00", "present": "法人"}
    kept = send(client, "put", f"{address}records/visit/", **record, observations="已投产", edition=0)
    assert kept.json()["edition"] == 1
    assert client.get(f"{address}records/visit/").json()["place"] == "市南区"
    assert send(client, "post", f"{address}moves/recuse/", version=1).status_code == 400

    gone = send(client, "post", f"{address}moves/recuse/", version=1, note="曾共事").json()["case"]
    assert (gone["state"], gone["title"], gone["reason"]) == ("recused", None, "曾共事")
    assert client.get(f"{address}records/visit/").status_code == 403
    assert send(client, "post", SHEETS).status_code == 405


def test_secretary_runs_a_round_by_api(site, secretary, experts, question, time, signed_in) -> None:
    client, criteria = signed_in(secretary), factory.criteria(secretary)
    plan = {"kind": "questions", "title": "第 3 批", "criteria_set": criteria.pk}
    times = {"opens_at": "2026-03-09T10:00:00+08:00", "closes_at": "2026-03-12T17:00:00+08:00"}
    made = send(client, "post", ROUNDS, **plan, **times)
    address = f"{ROUNDS}{made.json()['case']['id']}/"
    assert send(client, "post", ROUNDS, **plan, **times | {"closes_at": times["opens_at"]}).status_code == 400

    assert send(client, "post", f"{address}cases/", cases=[question.pk]).json()["case"]["size"] == 1
    assert send(client, "post", f"{address}draw/", seats=9, reserves=0).status_code == 409
    send(client, "post", f"{address}draw/", seats=2, reserves=0)
    opened = send(client, "post", f"{address}moves/open/", version=1)
    assert (opened.status_code, opened.json()["case"]["size"]) == (200, 1)
    for seat in Round.objects.get().panel.all():
        factory.SeatFlow.sign(seat, actor=seat.expert)
    assert client.get(f"{address}matrix/").json()["open"] is False
    for sheet in ScoreSheet.objects.all():
        factory.submitted(sheet, 5, 5)
    send(client, "post", f"{address}moves/close/", version=2)

    matrix = client.get(f"{address}matrix/").json()
    assert [row["summary"]["median"] for row in matrix["rows"]] == ["5.00"]
    done = send(client, "post", f"{address}decisions/", position=1, passed=True, reason="符合条件")
    assert done.json()["case"]["state"] == "decided"


def test_rounds_are_nobody_elses(round, sheets, signed_in, citizen) -> None:
    for person in (citizen, sheets[0].seat.expert):
        client = signed_in(person)
        assert client.get(ROUNDS).json()["results"] == []
        assert client.get(f"{ROUNDS}{round.pk}/matrix/").status_code == 404
    new = {"kind": "questions", "title": "冒名", "criteria_set": CriteriaSet.objects.get().pk}
    new |= {"opens_at": "2026-03-09T10:00:00+08:00", "closes_at": "2026-03-12T17:00:00+08:00"}
    assert send(signed_in(citizen), "post", ROUNDS, **new).status_code == 403


def test_keys_that_name_nothing_are_refused_in_a_sentence(site, secretary, experts, time, signed_in) -> None:
    round, client = factory.planned(site, secretary), signed_in(secretary)
    unknown = send(client, "post", f"{ROUNDS}{round.pk}/draw/", seats=2, reserves=0, quotas={"999999": 1})
    assert (unknown.status_code, unknown.json()["type"]) == (409, "/api/problems/move-refused/")
    assert send(client, "post", f"{ROUNDS}{round.pk}/cases/", cases=[10**30]).status_code == 400


def test_criteria_of_a_round_are_read_by_secretary_and_panel_alike(
    site, secretary, experts, question, time, signed_in, citizen
) -> None:
    round = factory.opened(site, secretary, [question], seats=1, reserves=1)
    seat = round.panel.get(kind="regular")
    address, own = f"{ROUNDS}{round.pk}/criteria/", f"{SEATS}{seat.pk}/criteria/"

    read = signed_in(secretary).get(address).json()

    lines = round.criteria_set.criteria.all()
    assert read["criteria"] == [
        {"label": one.label, "weight": one.weight, "anchors": one.anchors} for one in lines
    ]
    assert {len(line["anchors"]) for line in read["criteria"]} == {6}
    assert signed_in(seat.expert).get(own).json() == read
    assert signed_in(seat.expert).get(address).status_code == 404
    other = next(one for one in experts if one.pk != seat.expert_id)
    assert signed_in(other).get(own).status_code == 404
    assert signed_in(citizen).get(address).status_code == 404


def lines(*weights: int) -> list[dict[str, Any]]:
    return [
        {"label": f"第{n}项", "weight": w, "anchors": list("甲乙丙丁戊己")} for n, w in enumerate(weights)
    ]


def test_criteria_are_written_by_api_and_a_frozen_set_gets_an_edition(
    site, secretary, experts, question, time, signed_in
) -> None:
    client = signed_in(secretary)
    given = {"kind": "questions", "name": "新标准", "criteria": lines(60, 40)}
    first = send(client, "post", CRITERIA, **given)
    assert (first.status_code, first.json()["edition"], first.json()["frozen_at"]) == (201, 1, None)
    address = f"{CRITERIA}{first.json()['id']}/"

    changed = send(client, "put", address, **given | {"criteria": lines(100)})
    assert (changed.json()["id"], len(changed.json()["criteria"])) == (first.json()["id"], 1)

    CriteriaSet.objects.filter(pk=first.json()["id"]).update(frozen_at=time.moment)
    next_edition = send(client, "put", address, **given)
    assert (next_edition.status_code, next_edition.json()["edition"]) == (200, 2)
    assert client.get(address).json()["criteria"] == changed.json()["criteria"]
    listed = client.get(f"{CRITERIA}?total=true").json()
    assert (listed["total"], listed["results"][0]["id"]) == (2, next_edition.json()["id"])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"criteria": lines(60, 30)}, "criteria"),
        ({"criteria": [lines(100)[0] | {"anchors": list("甲乙丙")}]}, "criteria.0.anchors"),
        ({"kind": "nothing"}, "kind"),
    ],
)
def test_criteria_that_could_not_be_written_on_the_page_are_refused_by_api(
    site, secretary, signed_in, wrong: dict[str, Any], field: str
) -> None:
    given = {"kind": "questions", "name": "新标准", "criteria": lines(60, 40)} | wrong
    answer = send(signed_in(secretary), "post", CRITERIA, **given)
    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (400, [field])
    assert not CriteriaSet.objects.filter(name="新标准").exists()


@pytest.mark.parametrize("verb", ["get", "post"])
def test_criteria_are_nobody_elses_work(experts, signed_in, verb: str) -> None:
    assert send(signed_in(experts[0]), verb, CRITERIA).status_code == 403


@pytest.mark.parametrize("address", [SHEETS, "/reviews/seats/{seat}/"])
def test_a_list_of_sheets_that_names_people_leaves_a_trace_for_each(
    sheets, citizen, signed_in, address: str
) -> None:
    seat = sheets[0].seat
    listed = signed_in(seat.expert).get(address.format(seat=seat.pk))
    assert listed.status_code == 200
    read = Entry.objects.filter(action=PERSON_READ.name, person=seat.expert_id, subject=citizen.pk)
    assert read.count() == 1


@pytest.mark.parametrize(
    "address",
    ["/reviews/rounds/{}/", "/reviews/rounds/{}/matrix/", f"{ROUNDS}{{}}/matrix/"],
)
def test_a_round_that_names_people_leaves_a_trace_for_each(
    round, sheets, secretary, citizen, signed_in, address: str
) -> None:
    assert signed_in(secretary).get(address.format(round.pk)).status_code == 200
    read = Entry.objects.filter(action=PERSON_READ.name, person=secretary.pk, subject=citizen.pk)
    assert read.count() == 1


def test_minutes_that_name_people_leave_a_trace_for_each(
    round, sheets, secretary, citizen, signed_in
) -> None:
    RoundFlow.close(Round.objects.get(pk=round.pk), actor=SYSTEM)
    assert signed_in(secretary).get(f"/reviews/rounds/{round.pk}/minutes.pdf").status_code == 200
    read = Entry.objects.filter(action=PERSON_READ.name, person=secretary.pk, details="minutes")
    named = {citizen.pk, *round.panel.values_list("expert", flat=True)}
    assert sorted(read.values_list("subject", flat=True)) == sorted(named)


def test_reading_whose_case_it_is_and_who_gave_what_leaves_a_trace(
    round, sheets, secretary, citizen, signed_in
) -> None:
    expert = sheets[0].seat.expert
    signed_in(expert).get(f"{SHEETS}{sheets[0].pk}/")
    read = Entry.objects.filter(action=PERSON_READ.name, person=expert.pk, subject=citizen.pk)
    assert [entry.key for entry in read] == [str(sheets[0].round_case.case_id)]
    signed_in(secretary).get(f"{ROUNDS}{round.pk}/matrix/")
    assert Entry.objects.filter(action="reviews.matrix_read", key=str(round.pk)).count() == 1
