"""The pages on which a person applies, without a script."""

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from plugins.mentors.actions.application import begin, hand_in
from plugins.mentors.choices import ApplicationState
from plugins.mentors.models import Application
from plugins.mentors.workflows.appointment import AppointmentFlow
from portal.casework.addresses import case_url
from tests.factories import applications
from tests.factories.cms_pages import DistrictFactory, FieldFactory

BASICS = {
    "name": "沈知行",
    "organisation": "海岚创投",
    "position": "投资总监",
    "years": "12",
    "phone": "138 0013 8000",
    "email": "shen@hailan.example",
    "id_number": "",
}


@pytest.fixture
def begun(applicant, site) -> Application:
    return begin(applicant, site)


@pytest.fixture
def desk(signed_in, applicant) -> Client:
    return signed_in(applicant)


def address(application: Application, part: str = "") -> str:
    return f"/m/apply/{application.pk}/{part}"


def basics(**changes: str) -> dict[str, str]:
    return BASICS | {"version": "0", "district": DistrictFactory().slug} | changes


def test_start_says_what_comes_next_of_ones_own_application(draft, desk, clerk) -> None:
    def says(word: str) -> bool:
        return word in desk.get("/m/apply/").content.decode()

    assert says("继续填写")
    handed_in = hand_in(draft, actor=draft.applicant)
    assert says("查看进展")
    applications.returned(handed_in, clerk, portrait="照片看不清")
    assert says("补正材料")


def test_start_says_what_is_needed_to_everybody(site, client) -> None:
    page = client.get("/m/apply/").content.decode()
    for word in ("谁可以申请", "本人照片", "5 个工作日", "平台手册第一部分"):
        assert word in page


@pytest.mark.parametrize(
    ("state", "now"),
    [
        (ApplicationState.DRAFT, None),
        (ApplicationState.CHECKING, "材料审核"),
        (ApplicationState.RETURNED, "材料审核"),
        (ApplicationState.IN_REVIEW, "专家评审"),
        (ApplicationState.ENTERING_TERM, "填写聘期"),
    ],
)
def test_stages_that_lie_ahead_are_hollow_and_the_present_one_is_told_to_all(
    begun, desk, state: ApplicationState, now: str | None
) -> None:
    """ux 4.6: by form, by a word and to screen readers."""
    Application.objects.filter(pk=begun.pk).update(state=state)
    stages = ["材料审核", "专家评审", "填写聘期"]

    shown = _timeline(desk.get("/m/apply/").content.decode())

    assert [what for what, *_rest in shown] == stages
    assert [
        what for what, _kind, attributes, said in shown if 'aria-current="step"' in attributes and said
    ] == ([now] if now else [])
    ahead = stages[stages.index(now) + 1 :] if now else stages
    assert [what for what, kind, *_rest in shown if kind == "planned"] == ahead


def _timeline(page: str) -> list[tuple[str, str, str, bool]]:
    """Of each entry what it says, its class, its attributes, and whether the word “now” stands there."""
    found = re.findall(
        r'<li(?: class="(\w+)")?([^>]*)>(.*?)</li>',
        page.split('class="timeline"')[1].split("</ol>")[0],
        re.DOTALL,
    )
    return [
        (re.findall(r'timeline-what">(.*?)<', inside)[0], kind, attributes, "现在" in inside)
        for kind, attributes, inside in found
    ]


def test_visitor_signs_in_first_and_comes_back(site, client) -> None:
    answer = client.post("/m/apply/")
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/?next=/m/apply/")


def test_beginning_twice_is_one_draft(desk, applicant) -> None:
    first, second = desk.post("/m/apply/"), desk.post("/m/apply/")
    assert first.url == second.url
    assert Application.objects.of(applicant).count() == 1


def test_nobody_else_finds_an_application(begun, signed_in, citizen, clerk, client) -> None:
    for part in ("", "basics/", "evidence/", "pledge/", "check/", "preview/", "sent/"):
        assert signed_in(citizen).get(address(begun, part)).status_code == 404
        assert signed_in(clerk).get(address(begun, part)).status_code == 404
        assert client.get(address(begun, part)).status_code == 302


def test_whole_section_leads_back_to_the_tasks_as_done(begun, desk) -> None:
    answer = desk.post(address(begun, "basics/"), basics(), follow=True)
    assert answer.redirect_chain[-1][0] == address(begun)
    assert answer.context["tasks"][0].status == "done"
    begun.refresh_from_db()
    assert (begun.phone, begun.years) == ("13800138000", 12)


def test_what_is_wrong_is_said_and_kept_as_it_was_typed(begun, desk) -> None:
    answer = desk.post(address(begun, "basics/"), basics(years="十几年", name=""))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "有 2 处需要修改" in page
    begun.refresh_from_db()
    assert (begun.organisation, begun.years) == ("海岚创投", None)
    assert 'value="十几年"' in desk.get(address(begun, "basics/")).content.decode()
    assert desk.get(address(begun)).context["tasks"][0].status == "problem"


