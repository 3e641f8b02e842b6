"""The end of a round's scoring is moved to a later day: who, when, what follows; by page and by API."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader
from wagtail.models import Site

from plugins.reviews.actions import add_cases, draw_panel
from plugins.reviews.models import Round, ScoreSheet
from plugins.reviews.workflows import RoundFlow
from portal import clock
from portal.accounts.models import User
from portal.audit.models import Entry
from portal.notices.models import Message
from portal.roles.table import MANAGER
from portal.workflow.engine import Refused
from portal.workflow.models import Deadline
from portal.workflow.timers import run_due
from portal.working_time.durations import said
from tests.conftest import person
from tests.factories import reviews as factory
from tests.plugins.reviews.conftest import questions_reviewed
from tests.portal.workflow.conftest import START

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
REASON = "两位专家出差"
ADDRESS = "/api/v1/review-rounds/"


@pytest.fixture(scope="module")
def opened(module_site: Site) -> Round:
    """A round as of `round`, which is opened once for all tests."""
    with questions_reviewed(), clock.put(START):
        secretary = person("secretary", "秦秘书", MANAGER.group)
        for number in (1, 2, 3):
            factory.an_expert(f"expert-{number}", f"第{number}研究所")
        question = factory.a_question(person("citizen", "王市民"))
        return factory.opened(module_site, secretary, [question], seats=2, reserves=1)


@pytest.fixture
def round(opened: Round, db: None, time: Any) -> Round:
    return Round.objects.get(pk=opened.pk)


@pytest.fixture
def secretary(round: Round) -> User:
    return User.objects.get(username="secretary")


@pytest.fixture
def citizen(round: Round) -> User:
    return User.objects.get(username="citizen")


@pytest.fixture
def later(round: Round) -> datetime:
    return round.closes_at + timedelta(days=3)


def extend(round: Round, actor: User, closes_at: datetime, **more: Any) -> Round:
    return RoundFlow.extend(round, actor=actor, closes_at=closes_at, **{"note": REASON} | more)


def dues(thing: Any) -> dict[str, datetime]:
    return {row.move: row.due_at for row in Deadline.objects.of(thing)}


def test_deadlines_of_round_and_experts_move_with_a_step_an_entry_and_a_notice(
    round, sheets, secretary, later
) -> None:
    extend(round, secretary, later)

    assert Round.objects.get().closes_at == later
    assert dues(round) == {"close": later}
    for sheet in sheets:
        reminders = {"remind_first": timedelta(hours=72), "remind_again": timedelta(hours=24)}
        assert dues(sheet.seat) == {name: later - before for name, before in reminders.items()}
    step = round.steps.last()
    assert (step.move, step.actor, step.note) == ("extend", secretary, REASON)
    entry = Entry.objects.get(action="reviews.round_extended")
    assert entry.details == f"from={round.closes_at.isoformat()} to={later.isoformat()}"
    told = Message.objects.filter(notice="reviews.extended")
    assert {message.person for message in told} == {sheet.seat.expert for sheet in sheets}
    assert f"延后到 {said(later)}。理由：{REASON}" in told.first().body


def test_round_closes_at_the_new_end_to_the_second(round, sheets, secretary, later, time) -> None:
    before = round.closes_at
    extend(round, secretary, later)
    for moment in (before, before + SECOND, later - SECOND):
        time.put(moment)
        run_due()
        assert Round.objects.get().state == "scoring"
    factory.submitted(sheets[0], 4, 4)

    time.put(later)
    with pytest.raises(Refused, match="评分已经截止"):
        factory.filled(sheets[1], 4, 4)
    run_due()
    assert Round.objects.get().state == "closed"
    time.put(later + SECOND)
    run_due()
    assert set(ScoreSheet.objects.values_list("state", flat=True)) == {"submitted", "missing"}


def test_reminders_that_were_sent_come_again_before_the_new_end(
    round, sheets, secretary, later, time
) -> None:
    time.put(round.closes_at - timedelta(hours=24))
    run_due()
    reminders = Message.objects.filter(notice="reviews.reminder")
    before = reminders.count()
    extend(round, secretary, later)

    time.put(later - timedelta(hours=72))
    run_due()
    assert reminders.count() == before + len(sheets)


def test_refused_when_the_round_is_over_however_it_came(round, sheets, secretary, later, time) -> None:
    time.put(round.closes_at - SECOND)
    assert RoundFlow.extend.refusal(round, secretary) is None
    for moment in (round.closes_at, round.closes_at + SECOND):  # the clock has not closed it yet
        time.put(moment)
        with pytest.raises(Refused, match="评分已经截止。"):
            extend(round, secretary, later)
    run_due()
    with pytest.raises(Refused, match="现在是“评分结束，待决定”，不能再“延长评分”。"):
        extend(Round.objects.get(), secretary, later)
    assert not Message.objects.filter(notice="reviews.extended").exists()


@pytest.mark.parametrize("shift", [timedelta(), -SECOND])
def test_refused_when_the_new_end_is_not_later_and_nothing_has_changed(
    round, sheets, secretary, shift: timedelta
) -> None:
    before = dues(sheets[0].seat)
    with pytest.raises(Refused, match="新的截止时间须晚于"):
        extend(round, secretary, round.closes_at + shift)
    assert Round.objects.get().closes_at == round.closes_at
    assert dues(sheets[0].seat) == before
    assert round.steps.last().move == "open"


def test_refused_when_somebody_else_has_moved_it_since(round, secretary, later) -> None:
    extend(round, secretary, later)
    with pytest.raises(Refused, match="你打开之后已有变化"):
        extend(round, secretary, later + timedelta(days=1), version=round.version)
    assert Round.objects.get().closes_at == later


def test_refused_without_a_reason_and_for_everybody_else(round, sheets, secretary, citizen, later) -> None:
    with pytest.raises(Refused, match="“延长评分”须写明理由"):
        extend(round, secretary, later, note=" ")
    for somebody in (citizen, sheets[0].seat.expert):
        with pytest.raises(Refused, match="只有评审秘书可以"):
            extend(round, somebody, later)


def test_page_extends_and_says_what_is_missing(round, sheets, secretary, signed_in) -> None:
    client: Client = signed_in(secretary)
    address = f"{round.get_absolute_url()}moves/extend/"
    assert "延长评分" in client.get(round.get_absolute_url()).content.decode()
    assert 'name="closes_at"' in client.get(address).content.decode()
    given = {"version": round.version, "note": REASON, "closes_at": "2026-03-20T17:00"}

    empty = client.post(address, {"version": round.version}).content.decode()
    assert "请填写新的截止时间。" in empty
    assert "请填写理由。" in empty
    early = client.post(address, given | {"closes_at": "2026-03-10T17:00"}).content.decode()
    assert "新的截止时间须晚于" in early
    done = client.post(address, given, follow=True).content.decode()
    assert "2026年3月20日 17:00</time> 截止" in done
    assert f"延长评分时间：{REASON}" in done
    late = client.post(address, given | {"closes_at": "2026-03-21T17:00"}).content.decode()
    assert "你打开之后已有变化" in late


def test_minutes_say_that_and_why_the_scoring_took_longer(
    round, sheets, secretary, later, signed_in, time
) -> None:
    extend(round, secretary, later)
    time.put(later)
    run_due()
    minutes = signed_in(secretary).get(f"{round.get_absolute_url()}minutes.pdf").content
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(minutes)).pages)
    assert f"延长评分时间：{REASON}" in text


def test_page_of_a_round_that_is_over_says_so(round, secretary, signed_in, time) -> None:
    time.put(round.closes_at)
    run_due()
    page = signed_in(secretary).get(f"{round.get_absolute_url()}moves/extend/").content.decode()
    assert "不能再“延长评分”" in page


def test_api_extends_in_the_same_words(round, sheets, secretary, citizen, signed_in) -> None:
    client, address = signed_in(secretary), f"{ADDRESS}{round.pk}/moves/extend/"
    given = {"version": round.version, "note": REASON, "closes_at": "2026-03-20T17:00:00+08:00"}

    def send(by: Client = client, **more: Any) -> Any:
        return by.post(address, given | more, content_type="application/json")

    assert "extend" in [one["name"] for one in client.get(f"{ADDRESS}{round.pk}/").json()["actions"]]
    early = send(closes_at="2026-03-10T17:00:00+08:00")
    assert (early.status_code, early.json()["type"]) == (409, "/api/problems/move-refused/")
    assert send(note="").status_code == 400
    missing = client.post(address, {"version": round.version, "note": REASON}, "application/json")
    assert "closes_at" in str(missing.json())
    assert send(by=signed_in(citizen)).status_code == 404
    done = send().json()
    assert done["case"]["closes_at"] == "2026-03-20T17:00:00+08:00"
    assert [row["due_at"] for row in done["deadlines"]] == ["2026-03-20T17:00:00+08:00"]
    again = send(closes_at="2026-03-21T17:00:00+08:00")
    assert (again.status_code, again.json()["type"]) == (409, "/api/problems/case-changed/")


def test_planned_round_whose_end_has_passed_gets_a_later_one_and_opens(
    site, secretary, citizen, signed_in, time
) -> None:
    round = factory.planned(site, secretary)
    add_cases(round, [factory.a_question(citizen, "朱丹公司").pk], actor=secretary)
    draw_panel(round, seats=2, reserves=1, quotas={}, actor=secretary)
    time.put(round.closes_at + SECOND)
    client, address = signed_in(secretary), f"{round.get_absolute_url()}moves/"
    assert "评分截止时间已过，请先延后截止时间。" in client.get(round.get_absolute_url()).content.decode()
    given = {"version": round.version, "note": REASON}

    past = client.post(f"{address}postpone/", given | {"closes_at": f"{time.moment - SECOND:%Y-%m-%dT%H:%M}"})
    assert "新的截止时间须晚于" in past.content.decode()
    client.post(f"{address}postpone/", given | {"closes_at": "2027-03-20T17:00"})
    client.post(f"{address}open/", {"version": round.version + 1})

    round.refresh_from_db()
    assert round.state == "scoring"
    assert said(dues(round)["close"]) == "2027年3月20日 17:00"
    assert Entry.objects.filter(action="reviews.round_extended").count() == 1
