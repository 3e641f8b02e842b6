"""From the start page to the public page of a mentor: applicant, clerk, experts, clerk (A2 to A4).

Told on the pages, and once more by the API alone.
"""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from wagtail.models import Site

from plugins.mentors.applying.evidence import APPLICATION_FILES
from plugins.mentors.models import Application, Mentor
from plugins.mentors.personal_fields import TRUTHFULNESS
from portal.accounts.models import User
from portal.attachments.models import Attachment
from portal.notices.models import Message
from tests.conftest import person
from tests.factories import applications
from tests.factories.cms_pages import DistrictFactory, FieldFactory
from tests.factories.files import picture, upload
from tests.journeys.reviewing import review

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

ADDRESS = "/api/v1/mentor-applications/"


def call(client: Client, method: str, address: str, body: Any = None) -> Any:
    key = {"Idempotency-Key": str(uuid4())}
    answer = getattr(client, method)(address, body or {}, content_type="application/json", headers=key)
    assert answer.status_code in (200, 201), answer.content.decode()
    return answer.json()


def test_the_same_by_the_api_alone(applicant, clerk, site, signed_in, client) -> None:
    mine, desk = signed_in(applicant), signed_in(clerk)
    case = call(mine, "post", ADDRESS)["case"]
    one = f"{ADDRESS}{case['id']}/"
    for section, values in answers().items():
        sections = call(mine, "patch", f"{one}sections/{section}/", {"version": 0, "values": values})
    owner = f"mentors.application:{case['id']}"
    for slot in NEEDED:
        parts = {"owner": owner, "slot": slot, "file": upload(f"{slot}.jpg", picture())}
        assert mine.post("/api/v1/attachments/", parts).status_code == 201
    statement = sections["statement"]["version"]
    assert statement == TRUTHFULNESS.version
    done = call(mine, "post", f"{one}pledge/", {"version": statement})["sections"]
    assert {section["status"] for section in done} == {"done"}
    assert call(mine, "get", f"{one}preview/")["name"] == "沈知行"

    def move(who: Client, name: str, **more: Any) -> Any:
        version = who.get(one).json()["case"]["version"]
        return call(who, "post", f"{one}moves/{name}/", {"version": version} | more)

    assert move(mine, "submit")["case"]["state_label"] == "材料审核"
    application = applications.checked(Application.objects.get(), clerk)
    move(desk, "pass_check")
    review(application, secretary=clerk, signed_in=signed_in)
    appointed = move(desk, "appoint", **TERM)
    assert appointed["case"]["state"] == "appointed"
    code = Mentor.objects.get(user=applicant).code
    assert client.get(f"/api/v1/mentors/{code}/").json()["name"] == "沈知行"


def test_every_slot_that_must_be_filled_is_filled_in_this_journey() -> None:
    assert {slot.name for slot in APPLICATION_FILES.slots if slot.required} <= set(NEEDED)
