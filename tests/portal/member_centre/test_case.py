"""The page of one's own case: what was, what is one's turn, what is to come, what one may do (P37)."""

import re
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from portal.accounts.models import User
from portal.casework.addresses import case_url
from portal.notices.choices import Channel, State
from portal.notices.models import Delivery, Message
from portal.pdf import PdfUnavailable
from tests.portal.member_centre.conftest import html
from tests.questions import Question, QuestionFlow
from tests.questions import State as QuestionState

pytestmark = pytest.mark.django_db


def told(question: Question, to: User, title: str = "请补充您的留言") -> Message:
    return Message.objects.create(
        person=to,
        notice="questions.returned",
        title=title,
        body="请写明行业。",
        about=question,
        created_at=question.steps.last().at,
    )


def test_story_says_what_was_what_is_due_and_what_comes(own: Client, time, returned: Question) -> None:
    time.shift(hours=2)

    page = html(own, case_url(returned))

    assert "受理编号 LY-2026-000001" in page
    assert "现在该你做" in page
    assert f'href="/questions/{returned.pk}/supplement/"' in page
    assert "5 个工作日" in page
    assert "还剩 7 天" in page
    assert re.findall(r'timeline-what">(.*?)</p>', page) == ["请提问人补充", "已提交", "已答复"]
    assert page.index("请提问人补充") < page.index("已提交"), "the newest first"
    current = re.findall(r'<li class="current" aria-current="step">(.*?)</li>', page, re.DOTALL)
    assert ["现在" in one and "请提问人补充" in one for one in current] == [True]
    assert 'href="/questions/1/reply.pdf"' in page.replace(f"/{returned.pk}/reply", "/1/reply")


def test_reminders_of_others_are_not_shown_as_the_time_limit(own: Client, question: Question) -> None:
    page = html(
        own, case_url(question)
    )  # after 24 hours the mentor is reminded, after 48 the question goes on
    assert "现在等我们办" in page
    assert "还剩 2 天" in page
    assert "届时“提醒”" not in page


def test_story_names_roles_and_never_staff_nor_their_notes(
    own: Client, returned: Question, mentor: User
) -> None:
    page = html(own, case_url(returned))
    assert "导师" in page
    assert mentor.get_full_name() not in page
    assert "内部说明" not in page


def test_first_of_the_staff_to_act_stays_the_one_to_turn_to_and_is_not_named(
    own: Client, portal, question: Question, mentor: User, officer: User
) -> None:
    officer.user_permissions.add(Permission.objects.get(codename="view_step"))
    portal(work={QuestionState.OPEN: "workflow.view_step"})
    QuestionFlow.hand_over(question, actor=officer, note="换一位导师")
    page = html(own, case_url(question))
    assert "首问负责：何**。" in page
    assert "何专员" not in page


def test_letters_stand_with_the_step_they_tell_of_and_say_when_they_were_lost(
    own: Client, returned: Question, asker: User, mentor: User
) -> None:
    letter = told(returned, asker)
    told(returned, mentor, "只给导师的")
    lost = {"since": letter.created_at, "try_at": letter.created_at}
    Delivery.objects.create(message=letter, channel=Channel.SMS, state=State.GIVEN_UP, **lost)

    page = html(own, case_url(returned))

    first = page[page.index("timeline-what") :]
    assert first.index("通知：请补充您的留言") < first.index("已提交")
    assert "未送达" in page
    assert "只给导师的" not in page


def test_strangers_case_is_not_there(question: Question, signed_in, mentor: User) -> None:
    stranger = signed_in(mentor)
    for address in (
        case_url(question),
        f"{case_url(question)}moves/withdraw/",
        f"{case_url(question)}receipt.pdf",
        f"/member/receipts/{question.number}/",
        f"/member/cases/none.none/{question.pk}/",
    ):
        html(stranger, address, status=404)


def test_receipt_number_is_an_address_for_ever(own: Client, question: Question, mentor: User) -> None:
    QuestionFlow.answer(question, actor=mentor)
    answer = own.get(f"/member/receipts/{question.number}/")
    assert answer.headers["Location"] == case_url(question)
    html(own, "/member/receipts/LY-2026-999999/", status=404)


def test_receipt_number_that_no_database_could_hold_is_none(own: Client) -> None:
    html(own, "/member/receipts/%00/", status=404)


def test_receipt_when_no_pdf_can_be_made_then_says_so(own: Client, question: Question, monkeypatch) -> None:
    def without_pango(*args: object) -> bytes:
        raise PdfUnavailable("服务器缺少 Pango 库，暂时不能生成 PDF。")

    monkeypatch.setattr("portal.member_centre.views.receipt_document", without_pango)

    assert "Pango" in html(own, f"{case_url(question)}receipt.pdf", status=503)


def test_buttons_are_the_moves_of_the_table(own: Client, returned: Question, mentor: User) -> None:
    assert f'href="{case_url(returned)}moves/withdraw/"' in html(own, case_url(returned))
    html(own, f"{case_url(returned)}moves/supplement/", status=404)  # made on the plugin's own page
    html(own, f"{case_url(returned)}moves/ask/", status=404)  # begins a case


def test_withdrawing_is_asked_once_more_and_done_once(own: Client, question: Question) -> None:
    address = f"{case_url(question)}moves/withdraw/"
    page = html(own, address)
    assert "要“撤回”吗？" in page
    sent = dict(re.findall(r'name="(version|submit_id)"[^>]*?value="([^"]+)"', page))

    answers = [own.post(address, sent) for _each in range(2)]

    assert [answer.headers["Location"] for answer in answers] == [case_url(question)] * 2
    question.refresh_from_db()
    assert (question.state, question.version) == (QuestionState.WITHDRAWN, 2)


def test_move_when_the_case_has_changed_then_it_is_told_and_can_be_sent_again(
    own: Client, question: Question, mentor: User
) -> None:
    address, sent = f"{case_url(question)}moves/withdraw/", {"version": 1, "submit_id": uuid4()}
    QuestionFlow.ask_back(question, actor=mentor, note="请写明行业")

    refused = own.post(address, sent)

    assert refused.status_code == 409
    page = refused.content.decode()
    assert "你打开之后已有变化" in page
    assert 'name="version" value="2"' in page
    assert own.post(address, {**sent, "version": 2}).status_code == 302


def test_move_when_it_has_become_impossible_then_the_page_leads_on(
    own: Client, question: Question, mentor: User
) -> None:
    QuestionFlow.answer(question, actor=mentor)
    refused = own.post(f"{case_url(question)}moves/withdraw/", {"version": 1, "submit_id": uuid4()})
    assert refused.status_code == 409
    assert "没有办成" in refused.content.decode()
    assert "看现在的进展" in refused.content.decode()


def test_note_that_a_move_needs_is_asked_for_and_survives_a_refusal(
    ask, portal, own: Client, asker: User, officer: User
) -> None:
    portal(elsewhere=())
    question = ask(mentor=asker)  # as mentor of their own question they may hand it over, with a note
    address, note = f"{case_url(question)}moves/hand_over/", "我不懂这一行，请换人。"
    missing = own.post(address, {"version": 1, "submit_id": uuid4(), "note": ""})
    assert "error-summary" in missing.content.decode()
    QuestionFlow.extend(question, actor=officer)

    refused = own.post(address, {"version": 1, "submit_id": uuid4(), "note": note})

    assert refused.status_code == 409
    assert note in refused.content.decode()


def test_form_without_its_key_is_refused(own: Client, question: Question) -> None:
    assert own.post(f"{case_url(question)}moves/withdraw/", {"version": 1}).status_code == 400