def test_draft_is_put_aside_without_complaint(begun, desk) -> None:
    answer = desk.post(address(begun, "basics/"), basics(position="", later="1"))
    assert answer.status_code == 302
    assert desk.get(address(begun)).context["tasks"][0].status == "started"


def test_emptied_field_is_empty_afterwards(draft, desk) -> None:
    desk.post(address(draft, "basics/"), basics(organisation="", later="1"))
    draft.refresh_from_db()
    assert draft.organisation == ""


def test_two_tabs_lose_nothing(begun, desk) -> None:
    desk.post(address(begun, "basics/"), basics(organisation="海岚创投"))
    late = desk.post(address(begun, "basics/"), basics(organisation="青澜基金"))
    page = late.content.decode()
    assert late.status_code == 409
    assert [(row.kept, row.typed) for row in late.context["differences"] if row.label == "单位"] == [
        ("海岚创投", "青澜基金")
    ]
    assert 'value="青澜基金"' in page
    begun.refresh_from_db()
    assert begun.organisation == "海岚创投"
    desk.post(address(begun, "basics/"), basics(organisation="青澜基金", version="1"))
    begun.refresh_from_db()
    assert begun.organisation == "青澜基金"


def test_sections_do_not_disturb_each_other(begun, desk) -> None:
    desk.post(address(begun, "basics/"), basics())
    service = {"version": "0", "ways": ["message"], "times": ["weekend"]}
    assert desk.post(address(begun, "service/"), service).status_code == 302


def test_autosave_says_when_and_which_version(begun, desk) -> None:
    saved = desk.post(address(begun, "basics/autosave/"), basics(name="沈"))
    told = json.loads(saved.content)
    assert told["version"] == 1
    assert told["said"].startswith("草稿自动保存于 ")
    assert desk.post(address(begun, "basics/autosave/"), basics(name="沈知")).status_code == 409


def test_public_texts_take_no_number_of_a_person(begun, desk) -> None:
    text = {"version": "0", "headline": "微信同号 13912345678", "help_points": "看计划书"}
    answer = desk.post(address(begun, "expertise/"), text | {"fields": [FieldFactory().slug]})
    assert answer.status_code == 422
    assert "139****5678" in answer.content.decode()


def test_one_to_six_fields(begun, desk) -> None:
    fields = [FieldFactory().slug for _ in range(7)]
    text = {"version": "0", "headline": "看计划书", "help_points": "看计划书", "fields": fields}
    answer = desk.post(address(begun, "expertise/"), text)
    assert "选了 7 个，最多 6 个。" in answer.content.decode()
    desk.post(address(begun, "expertise/"), text | {"fields": fields[:6], "version": "1"})
    begun.refresh_from_db()
    assert begun.fields.count() == 6


def test_preview_shows_the_public_page_without_contacts(draft, desk) -> None:
    page = desk.get(address(draft, "preview/")).content.decode()
    assert "把商业计划书改到投资人愿意看第二遍" in page
    assert "海岚实业 财务经理" in page
    assert "13800138000" not in page
    assert "shen@hailan.example" not in page


def test_pledge_comes_last(begun, desk) -> None:
    assert desk.get(address(begun)).context["tasks"][-1].status == "blocked"
    desk.post(address(begun, "pledge/"), {"agreed": "on"})
    begun.refresh_from_db()
    assert begun.pledge == ""


def test_mending_from_the_check_leads_straight_back(draft, desk) -> None:
    assert f"{address(draft, 'service/')}?back=check" in desk.get(address(draft, "check/")).content.decode()
    sent = {"version": "0", "back": "check", "ways": ["phone"], "times": ["weekend"]}
    assert desk.post(address(draft, "service/"), sent).url == address(draft, "check/")


def test_submitting_once_and_again_is_one_receipt(draft, desk) -> None:
    once = {"submit_id": str(uuid4())}
    first = desk.post(address(draft, "check/"), once, follow=True)
    second = desk.post(address(draft, "check/"), once, follow=True)
    assert first.redirect_chain[-1] == second.redirect_chain[-1]
    number = Application.objects.get().number
    assert number in second.content.decode()
    assert desk.get(address(draft, "check/")).url == address(draft, "sent/")
    assert "材料审核" in second.content.decode()


def test_submitted_application_is_closed_to_changes(handed_in, desk) -> None:
    assert desk.get(address(handed_in, "basics/")).url == address(handed_in)
    assert desk.get(address(handed_in)).url == case_url(handed_in)
    desk.post(address(handed_in, "basics/"), basics(organisation="别处"))
    handed_in.refresh_from_db()
    assert handed_in.organisation == "海岚创投"


def test_unfinished_application_is_not_submitted(begun, desk) -> None:
    answer = desk.post(address(begun, "check/"), {"submit_id": str(uuid4())}, follow=True)
    assert "还没有填完" in answer.content.decode()
    begun.refresh_from_db()
    assert begun.state == ApplicationState.DRAFT


