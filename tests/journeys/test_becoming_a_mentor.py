"""From the start page to the public page of a mentor: applicant, clerk, experts, clerk (A2 to A4).

Told on the pages, and once more by the API alone.
"""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from api.tokens.forms import TokenForm
from api.tokens.scopes import all_scopes
from plugins.mentors.applying.evidence import APPLICATION_FILES
from plugins.mentors.models import Application, Mentor
from plugins.mentors.personal_fields import TRUTHFULNESS
from plugins.reviews.actions import write_criteria
from portal.accounts.models import User
from portal.accounts.testing import add_second_factor
from portal.attachments.models import Attachment
from portal.notices.models import Message
from tests.conftest import person
from tests.factories.cms_pages import DistrictFactory, FieldFactory
from tests.factories.files import picture, upload
from tests.journeys.reviewing import LINES, review, two_experts

NEEDED = ("portrait", "identity", "qualification", "employer")
POINTS = ("basics", "background", "expertise", "service", *NEEDED)
TERM = {"term_from": "2026-12-01", "term_to": "2029-11-30"}


def answers() -> dict[str, dict[str, Any]]:
    """What the applicant fills in, section by section."""
    return {
        "basics": {
            "name": "沈知行",
            "organisation": "海岚创投",
            "position": "投资总监",
            "years": "12",
            "district": DistrictFactory().slug,
            "phone": "13800138000",
            "email": "shen@hailan.example",
            "id_number": "",
        },
        "background": {
            "education": "硕士，工商管理",
            "experience": "2018至今 海岚创投 投资总监",
            "introduction": "看过三百多份商业计划书，陪六个团队走到第一轮融资。",
        },
        "expertise": {
            "headline": "把商业计划书改到投资人愿意看第二遍",
            "help_points": "看商业计划书\n估算第一轮要多少钱",
            "fields": [FieldFactory().slug],
        },
        "service": {"ways": ["message", "meeting"], "times": ["workday_evening"]},
    }


@pytest.fixture
def applicant(site: Site) -> User:
    return person("applicant", "沈知行")


def titles(reader: User) -> list[str]:
    return list(Message.objects.filter(person=reader).order_by("pk").values_list("title", flat=True))


# On the pages ------------------------------------------------------------------------------------------------------


def fill_in(desk: Client) -> Application:
    """Begin from the start page, fill in every task, pledge."""
    tasks = desk.post("/m/apply/").url
    for section, given in answers().items():
        assert desk.post(f"{tasks}{section}/", given | {"version": "0"}).url == tasks, section
    application = Application.objects.get()
    for slot in NEEDED:
        file = {"file": upload(f"{slot}.jpg", picture())}
        desk.post(f"/attachments/mentors/application/{application.pk}/{slot}/", file)
    assert desk.post(f"{tasks}pledge/", {"agreed": "on"}).url == f"{tasks}check/"
    return application


def decide(desk: Client, application: Application, move: str, **form: str) -> Any:
    """At the desk: read the letter, then confirm it."""
    application.refresh_from_db()
    page = f"/desk/cases/mentors.application/{application.pk}/decision/"
    sent = {"move": move, "version": str(application.version), **form}
    letter = desk.post(page, sent)
    assert letter.status_code == 200, letter.content.decode()[:500]
    answer = desk.post(page, sent | {"confirmed": "on"})
    assert answer.url == "/desk/"
    return letter


def mark(desk: Client, application: Application, **wrong: str) -> None:
    for name in POINTS:
        verdict = {"verdict": "mend", "reason": wrong[name]} if name in wrong else {"verdict": "fits"}
        desk.post(f"/desk/cases/mentors.application/{application.pk}/marks/{name}/", verdict)


def test_applicant_clerk_experts_and_clerk_on_the_pages(applicant, clerk, site, signed_in, client) -> None:
    mine, desk = signed_in(applicant), signed_in(clerk)
    application = fill_in(mine)
    receipt = mine.post(f"/m/apply/{application.pk}/check/", {"submit_id": str(uuid4())}, follow=True)
    application.refresh_from_db()
    assert application.number in receipt.content.decode()

    assert application.number in desk.get("/desk/").content.decode()
    mark(desk, application, employer="没有加盖公章")
    letter = decide(desk, application, "send_back")
    assert "单位证明：没有加盖公章" in letter.content.decode()

    page = mine.get(f"/m/apply/{application.pk}/").content.decode()
    assert "没有加盖公章" in page
    file = application_file(application, "employer")
    stamped = {"file": upload("stamped.jpg", picture(color=90)), "replaces": str(file)}
    replaced = mine.post(f"/attachments/{file}/replace/", stamped)
    assert replaced.status_code == 302
    mine.post(f"/m/apply/{application.pk}/check/", {"submit_id": str(uuid4())})

    mark(desk, application)
    decide(desk, application, "pass_check")
    review(application, secretary=clerk, signed_in=signed_in)

    application.refresh_from_db()
    term = desk.post(f"/m/apply/{application.pk}/term/", TERM | {"version": application.version}, follow=True)
    assert term.status_code == 200

    public = client.get(Mentor.objects.get(user=applicant).short_path, follow=True).content.decode()
    assert "沈知行" in public
    assert "看商业计划书" in public
    assert "13800138000" not in public
    told = " ".join(titles(applicant))
    for words in ("已受理", "请补正", "即将进行专家评审", "通过专家评审", "已受聘"):
        assert words in told


