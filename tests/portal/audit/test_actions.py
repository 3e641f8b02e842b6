"""Every listed act leaves exactly one entry that says what happened (B10).

The table below is the list; a new action without a line in it fails.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account import signals as account
from allauth.account.models import EmailAddress
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.utils import timezone
from django_q.models import Failure
from wagtail.models import Site

from api.tokens.actions import create_token, revoke_token
from portal.accounts import signals as accounts
from portal.accounts.models import User
from portal.attachments import actions as files
from portal.audit import table
from portal.audit.choices import Result
from portal.audit.heads import export_head
from portal.audit.models import Entry
from portal.audit.recording import record_each
from portal.audit.table import ACTIONS, Action
from portal.desk.actions import assign
from portal.desk.models import WorkItem
from portal.identity import signals as identity
from portal.plugin import switches
from portal.plugin.registry import registry
from portal.privacy import consents, retention
from portal.privacy.base import Consent
from portal.roles.actions import carry_out_due, confirm_grant, end_grant, grant_role
from portal.roles.table import APPROVER, AUDITOR, EDITOR, SECURITY_ADMINISTRATOR
from tests.conftest import person
from tests.factories import applications
from tests.factories.files import pdf, upload
from tests.portal.attachments.conftest import counter, owner, people, storage  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
"""The password of everybody whom `tests.conftest.person` makes."""


OLD, NEW = EmailAddress(email="old@hailan.example"), EmailAddress(email="new@hailan.example")


class World:
    """People and things that acts need; every attribute is made when it is asked for, before the act."""

    def __init__(self, give: Callable[[str], Any]) -> None:
        self.give = give
        self.citizen: User = give("citizen")
        self.other: User = person("officer", "吴安全")

    def signed_in(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client


ACTS: dict[Action, Callable[[World], Callable[[], object]]] = {}


def act_of(action: Action) -> Callable[[Callable[[World], Callable[[], object]]], None]:
    """Registers how the act is prepared; what it returns performs it."""

    def register(prepare: Callable[[World], Callable[[], object]]) -> None:
        ACTS[action] = prepare

    return register


@act_of(table.SIGNED_IN)
def _(world: World) -> Callable[[], object]:
    given = {"login": world.citizen.username, "password": PASSWORD}
    return lambda: Client().post("/accounts/login/", given)


@act_of(table.SIGN_IN_FAILED)
def _(world: World) -> Callable[[], object]:
    return lambda: Client().post("/accounts/login/", {"login": world.citizen.username, "password": "guess"})


@act_of(table.SIGNED_OUT)
def _(world: World) -> Callable[[], object]:
    client = world.signed_in(world.citizen)
    return lambda: client.post("/accounts/logout/")


@act_of(table.PASSWORD_CHANGED)
def _(world: World) -> Callable[[], object]:
    client = world.signed_in(world.citizen)
    new = "a quite different horse 7"
    given = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    return lambda: client.post("/accounts/password/change/", given)


def _until() -> dict[str, Any]:
    return {"ends_at": timezone.now() + timedelta(days=9), "reason": "任职"}


@act_of(table.ROLE_GRANTED)
def _(world: World) -> Callable[[], object]:
    return lambda: grant_role(world.citizen, EDITOR, actor=world.other, **_until())


@act_of(table.ROLE_PROPOSED)
def _(world: World) -> Callable[[], object]:
    return lambda: grant_role(world.citizen, APPROVER, actor=world.other, **_until())


@act_of(table.ROLE_CONFIRMED)
def _(world: World) -> Callable[[], object]:
    grant = grant_role(world.citizen, APPROVER, actor=world.other, **_until())
    return lambda: confirm_grant(grant, actor=person("third", "第三人"))


@act_of(table.ROLE_TAKEN)
def _(world: World) -> Callable[[], object]:
    grant = grant_role(world.citizen, EDITOR, actor=world.other, **_until())
    return lambda: end_grant(grant, actor=world.other, reason="离岗")


@act_of(table.ROLE_BEGUN)
def _(world: World) -> Callable[[], object]:
    soon = timezone.now() + timedelta(days=1)
    grant_role(world.citizen, EDITOR, actor=world.other, starts_at=soon, **_until())
    return lambda: carry_out_due(at=soon + timedelta(seconds=1))


@act_of(table.ROLE_LAPSED)
def _(world: World) -> Callable[[], object]:
    grant_role(world.citizen, EDITOR, actor=world.other, **_until())
    return lambda: carry_out_due(at=timezone.now() + timedelta(days=10))


def _token(world: World) -> tuple[Any, str]:
    expires = timezone.now() + timedelta(days=1)
    return create_token(world.citizen, name="程序", scopes=["me:read"], expires_at=expires)


@act_of(table.TOKEN_MADE)
def _(world: World) -> Callable[[], object]:
    return lambda: _token(world)


@act_of(table.TOKEN_REVOKED)
def _(world: World) -> Callable[[], object]:
    token, _text = _token(world)
    return lambda: (revoke_token(token), revoke_token(token))


@act_of(table.TOKEN_USED)
def _(world: World) -> Callable[[], object]:
    header = {"HTTP_AUTHORIZATION": f"Bearer {_token(world)[1]}"}
    return lambda: (Client().get("/api/v1/me/", **header), Client().get("/api/v1/me/", **header))


@act_of(table.TOKEN_REFUSED)
def _(world: World) -> Callable[[], object]:
    token, text = _token(world)
    revoke_token(token)
    return lambda: Client().get("/api/v1/me/", HTTP_AUTHORIZATION=f"Bearer {text}")


def _plugin() -> Any:
    return registry["mentors"], Site.objects.get(hostname="testserver")


@act_of(table.PLUGIN_ON)
def _(world: World) -> Callable[[], object]:
    plugin, site = _plugin()
    switches.switch(plugin, site, on=False)
    return lambda: (
        switches.switch(plugin, site, on=True, by=world.other),
        switches.switch(plugin, site, on=True),
    )


@act_of(table.PLUGIN_OFF)
def _(world: World) -> Callable[[], object]:
    plugin, site = _plugin()
    switches.switch(plugin, site, on=True)
    return lambda: switches.switch(plugin, site, on=False, by=world.other)


@act_of(table.PLUGIN_SET)
def _(world: World) -> Callable[[], object]:
    plugin, site = _plugin()
    return lambda: switches.save_settings(plugin, site, {}, by=world.other)


@act_of(table.PLUGIN_FAILED)
def _(world: World) -> Callable[[], object]:
    plugin, site = _plugin()

    def fail() -> None:
        for _time in range(6):
            switches.record_failure(plugin, site, "slot", ValueError("broken"))

    return fail


def _file(world: World) -> Any:
    applicant = world.give("owner")
    return files.attach(applicant, "licence", upload("执照.pdf", pdf(["text"])), by=applicant)


@act_of(table.FILE_ADDED)
def _(world: World) -> Callable[[], object]:
    world.give("owner")
    return lambda: _file(world)


@act_of(table.FILE_REPLACED)
def _(world: World) -> Callable[[], object]:
    row = _file(world)
    return lambda: files.replace(row, upload("新执照.pdf", pdf(["more"])), by=world.give("owner"))


@act_of(table.FILE_REMOVED)
def _(world: World) -> Callable[[], object]:
    row = _file(world)
    return lambda: files.remove(row, by=world.give("owner"))


@act_of(table.FILE_READ)
def _(world: World) -> Callable[[], object]:
    client = world.signed_in(world.give("counter"))
    address = f"/attachments/{_file(world).pk}/"
    return lambda: client.get(address)


@act_of(table.PERSON_READ)
def _(world: World) -> Callable[[], object]:
    return lambda: record_each(table.PERSON_READ, [world.citizen, world.citizen.pk], actor=world.other)


@act_of(table.PERSON_REVEALED)
def _(world: World) -> Callable[[], object]:
    client = world.signed_in(person("security", "方安全", SECURITY_ADMINISTRATOR.group))
    address = f"/accounts/reveal/accounts.user/{world.citizen.pk}/email/"
    return lambda: client.post(address, {"purpose": "通知补交材料"})


@act_of(table.PERSON_COPIED)
def _(world: World) -> Callable[[], object]:
    client = world.signed_in(world.citizen)
    return lambda: client.post("/accounts/my-data/copy/")


@act_of(table.CONSENT_GIVEN)
def _(world: World) -> Callable[[], object]:
    return lambda: (consents.give(world.citizen, "a.b"), consents.give(world.citizen, "a.b"))


@act_of(table.CONSENT_WITHDRAWN)
def _(world: World) -> Callable[[], object]:
    consents.give(world.citizen, "a.b")
    return lambda: (consents.withdraw(world.citizen, "a.b"), consents.withdraw(world.citizen, "a.b"))


@act_of(table.HOLD_SET)
def _(world: World) -> Callable[[], object]:
    return lambda: retention.hold(world.citizen, reason="函")


@act_of(table.HOLD_RELEASED)
def _(world: World) -> Callable[[], object]:
    retention.hold(world.citizen, reason="函")
    return lambda: retention.release(world.citizen, reason="结案")


@act_of(table.DATA_EXPIRED)
def _(world: World) -> Callable[[], object]:
    revoke_token(_token(world)[0])

    def expire() -> None:
        with time_machine.travel(timezone.now() + timedelta(days=400), tick=False):
            retention.erase_expired()

    return expire


@act_of(table.JOB_RETRIED)
def _(world: World) -> Callable[[], object]:
    now = timezone.now()
    Failure.objects.create(id="f" * 32, func="math.sqrt", args=(4,), started=now, stopped=now, success=False)
    client = world.signed_in(world.give("manager"))
    return lambda: client.post(f"/admin/jobs/retry/tasks/{'f' * 32}/")


@act_of(table.CASE_ASSIGNED)
def _(world: World) -> Callable[[], object]:
    clerk = world.give("clerk")
    item = WorkItem.objects.of(applications.handed_in(world.citizen, world.give("site"))).get()
    return lambda: assign([item], to=clerk, by=clerk)


@act_of(table.LIST_EXPORTED)
def _(world: World) -> Callable[[], object]:
    client = world.signed_in(world.give("manager"))
    return lambda: client.get("/admin/reports/site-history/", {"export": "csv"})


@act_of(table.TRACE_READ)
def _(world: World) -> Callable[[], object]:
    client = world.signed_in(person("auditor", "严审计", AUDITOR.group))
    return lambda: client.get("/admin/trace/")


@act_of(table.HEAD_EXPORTED)
def _(world: World) -> Callable[[], object]:
    return export_head


ON_OWN_ACCOUNT: dict[Action, tuple[Any, dict[str, Any]]] = {
    table.SIGNED_UP: (account.user_signed_up, {}),
    table.PASSWORD_RESET: (account.password_reset, {}),
    table.EMAIL_ADDED: (account.email_added, {"email_address": NEW}),
    table.EMAIL_CONFIRMED: (account.email_confirmed, {"email_address": NEW}),
    table.EMAIL_REMOVED: (account.email_removed, {"email_address": NEW}),
    table.FACTOR_ADDED: (mfa.authenticator_added, {"authenticator": Authenticator(type="recovery_codes")}),
    table.FACTOR_REMOVED: (mfa.authenticator_removed, {}),
    table.FACTOR_RENEWED: (mfa.authenticator_reset, {}),
    table.FACTOR_FAILED: (mfa.authentication_failed, {}),
    table.PROVIDER_LINKED: (identity.provider_linked, {"provider": "rsj", "new": False}),
    table.PROVIDER_UNLINKED: (identity.provider_unlinked, {"provider": "rsj"}),
    table.EMAIL_CHANGED: (account.email_changed, {"from_email_address": OLD, "to_email_address": NEW}),
}

DONE_TO = {
    table.ACCOUNT_CLOSED: accounts.account_closed,
    table.ACCOUNT_OPENED: accounts.account_opened,
    table.SESSION_ENDED: accounts.session_ended,
    table.FACTOR_RESET: accounts.second_factor_reset,
    table.UNUSED_WARNED: accounts.unused_warned,
    table.IDENTITY_VERIFIED: identity.identity_verified,
}
KEPT_OUT = {
    table.LOCKED_OUT: accounts.locked_out,
    table.IDENTITY_REFUSED: identity.identity_refused,
}


@pytest.mark.parametrize("action", ACTS, ids=lambda action: action.name)
def test_act_leaves_exactly_one_entry(action: Action, site, request, monkeypatch) -> None:
    known, another = consents.consents, {"a.b": Consent("a.b", "1", "事项", "说明。")}
    monkeypatch.setattr(consents, "consents", lambda site=None: known(site) | another)
    perform = ACTS[action](World(request.getfixturevalue))
    before = Entry.objects.filter(action=action.name).count()
    perform()
    entries = Entry.objects.filter(action=action.name)
    assert entries.count() == before + 1


@pytest.mark.parametrize("action", ON_OWN_ACCOUNT, ids=lambda action: action.name)
def test_act_on_ones_own_account_leaves_exactly_one_entry(action: Action, citizen) -> None:
    signal, given = ON_OWN_ACCOUNT[action]
    request = RequestFactory().post("/accounts/")
    request.user = citizen
    signal.send(sender=User, request=request, user=citizen, **given)
    entry = Entry.objects.get()
    assert (entry.action, entry.person, entry.subject) == (action.name, citizen.pk, citizen.pk)
    assert "@" not in entry.details


@pytest.mark.parametrize("action", DONE_TO, ids=lambda action: action.name)
def test_what_others_do_to_an_account_leaves_exactly_one_entry(action: Action, citizen, manager) -> None:
    DONE_TO[action].send(sender=User, request=None, user=citizen, by=manager, reason="离岗")
    entry = Entry.objects.get()
    assert (entry.action, entry.person, entry.subject) == (action.name, manager.pk, citizen.pk)
    assert entry.purpose == "离岗"


@pytest.mark.parametrize("action", KEPT_OUT, ids=lambda action: action.name)
def test_whoever_is_kept_out_leaves_an_entry_with_the_address(action: Action, citizen) -> None:
    request = RequestFactory().post("/accounts/login/", REMOTE_ADDR="198.51.100.4")
    request.user = AnonymousUser()
    for user in (citizen, None):
        KEPT_OUT[action].send(sender=User, request=request, user=user, reason="")
    first, second = Entry.objects.order_by("pk")
    assert (first.action, first.result, first.subject) == (action.name, Result.REFUSED, citizen.pk)
    assert (first.person, second.subject, first.address) == (None, None, "198.51.100.4")


def test_every_declared_action_is_in_the_table() -> None:
    assert set(ACTIONS.values()) == ACTS.keys() | ON_OWN_ACCOUNT.keys() | DONE_TO.keys() | KEPT_OUT.keys()


def test_names_are_unique_and_fit() -> None:
    assert all(len(name) <= 60 and name == action.name for name, action in ACTIONS.items())
