"""Messages leave at most once, in order, and are tried again by plan; what never arrives is known."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError

from portal.jobs.parked import SOURCES
from portal.notices.choices import State
from portal.notices.delivering import LOST_AFTER, deliver
from portal.notices.models import Delivery
from portal.notices.telling import notify
from tests.portal.notices.conftest import ANSWERED, DOWN, NEVER, REMINDED, ask, wants_sms

pytestmark = pytest.mark.django_db


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def test_mail_when_delivered_then_it_has_words_link_and_its_own_id(question, asker, settings) -> None:
    notify(ANSWERED, question)

    assert deliver() == 1
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([asker.email], f"留言 {question.pk} 已答复")
    assert sent.body.endswith(f"请在 7 日内评价。\n\n{settings.SITE_URL}/questions/{question.pk}/")
    assert sent.extra_headers["Message-ID"].startswith(f"<{Delivery.objects.get().key}@")
    assert states() == [State.SENT]
    assert deliver() == 0


def test_text_message_when_delivered_then_the_gateway_gets_number_words_and_key(
    question, by_phone, gateway
) -> None:
    notify(ANSWERED, question)
    deliver()

    text = f"您的留言 {question.pk} 已由导师答复，请登录青创通查看。"
    assert gateway.sent == [("13800001111", text, str(Delivery.objects.get().key))]


def test_gateway_when_down_then_the_plan_is_kept_and_all_arrive_afterwards(
    question, by_phone, gateway, time
) -> None:
    """N1, N4: after 1, 5, 15, 60 minutes, then hourly."""
    notify(ANSWERED, question)
    gateway.mood = DOWN
    pauses = []
    for _try in range(7):
        before = time.moment
        assert deliver() == 0
        time.put(Delivery.objects.get().try_at - timedelta(seconds=1))
        assert deliver() == 0
        assert Delivery.objects.get().attempts == _try + 1, "not before its time"
        time.shift(seconds=1)
        pauses.append((time.moment - before).total_seconds() / 60)
    gateway.mood = None

    assert pauses == [1, 5, 15, 60, 60, 60, 60]
    assert deliver() == 1
    assert len(gateway.sent) == 1


def test_gateway_when_down_for_a_day_then_the_message_is_given_up_and_shows_on_the_case(
    question, by_phone, gateway, time
) -> None:
    """N4."""
    notify(ANSWERED, question)
    gateway.mood = DOWN
    start, tries = time.moment, 0
    while Delivery.objects.get().state == State.WAITING:
        time.put(Delivery.objects.get().try_at)
        deliver()
        tries += 1

    assert time.moment - start <= timedelta(hours=24)
    assert (states(), tries) == ([State.GIVEN_UP], 4 + 23)
    assert Delivery.objects.undelivered().filter(message__about_id=question.pk).exists()


def test_gateway_when_it_refuses_for_good_then_nothing_is_tried_again_and_staff_see_it(
    question, by_phone, gateway, time
) -> None:
    """N3."""
    notify(ANSWERED, question)
    gateway.mood = NEVER
    deliver()
    time.shift(days=2)
    deliver()

    assert states() == [State.REFUSED]
    (parked,) = SOURCES["deliveries"].rows()
    assert (parked.what, parked.error) == ("留言已答复 · 短信 · 地址无效", "no such number")
    assert "13800001111" not in str(parked)

    gateway.mood = None
    assert SOURCES["deliveries"].retry(parked.key)
    assert not SOURCES["deliveries"].retry(parked.key)
    assert deliver() == 1


def test_gateway_when_it_does_not_answer_then_the_message_is_not_sent_twice(
    question, by_phone, gateway, time
) -> None:
    """N2: it may have been accepted."""
    notify(ANSWERED, question)
    gateway.mood = TimeoutError("read timed out")
    deliver()
    gateway.mood = None
    time.shift(days=2)

    assert deliver() == 0
    assert states() == [State.UNKNOWN]
    assert gateway.sent == []


def test_worker_when_it_dies_while_sending_then_the_message_is_not_sent_twice(
    question, by_phone, gateway, time
) -> None:
    notify(ANSWERED, question)
    Delivery.objects.update(state=State.SENDING, attempts=1, claimed_at=time.moment)
    time.put(time.moment + LOST_AFTER)
    assert (deliver(), states()) == (0, [State.SENDING])

    time.shift(seconds=1)
    assert (deliver(), states()) == (0, [State.UNKNOWN])


def test_order_when_the_first_waits_for_its_next_try_then_no_later_one_overtakes(
    question, by_phone, gateway, time, asker, mentor
) -> None:
    """N1: order per person."""
    notify(ANSWERED, question)
    gateway.mood = DOWN
    deliver()
    gateway.mood = None
    later = ask(asker, mentor)
    notify(ANSWERED, later)
    assert deliver() == 0

    time.shift(minutes=1)
    assert deliver() == 2
    assert states() == [State.SENT, State.SENT]


def test_reminders_when_there_are_many_of_a_kind_then_a_person_gets_one_message(
    time, asker, mentor, gateway
) -> None:
    """T4: not a flood."""
    wants_sms(mentor, "13900002222")
    for _number in range(20):
        notify(REMINDED, ask(asker, mentor))
    assert deliver() == 0, "they are gathered first"
    time.shift(minutes=5)

    assert deliver() == 20
    ((number, text, _key),) = gateway.sent
    assert (number, text) == ("13900002222", "待答复提醒（共 20 条），请登录青创通查看。")
    assert states() == [State.SENT] * 20
    assert Delivery.objects.exclude(with_others=None).count() == 19


def test_bundle_when_it_cannot_leave_then_all_of_it_is_tried_again_and_none_is_lost(
    question, by_phone, gateway, time, asker, mentor
) -> None:
    notify(ANSWERED, question)
    notify(ANSWERED, ask(asker, mentor))
    gateway.mood = DOWN
    deliver()
    assert states() == [State.WAITING, State.WAITING]

    gateway.mood = None
    time.shift(minutes=1)
    assert deliver() == 2
    assert len(gateway.sent) == 1


def test_mail_when_the_address_is_gone_then_it_is_refused(question, asker) -> None:
    notify(ANSWERED, question)
    asker.email = ""
    asker.save()
    deliver()

    assert states() == [State.REFUSED]


def test_number_when_it_is_no_longer_confirmed_then_it_is_refused(question, by_phone, gateway) -> None:
    notify(ANSWERED, question)
    by_phone.phone.delete()
    deliver()

    assert (states(), gateway.sent) == ([State.REFUSED], [])


def test_gateway_when_it_raises_anything_else_then_the_others_still_leave(
    question, by_phone, gateway, asker, mentor
) -> None:
    notify(ANSWERED, question)
    wants_sms(mentor, "13900002222")
    notify(REMINDED, question)
    Delivery.objects.update(try_at=question.steps.get().at)
    moods = iter([DatabaseError("odd"), None])
    original = gateway.send

    def send(self: object, *arguments: str) -> None:
        mood = next(moods)
        if mood:
            raise mood
        original(self, *arguments)

    gateway.send = send
    try:
        assert deliver() == 1
    finally:
        gateway.send = original
    assert sorted(states()) == [State.SENT, State.UNKNOWN]