def application_file(application: Application, slot: str) -> Any:
    return Attachment.objects.of(application).current().get(slot=slot).pk


# By the API alone --------------------------------------------------------------------------------------------------


class Program:
    """What somebody's program does with a token that was made on the page, good for everything it offers there."""

    def __init__(self, who: User) -> None:
        if who.is_at_work_here:
            add_second_factor(who)
        form = TokenForm({"name": "程序", "days": 30, "scopes": [scope.name for scope in all_scopes()]})
        assert form.is_valid(), form.errors
        _token, self.text = form.save(who)
        self.client = Client()

    def __call__(self, method: str, address: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {self.text}", "Idempotency-Key": str(uuid4())}
        given = {} if body is None else {"data": body, "content_type": "application/json"}
        answer = getattr(self.client, method)(f"/api/v1/{address}", **given, headers=headers)
        assert answer.status_code in (200, 201), answer.content.decode()
        return answer.json()

    def move(self, address: str, name: str, **more: Any) -> Any:
        version = self("get", address)["case"]["version"]
        return self("post", f"{address}moves/{name}/", {"version": version} | more)

    def upload(self, owner: str, slot: str) -> Any:
        parts = {"owner": owner, "slot": slot, "file": upload(f"{slot}.jpg", picture())}
        headers = {"Authorization": f"Bearer {self.text}"}
        return self.client.post("/api/v1/attachments/", parts, headers=headers).json()["id"]


def apply_by_api(mine: Program) -> str:
    """Begin, fill in, upload, pledge; returns the address of the application."""
    case = mine("post", "mentor-applications/", {})["case"]
    one = f"mentor-applications/{case['id']}/"
    for section, values in answers().items():
        sections = mine("patch", f"{one}sections/{section}/", {"version": 0, "values": values})
    for slot in NEEDED:
        assert mine.upload(f"mentors.application:{case['id']}", slot)
    statement = sections["statement"]["version"]
    assert statement == TRUTHFULNESS.version
    done = mine("post", f"{one}pledge/", {"version": statement})["sections"]
    assert {section["status"] for section in done} == {"done"}
    assert mine("get", f"{one}preview/")["name"] == "沈知行"
    return one


def check_by_api(desk: Program, number: str) -> None:
    (row,) = desk("get", f"desk/?q={number}")["results"]
    desk("post", f"desk/{row['id']}/claim/", {})
    for point in desk("get", f"desk/{row['id']}/marks/"):
        desk("post", f"desk/{row['id']}/marks/", {"name": point["name"], "verdict": "fits"})


def review_by_api(desk: Program, experts: list[Program], case: int, criteria: int) -> None:
    """Plan, draw, open; each expert declares, reads, looks at a file, scores and hands in; close and decide."""
    now = timezone.now()
    times = {"opens_at": now.isoformat(), "closes_at": (now + timedelta(days=3)).isoformat()}
    plan = {"kind": "mentors", "title": "第 1 批", "criteria_set": criteria} | times
    round = f"review-rounds/{desk('post', 'review-rounds/', plan)['case']['id']}/"
    desk("post", f"{round}cases/", {"cases": [case]})
    desk("post", f"{round}draw/", {"seats": len(experts), "reserves": 0})
    assert desk.move(round, "open")["case"]["size"] == 1
    for expert in experts:
        (seat,) = expert("get", "review-seats/")["results"]
        expert.move(f"review-seats/{seat['id']}/", "sign")
        (sheet,) = expert("get", "review-sheets/")["results"]
        one = f"review-sheets/{sheet['id']}/"
        known = expert("get", one)["case"]
        assert {"label": "单位", "lines": ["海岚创投"]} in known["content"]
        assert "13800138000" not in str(known)
        slots = expert("get", f"attachments/?owner={known['materials'][0]}")["slots"]
        assert "employer" in [slot["name"] for slot in slots if slot["files"]]
        scores = [{"criterion": score["criterion"], "value": 4} for score in sheet["scores"]]
        expert("put", f"{one}draft/", {"saves": 0, "scores": scores})
        expert.move(one, "submit")
    desk.move(round, "close")
    decided = desk("post", f"{round}decisions/", {"position": 1, "passed": True, "reason": "一致同意"})
    assert decided["case"]["state"] == "decided"


def test_the_same_by_the_api_alone(applicant, clerk, site, client) -> None:
    mine, desk = Program(applicant), Program(clerk)
    experts = [Program(expert) for expert in two_experts(clerk)]
    criteria = write_criteria(None, kind="mentors", name="导师评分标准", lines=LINES, actor=clerk)

    one = apply_by_api(mine)
    submitted = mine.move(one, "submit")["case"]
    assert submitted["state_label"] == "材料审核"
    check_by_api(desk, submitted["number"])
    desk.move(one, "pass_check")
    review_by_api(desk, experts, submitted["id"], criteria.pk)

    assert desk.move(one, "appoint", **TERM)["case"]["state"] == "appointed"
    code = Mentor.objects.get(user=applicant).code
    assert client.get(f"/api/v1/mentors/{code}/").json()["name"] == "沈知行"


def test_every_slot_that_must_be_filled_is_filled_in_this_journey() -> None:
    assert {slot.name for slot in APPLICATION_FILES.slots if slot.required} <= set(NEEDED)
