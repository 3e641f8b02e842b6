"""Staff's list and page of cases: read by those who may view them, moved by those whom the table names."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import include, path

from portal.accounts.models import User
from portal.urls import urlpatterns as portal_patterns
from portal.workflow.viewsets import CaseStaffViews
from tests.questions import Question, QuestionFlow

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


class QuestionStaffViews(CaseStaffViews):
    model, workflow, name = Question, QuestionFlow, "questions"
    list_display = ["text", *CaseStaffViews.list_display]
    inspect_view_fields = ["text"]
    hidden_moves = ("extend",)


views = QuestionStaffViews()
urlpatterns: list[Any] = [
    path("admin/questions/", include((views.get_urlpatterns(), "questions"), namespace="questions")),
    path("", include(portal_patterns)),
]


@pytest.fixture
def desk(flow, site, officer: User, signed_in, monkeypatch):
    """The officer's browser; the model belongs to no application, so nobody can be given its permission."""
    monkeypatch.setattr(
        "portal.workflow.viewsets.ModelPermissionPolicy.user_has_permission", lambda *args: True
    )
    User.objects.filter(pk=officer.pk).update(is_superuser=True)
    return signed_in(User.objects.get(pk=officer.pk))


def page(question: Question) -> str:
    return f"/admin/questions/inspect/{question.pk}/"


def html(answer: HttpResponse) -> str:
    return answer.content.decode()


def test_list_when_opened_then_cases_lead_to_their_pages(desk, question) -> None:
    listed = html(desk.get("/admin/questions/"))

    assert "怎样注册公司？" in listed
    assert "待答复" in listed
    assert page(question) in listed
    assert "/admin/questions/new/" not in listed


@pytest.mark.parametrize("address", ["new", "edit/1", "delete/1", "copy/1"])
def test_case_when_somebody_would_edit_it_then_there_is_no_such_page(desk, question, address: str) -> None:
    assert desk.get(f"/admin/questions/{address}/").status_code == 404


def test_page_when_opened_then_history_deadlines_and_the_persons_moves_are_there(desk, question) -> None:
    shown = html(desk.get(page(question)))

    assert "陈提问" in shown
    assert "已提交" in shown
    assert "自 2026年3月9日 10:00 起 48 小时" in shown
    assert 'value="hand_over"' in shown
    assert 'value="answer"' not in shown, "only the mentor may"
    assert 'value="extend"' not in shown, "it has a page of its own"


def test_move_when_done_then_the_case_has_moved_and_the_note_is_kept(desk, question) -> None:
    answer = desk.post(page(question), {"move": "hand_over", "version": 1, "note": "导师出差"}, follow=True)

    assert "已办理：转派。" in html(answer)
    assert "导师出差" in html(answer)
    assert Question.objects.get().hand_overs == 1


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        ({"move": "hand_over", "version": 1, "note": " "}, "“转派”须写明理由。"),
        ({"move": "hand_over", "version": 1, "note": "长" * 5001}, "说明最多 5000 字。"),
        ({"move": "hand_over", "version": 7, "note": "写了很久的说明"}, "你打开之后已有变化"),
        ({"move": "answer", "version": 1, "note": "写了很久的说明"}, "只有导师可以“答复”。"),
        ({"move": "extend", "version": 1}, "没有这样的办理。"),
        ({"move": "nothing", "version": 1}, "没有这样的办理。"),
        ({"move": "hand_over", "version": "x"}, "没有这样的办理。"),
        ({"move": "hand_over", "version": "9" * 5000}, "没有这样的办理。"),
        ({}, "没有这样的办理。"),
    ],
)
def test_move_when_refused_then_a_sentence_says_why_and_nothing_typed_is_lost(
    desk, question, posted: dict[str, Any], words: str
) -> None:
    answer = desk.post(page(question), posted)

    assert answer.status_code == 200
    assert words in html(answer)
    assert posted.get("note", "").strip() in html(answer)
    assert Question.objects.get().version == 1


def test_policy_when_asked_then_viewing_is_all_there_is(officer: User) -> None:
    assert not views.permission_policy.user_has_permission(officer, "view")
    officer.is_superuser = True
    assert views.permission_policy.user_has_permission(officer, "view")
    assert not views.permission_policy.user_has_any_permission(officer, ["add", "change", "delete"])
