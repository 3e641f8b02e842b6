"""A message is there exactly when what it tells is there; it rings when and how the person wants it."""

from datetime import datetime

import pytest
from django.db import transaction
from django_q.models import OrmQ

from portal.accounts.models import User
from portal.notices.models import Choice, Delivery, Message
from portal.notices.telling import notify, tell
from portal.working_time.calendar import SHANGHAI
from tests.portal.notices.conftest import ALARM, ANSWERED, REMINDED, notice, wants_sms

pytestmark = pytest.mark.django_db


def test_message_when_told_then_it_is_in_the_inbox_and_waits_to_leave(question, asker) -> None:
    (message,) = notify(ANSWERED, question)

    assert (message.person, message.title) == (asker, f"留言 {question.pk} 已答复")
    assert message.body.startswith("您好，陈提问：\n您的留言")
    assert list(Message.objects.about(question).unread()) == [message]
    assert list(message.deliveries.values_list("channel", "state")) == [("email", "waiting")]
    assert [row.task["args"] for row in OrmQ.objects.all()] == [("notices.deliver",)]


def test_message_when_the_move_is_rolled_back_then_it_never_was(question) -> None:
    """N1."""
    with transaction.atomic():
        notify(ANSWERED, question)
        transaction.set_rollback(True)

    assert not Message.objects.exists()
    assert not OrmQ.objects.exists()


def test_message_when_a_move_tells_it_then_it_comes_with_the_step(
    flow, question, mentor, asker, monkeypatch
) -> None:
    monkeypatch.setattr(flow.transitions["answer"], "then", (tell(ANSWERED),))
    flow.answer(question, actor=mentor)

    assert Message.objects.get().person == asker


def test_person_when_named_twice_then_they_are_told_once_and_closed_accounts_not_at_all(
    question, asker, mentor
) -> None:
    User.objects.filter(pk=mentor.pk).update(is_active=False)
    mentor.refresh_from_db()
    told = notify(notice(to=lambda question: [asker, None, asker, mentor]), question)

    assert [message.person for message in told] == [asker]


def test_channels_when_chosen_then_only_possible_ones_are_used(question, asker, gateway) -> None:
    """X17: inbox always, the rest by choice."""
    Choice.objects.create(person=asker, email=False, sms=True)
    (message,) = notify(ANSWERED, question)
    assert not message.deliveries.exists(), "no number is confirmed"

    Choice.objects.all().delete()
    wants_sms(asker, "13800001111")
    (message,) = notify(ANSWERED, question)
    assert list(message.deliveries.values_list("channel", "text")) == [
        ("sms", f"您的留言 {question.pk} 已由导师答复，请登录青创通查看。")
    ]


def test_channels_when_the_city_has_no_gateway_then_text_messages_are_not_waited_for(
    question, asker, settings
) -> None:
    wants_sms(asker, "13800001111")
    settings.SMS_GATEWAY = ""

    assert not notify(ANSWERED, question)[0].deliveries.exists()


RINGS = [
    (ANSWERED, "2026-03-09 10:00", "2026-03-09 10:00"),
    (ANSWERED, "2026-03-09 20:59", "2026-03-09 20:59"),
    (ANSWERED, "2026-03-09 21:00", "2026-03-10 08:00"),
    (ANSWERED, "2026-03-10 00:30", "2026-03-10 08:00"),
    (ANSWERED, "2026-03-10 07:59", "2026-03-10 08:00"),
    (REMINDED, "2026-03-09 10:00", "2026-03-09 10:05"),
    (REMINDED, "2026-03-09 20:57", "2026-03-10 08:00"),
    (REMINDED, "2026-03-09 23:00", "2026-03-10 08:00"),
    (ALARM, "2026-03-09 23:00", "2026-03-09 23:00"),
]


@pytest.mark.parametrize(("kind", "now", "rings"), RINGS)
def test_message_when_it_is_night_then_only_what_is_urgent_rings(
    question, time, kind, now: str, rings: str
) -> None:
    def at(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)

    time.put(at(now))
    notify(kind, question)

    assert Message.objects.get().created_at == at(now)
    assert Delivery.objects.get().try_at == at(rings)


def test_context_when_it_lacks_a_variable_then_the_programmer_is_told(question) -> None:
    with pytest.raises(LookupError, match=r"questions\.answered.*differ in name"):
        notify(notice(context=lambda question: {"number": 1}), question)