def test_every_state_is_told_in_the_member_centre(handed_in, desk) -> None:
    for state in ApplicationState.values:
        Application.objects.filter(pk=handed_in.pk).update(state=state)
        page = desk.get(case_url(handed_in))
        assert page.status_code == 200
        assert str(AppointmentFlow.public[state]) in page.content.decode()


def test_what_is_to_be_corrected_stands_at_its_section_until_it_is_mended(handed_in, desk, clerk) -> None:
    applications.returned(
        handed_in, clerk, "请一次补齐。", basics="单位或职务与证明不一致", employer="没有公章"
    )
    page = desk.get(address(handed_in))
    words = page.content.decode()
    for said in ("请补正后重新提交", "请一次补齐。", "个工作日", "单位或职务与证明不一致"):
        assert said in words
    assert [task.status for task in page.context["tasks"]] == [
        "problem",
        "done",
        "done",
        "done",
        "problem",
        "blocked",
    ]
    assert desk.post(address(handed_in, "basics/"), basics()).status_code == 302
    assert desk.get(address(handed_in)).context["tasks"][0].status == "done"


def test_clerk_enters_the_term(applicant, site, clerk, signed_in) -> None:
    waiting = applications.entering_term(applicant, site, clerk)
    page = signed_in(clerk).get(address(waiting, "term/"))
    assert "13800138000" not in page.content.decode()
    term = {"term_from": "2027-01-01", "term_to": "2029-12-31", "version": waiting.version}
    answer = signed_in(clerk).post(address(waiting, "term/"), term)
    assert answer.status_code == 302
    assert signed_in(applicant).get(answer.url, follow=True).status_code == 200


def test_term_is_for_clerks_alone(applicant, site, clerk, signed_in, citizen) -> None:
    waiting = applications.entering_term(applicant, site, clerk)
    for stranger in (applicant, citizen):
        assert signed_in(stranger).get(address(waiting, "term/")).status_code == 404


def test_old_version_of_the_term_page_appoints_nobody(applicant, site, clerk, signed_in) -> None:
    waiting = applications.entering_term(applicant, site, clerk)
    term = {"term_from": "2027-01-01", "term_to": "2029-12-31", "version": waiting.version - 1}
    answer = signed_in(clerk).post(address(waiting, "term/"), term)
    assert "已有变化" in answer.content.decode()
    waiting.refresh_from_db()
    assert waiting.state == ApplicationState.ENTERING_TERM


def test_verified_person_needs_no_copy_of_a_document(begun, applicant) -> None:
    from plugins.mentors.applying.sections import missing_evidence
    from portal.identity.choices import Assurance, DocumentKind
    from portal.identity.models import VerifiedIdentity

    assert "identity" in [slot.name for slot in missing_evidence(begun)]
    VerifiedIdentity.objects.create(
        person=applicant,
        real_name="沈知行",
        document=DocumentKind.ID_CARD,
        id_number="37*************23X",
        number_digest="1",
        level=Assurance.PROVIDER,
        source="qdhrss",
        verified_at=begun.steps.first().at,
    )
    assert "identity" not in [slot.name for slot in missing_evidence(begun)]


def test_phone_and_number_lie_encrypted(draft, desk) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM mentors_application")
        assert "13800138000" not in cursor.fetchone()[0]
    hand_in(draft, actor=draft.applicant)


def after_another_tab(locked: Any) -> Any:
    """The same after another tab has withdrawn it, between the guard of the page and the lock."""

    def withdrawn(key: int, **options: object) -> Application:
        Application.objects.filter(pk=key).update(state=ApplicationState.WITHDRAWN)
        return locked(key, **options)

    return withdrawn


def test_section_sent_as_the_application_is_withdrawn_leads_to_where_it_stands(
    begun, desk, monkeypatch
) -> None:
    monkeypatch.setattr(AppointmentFlow, "locked", after_another_tab(AppointmentFlow.locked))
    answer = desk.post(f"/m/apply/{begun.pk}/basics/", BASICS | {"version": 0}, follow=True)
    assert "不能再修改" in answer.content.decode()


def test_statement_sent_as_the_application_is_withdrawn_leads_to_where_it_stands(
    draft, desk, monkeypatch
) -> None:
    Application.objects.update(pledge="")
    monkeypatch.setattr(AppointmentFlow, "locked", after_another_tab(AppointmentFlow.locked))
    answer = desk.post(f"/m/apply/{draft.pk}/pledge/", {"agreed": "on"}, follow=True)
    assert "不能再修改" in answer.content.decode()


def test_version_of_many_digits_is_none(begun, desk) -> None:
    answer = desk.post(f"/m/apply/{begun.pk}/basics/", BASICS | {"version": "9" * 5000})
    assert answer.status_code == 409
