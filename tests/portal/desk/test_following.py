"""One row for each case, as the case is; who first had it stays for ever (N13)."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction

from portal.desk.actions import claim
from portal.desk.models import NEVER, WorkItem
from portal.workflow.engine import Refused
from portal.workflow.models import Case
from portal.workflow.timers import run_due
from tests.portal.desk.checked import PERMISSION
from tests.portal.desk.conftest import START, item_of

pytestmark = pytest.mark.django_db


def test_case_when_it_begins_then_it_has_a_row_with_its_words_and_its_clock(case, site) -> None:
    item = item_of(case)

    assert (item.number, item.title, item.applicant) == (
        f"LY-2026-{case.pk:06d}",
        "材料：怎样注册公司？",
        "陈**",
    )
    assert (item.state, item.work, item.version, item.is_open) == ("open", PERMISSION, 1, True)
    assert item.due_at == item.order_at == START + timedelta(hours=48), "not the reminder after 24"
    assert (item.last_move, item.last_party, item.last_at) == ("ask", "asker", START)
    assert (item.site, item.owner, item.first_asked) == (site, None, None)


def test_case_when_it_moves_then_its_row_moves_along_and_stays_one(case, flow, mentor, time) -> None:
    time.shift(hours=1)
    flow.ask_back(case, actor=mentor, note="缺附件")

    item = item_of(case)
    assert (item.state, item.work, item.version) == ("returned", "", 2)
    assert item.last_at == START + timedelta(hours=1)
    assert WorkItem.objects.count() == 1


def test_case_when_it_is_over_then_its_row_is_closed_and_kept(case, flow, clerk) -> None:
    flow.reply(case, actor=clerk)

    item = item_of(case)
    assert not item.is_open
    assert (item.due_at, item.order_at, item.owner) == (None, NEVER, None)
    assert item.first_asked == clerk, "who answered has had it first"


def test_move_when_a_colleague_has_the_case_then_refused_whatever_the_way_to_it(
    case, flow, asker, clerk, colleague, time
) -> None:
    claim(item_of(case), by=colleague)

    with pytest.raises(Refused, match="赵宁正在办理"):
        flow.give_up(case, actor=clerk, note="不符合条件")
    with transaction.atomic():
        flow.withdraw(case, actor=asker)
        transaction.set_rollback(True)
    case.refresh_from_db()
    time.shift(minutes=30)
    flow.give_up(case, actor=clerk, note="不符合条件")

    assert [step.move for step in case.steps] == ["ask", "give_up"]


def test_move_when_it_is_undone_then_so_is_its_row(case, flow, clerk) -> None:
    with transaction.atomic():
        flow.reply(case, actor=clerk)
        transaction.set_rollback(True)

    assert item_of(case).is_open


def test_clock_when_it_stands_still_then_the_row_says_so_and_waits_behind_all_others(
    case, flow, mentor
) -> None:
    case = flow.ask_back(case, actor=mentor, note="缺附件")
    case.deadlines.filter(move="lapse").delete()
    call_command("rebuild_desk", verbosity=0)

    item = item_of(case)
    assert item.is_paused
    assert (item.due_at, item.order_at) == (None, NEVER)


def test_clock_when_the_last_limit_has_run_out_then_the_row_stays_overdue(
    case, flow, time, monkeypatch
) -> None:
    time.shift(hours=25)
    case.deadlines.filter(move="overdue").delete()
    monkeypatch.setattr(flow, "timed", classmethod(lambda cls, state: {}))
    run_due()

    assert item_of(case).due_at == time.moment, "nothing runs any more, and the case is where it was"


def test_first_person_when_others_follow_then_stays_the_first(case, flow, clerk, colleague) -> None:
    WorkItem.objects.of(case).update(first_asked=clerk)
    flow.reply(case, actor=colleague)

    assert item_of(case).first_asked == clerk


@pytest.mark.parametrize("other", ["colleague", None])
def test_first_person_when_somebody_would_change_it_then_the_database_refuses(
    case, clerk, colleague, other: str | None
) -> None:
    WorkItem.objects.of(case).update(first_asked=clerk)

    with pytest.raises(DatabaseError, match="got a case first"), transaction.atomic():
        WorkItem.objects.of(case).update(first_asked=colleague if other else None)


def test_rebuilding_when_rows_are_wrong_or_gone_then_they_are_as_the_cases_are(ask, flow, clerk) -> None:
    kept, lost = ask("一"), ask("二")
    flow.reply(lost, actor=clerk)
    before = list(WorkItem.objects.values().order_by("case_id"))
    WorkItem.objects.of(kept).update(title="错", state="错", owner=clerk)
    WorkItem.objects.of(lost).delete()
    gone = WorkItem.objects.of(kept).get()
    gone.pk, gone.case_id = None, 10**6
    gone.save()

    call_command("rebuild_desk", verbosity=0)

    after = list(WorkItem.objects.values().order_by("case_id"))
    assert [row | {"id": 0, "owner_id": None} for row in after] == [row | {"id": 0} for row in before]
    assert item_of(kept).owner == clerk, "what only the row knows stays"
    assert item_of(lost).first_asked == clerk, "what the steps know is read from them"


def test_case_when_no_plugin_declares_it_then_nothing_is_written(asker, install, flow, time) -> None:
    from tests.portal.plugin.conftest import plugin

    install(plugin("questions", workflows=(flow,)))
    begun = flow.ask(flow.model(text="？", asker=asker), actor=asker)

    assert isinstance(begun, Case)
    assert not WorkItem.objects.exists()
