"""A refusal rests on the very article that the clerk chose; the applicant reads it on the page, in the letter and by the
API, with its address (A3)."""

import re
from typing import Any

import pytest
from django.test import Client

from cms_pages.models import PolicyPage
from plugins.mentors.models import Application
from plugins.mentors.workflows.appointment import AppointmentFlow
from portal.casework.addresses import case_url
from portal.notices.models import Message
from tests.factories.content import PolicyFactory

KEY = "mentor-measures#a2-2-1"
SENTENCE = "“不通过”须选择所依据的条文。"


@pytest.fixture
def measures(site) -> PolicyPage:
    return PolicyFactory(as_law=True, citation_key="mentor-measures", title="海澜市创业导师管理办法")


@pytest.fixture
def label(measures) -> str:
    return f"{measures.short_title}第二条第二项第1目"


@pytest.fixture
def url(measures) -> str:
    return f"{measures.url_path_on_site}#a2-2-1"


@pytest.fixture
def desk(signed_in, clerk) -> Client:
    return signed_in(clerk)


def decide(desk: Client, application: Application, **more: str) -> Any:
    words = {"move": "reject", "version": application.version, "note": "经历与领域无关。"}
    address = f"/desk/cases/mentors.application/{application.pk}/decision/"
    return desk.post(address, words | more)


def rejected_by_page(desk: Client, application: Application) -> None:
    preview = decide(desk, application, citation=KEY).content.decode()
    hidden = dict(re.findall(r'type="hidden"\s+name="(\w+)"\s+value="([^"]*)"', preview))
    assert decide(desk, application, **hidden).status_code == 302


def test_clerk_chooses_among_all_places_of_the_documents_of_the_city(
    desk, handed_in, measures, label
) -> None:
    page = desk.get(f"/desk/cases/mentors.application/{handed_in.pk}/").content.decode()

    assert f'<option value="{KEY}">{label}</option>' in page
    anchors = re.findall(r'<option value="mentor-measures#(\S+?)">', page)
    assert anchors[0] == "a1"
    assert set(anchors) == measures.anchors


@pytest.mark.parametrize("citation", ["", "mentor-measures#a99", "centre-measures#a2", "a2"])
def test_refusal_without_an_article_is_not_even_previewed(desk, handed_in, measures, citation: str) -> None:
    answer = decide(desk, handed_in, citation=citation)

    assert answer.status_code == 409
    assert SENTENCE in answer.content.decode()
    assert "经历与领域无关。" in answer.content.decode(), "what was typed stays"
    handed_in.refresh_from_db()
    assert handed_in.state == "checking"


def test_letter_is_previewed_and_sent_with_the_article_and_its_address(
    desk, site, handed_in, label, url
) -> None:
    preview = decide(desk, handed_in, citation=KEY).content.decode()
    assert label in preview

    rejected_by_page(desk, handed_in)

    letter = Message.objects.get(notice="mentors.application_rejected").body
    assert f"依据：{label}\n{site.root_url}{url}" in letter


def test_page_of_the_applicant_leads_to_the_very_article(
    desk, signed_in, applicant, handed_in, label, url
) -> None:
    rejected_by_page(desk, handed_in)

    page = signed_in(applicant).get(case_url(handed_in)).content.decode()

    assert f'<a href="{url}">{label}</a>' in page
    step = handed_in.steps.last()
    assert (step.citation, step.article) == (KEY, label)


def test_article_that_is_published_no_more_stays_in_words(
    desk, signed_in, applicant, handed_in, measures, label, url
) -> None:
    rejected_by_page(desk, handed_in)
    measures.unpublish()

    page = signed_in(applicant).get(case_url(handed_in)).content.decode()

    assert label in page
    assert url not in page


def test_city_without_the_document_refuses_by_the_clause_of_the_table(
    desk, signed_in, applicant, handed_in
) -> None:
    assert "依据条文" not in desk.get(f"/desk/cases/mentors.application/{handed_in.pk}/").content.decode()
    assert decide(desk, handed_in, confirmed="on").status_code == 302

    page = signed_in(applicant).get(case_url(handed_in)).content.decode()

    assert "平台手册第一部分第 3 条" in page


def test_program_chooses_and_reads_the_same(
    desk, signed_in, applicant, handed_in, measures, label, url
) -> None:
    address = f"/api/v1/mentor-applications/{handed_in.pk}/"
    actions = {row["name"]: row for row in desk.get(address).json()["actions"]}
    [choice] = [row for row in actions["reject"]["citable"] if row["key"] == KEY]
    assert choice == {"key": KEY, "label": label, "html_url": f"http://testserver{url}"}
    assert [name for name, row in actions.items() if row["citable"]] == ["reject"]

    words = {"version": handed_in.version, "note": "经历与领域无关。"}
    without = desk.post(f"{address}moves/reject/", words, content_type="application/json")
    assert without.status_code == 400
    assert [(one["field"], one["detail"]) for one in without.json()["errors"]] == [("citation", SENTENCE)]
    answer = desk.post(f"{address}moves/reject/", words | {"citation": KEY}, content_type="application/json")
    assert answer.status_code == 200

    last = signed_in(applicant).get(address).json()["steps"][-1]
    assert (last["article"], last["citation"]) == (label, choice)


def test_refusal_of_whoever_may_not_decide_is_about_that(signed_in, applicant, handed_in, measures) -> None:
    address = f"/api/v1/mentor-applications/{handed_in.pk}/moves/reject/"
    words = {"version": handed_in.version, "note": "x"}

    answer = signed_in(applicant).post(address, words, content_type="application/json")

    assert answer.status_code == 403


def test_table_itself_keeps_what_was_cited(handed_in, clerk) -> None:
    rejected = AppointmentFlow.reject(handed_in, actor=clerk, note="无关。", citation=KEY, article="第二条")

    assert (rejected.steps.last().citation, rejected.steps.last().article) == (KEY, "第二条")
