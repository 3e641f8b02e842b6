"""Roles are given for a time, by one person or by two, and end to the second (B8, A6, B15)."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.roles.actions import appoint_first, carry_out_due, confirm_grant, end_grant, grant_role
from portal.roles.models import Grant, GrantState
from portal.roles.table import ROLES
from tests.conftest import person
from tests.portal.roles.moments import LATER, in_


def give(person, slug: str, security, **times):
    """A role as a city gives it, confirmed where it is one of power."""
    grant = grant_role(person, ROLES[slug], actor=security[0], reason="任职", **{"ends_at": LATER, **times})
    return confirm_grant(grant, actor=security[1]) if ROLES[slug].power else grant


def roles_of(user: User) -> set[str]:
    return set(User.objects.get(pk=user.pk).groups.values_list("name", flat=True))


def test_an_ordinary_role_works_at_once(security, newcomer) -> None:
    grant = give(newcomer, "editor", security)
    assert roles_of(newcomer) == {"编辑"}
    assert User.objects.get(pk=newcomer.pk).has_perm("wagtailadmin.access_admin")
    assert grant.state(timezone.now()) == GrantState.HELD


def test_a_role_of_power_waits_for_a_second_person(security, newcomer) -> None:
    grant = grant_role(newcomer, ROLES["approver"], actor=security[0], ends_at=LATER, reason="任职")
    assert grant.state(timezone.now()) == GrantState.PROPOSED
    assert roles_of(newcomer) == set()
    confirm_grant(grant, actor=security[1])
    assert roles_of(newcomer) == {"审核"}


def test_the_proposer_cannot_confirm(security, newcomer) -> None:
    grant = grant_role(newcomer, ROLES["approver"], actor=security[0], ends_at=LATER, reason="任职")
    with pytest.raises(ValidationError, match="另一人确认"):
        confirm_grant(grant, actor=security[0])
    assert roles_of(newcomer) == set()


def test_nobody_gives_a_role_to_themselves(security) -> None:
    with pytest.raises(ValidationError, match="不能给自己授权"):
        grant_role(security[0], ROLES["editor"], actor=security[0], ends_at=LATER, reason="任职")


def test_nobody_confirms_a_role_for_themselves(security, newcomer) -> None:
    grant = grant_role(newcomer, ROLES["manager"], actor=security[0], ends_at=LATER, reason="任职")
    with pytest.raises(ValidationError, match="另一人确认"):
        confirm_grant(grant, actor=newcomer)


def test_a_confirmed_grant_is_not_confirmed_again(security, newcomer, site) -> None:
    grant = give(newcomer, "approver", security)
    with pytest.raises(ValidationError, match="已经由"):
        confirm_grant(grant, actor=person("third", "第三人"))


@pytest.mark.parametrize("slug", ["auditor", "system_administrator", "security_administrator", "expert"])
def test_what_may_not_meet_does_not(security, newcomer, slug: str) -> None:
    give(newcomer, "mentor_clerk", security)
    with pytest.raises(ValidationError, match="不能与"):
        grant_role(newcomer, ROLES[slug], actor=security[0], ends_at=LATER, reason="任职")


def test_a_proposal_already_keeps_others_out(security, newcomer) -> None:
    grant_role(newcomer, ROLES["auditor"], actor=security[0], ends_at=LATER, reason="任职")
    with pytest.raises(ValidationError, match="不能与"):
        grant_role(newcomer, ROLES["editor"], actor=security[1], ends_at=LATER, reason="任职")


def test_roles_that_exclude_each_other_may_follow_each_other(security, newcomer) -> None:
    give(newcomer, "mentor_clerk", security, ends_at=in_(days=10))
    coming = give(newcomer, "expert", security, starts_at=in_(days=11))
    assert coming.state(timezone.now()) == GrantState.COMING


def test_the_same_role_is_not_given_twice_for_one_time(security, newcomer) -> None:
    give(newcomer, "editor", security)
    with pytest.raises(ValidationError, match="已有"):
        give(newcomer, "editor", security)


@pytest.mark.parametrize(
    ("times", "sentence"),
    [
        ({"ends_at": in_(days=-1)}, "结束时间须晚于开始时间"),
        ({"starts_at": in_(days=9), "ends_at": in_(days=8)}, "结束时间须晚于开始时间"),
        ({"ends_at": in_(days=3 * 365 + 2)}, "最长"),
    ],
    ids=["past", "backwards", "too long"],
)
def test_times_that_do_not_fit_are_refused(security, newcomer, times, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        give(newcomer, "editor", security, **times)


@pytest.fixture
def noon() -> datetime:
    """Tomorrow, some full hour."""
    return (timezone.now() + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)


@pytest.mark.parametrize(
    ("after_start", "held"), [(-1, False), (0, True), (1, True), (3599, True), (3600, False), (3601, False)]
)
def test_a_role_begins_and_ends_to_the_second(
    security, newcomer, noon, signed_in, after_start: int, held: bool
) -> None:
    """From the person's own view: the request at that second has the right, or has not."""
    give(newcomer, "editor", security, starts_at=noon, ends_at=noon + timedelta(hours=1))
    with time_machine.travel(noon + timedelta(seconds=after_start), tick=False):
        client = signed_in(newcomer)
        assert (client.get("/admin/").status_code == 200) is held


def test_a_running_session_loses_the_role_on_its_next_request(security, newcomer, noon, signed_in) -> None:
    give(newcomer, "editor", security, ends_at=noon)
    with time_machine.travel(noon - timedelta(minutes=5)):
        client = signed_in(newcomer)
        assert client.get("/admin/").status_code == 200
    with time_machine.travel(noon):
        assert client.get("/admin/").status_code == 403


def test_a_role_taken_back_is_gone_on_the_next_request(security, newcomer, signed_in) -> None:
    grant = give(newcomer, "editor", security)
    client = signed_in(newcomer)
    assert client.get("/admin/").status_code == 200
    end_grant(grant, actor=security[1], reason="离任")
    assert client.get("/admin/").status_code == 403


def test_the_job_carries_out_what_is_due_for_those_who_are_away(security, newcomer, noon) -> None:
    give(newcomer, "editor", security, starts_at=noon, ends_at=noon + timedelta(hours=1))
    with time_machine.travel(noon):
        assert carry_out_due() == 1
        assert roles_of(newcomer) == {"编辑"}
        assert carry_out_due() == 0
    with time_machine.travel(noon + timedelta(hours=1)):
        assert carry_out_due() == 1
        assert roles_of(newcomer) == set()
    assert Grant.objects.get(person=newcomer).due_at is None


def test_a_grant_that_was_slept_through_begins_and_ends_in_one_go(security, newcomer, noon) -> None:
    give(newcomer, "editor", security, starts_at=noon, ends_at=noon + timedelta(hours=1))
    with time_machine.travel(noon + timedelta(days=3)):
        carry_out_due()
        assert roles_of(newcomer) == set()


def test_groups_that_are_no_roles_are_left_alone(security, newcomer) -> None:
    from django.contrib.auth.models import Group

    newcomer.groups.add(Group.objects.create(name="合唱团"))
    grant = give(newcomer, "editor", security)
    end_grant(grant, actor=security[0], reason="离任")
    assert roles_of(newcomer) == {"合唱团"}


def test_a_proposal_can_be_taken_back_and_then_not_be_confirmed(security, newcomer) -> None:
    grant = grant_role(newcomer, ROLES["approver"], actor=security[0], ends_at=LATER, reason="任职")
    end_grant(grant, actor=security[1], reason="材料不全")
    with pytest.raises(ValidationError, match="已由"):
        confirm_grant(grant, actor=security[1])


def test_what_is_over_is_not_taken_back(security, newcomer, noon) -> None:
    grant = give(newcomer, "editor", security, ends_at=noon)
    with time_machine.travel(noon), pytest.raises(ValidationError, match="已到期"):
        end_grant(grant, actor=security[0], reason="离任")


def test_only_the_first_two_are_appointed_without_a_second_person(security, newcomer, site) -> None:
    with pytest.raises(ValidationError, match="已有安全管理员"):
        appoint_first((newcomer, person("other", "另一人")), ends_at=LATER)


def test_the_first_two_are_two(newcomer) -> None:
    with pytest.raises(ValidationError, match="两位不同"):
        appoint_first((newcomer, newcomer), ends_at=LATER)


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_at": in_(days=-2)},
        {"proposed_by": "person"},
        {"confirmed_by": "person"},
        {"confirmed_by": "proposer"},
        {"reason": ""},
    ],
    ids=[
        "ends before it starts",
        "to oneself",
        "confirmed by oneself",
        "confirmed by the giver",
        "no reason",
    ],
)
def test_the_database_refuses_what_the_rules_forbid(security, newcomer, wrong) -> None:
    """Whatever code writes the row (decision: scarce things are guarded by the database)."""
    people = {"person": newcomer, "proposer": security[0]}
    row = {
        "person": newcomer,
        "role": "editor",
        "starts_at": timezone.now(),
        "ends_at": LATER,
        "reason": "任职",
        "proposed_by": security[0],
        "proposed_at": timezone.now(),
    } | {name: people.get(value, value) if isinstance(value, str) else value for name, value in wrong.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(**row)


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
@pytest.mark.django_db(transaction=True)
def test_two_roles_that_exclude_each_other_race_and_one_wins() -> None:
    """Ten rounds, two real connections each; never both."""
    site_less = [User.objects.create_user(name, f"{name}@hailan.example") for name in ("a1", "a2", "target")]
    first, second, target = site_less
    for _round in range(10):
        Grant.objects.filter(person=target).delete()
        start, outcomes = Barrier(2), []

        def attempt(slug: str, actor: User, start=start, outcomes=outcomes) -> None:
            try:
                start.wait()
                grant_role(target, ROLES[slug], actor=actor, ends_at=LATER, reason="任职")
                outcomes.append(slug)
            except ValidationError:
                outcomes.append("refused")
            finally:
                connection.close()

        threads = [
            Thread(target=attempt, args=args) for args in (("mentor_clerk", first), ("expert", second))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes).count("refused") == 1
        assert Grant.objects.filter(person=target).count() == 1
