"""Switching: who, when, told to every process; failures counted, and the last one switches off."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.db import DatabaseError, connection, connections, transaction
from django.utils import translation

from portal.plugin import switches
from portal.plugin.models import PluginSwitch
from portal.plugin.registry import registry
from portal.plugin.switches import record_failure, switch
from tests.portal.plugin.conftest import plugin


@pytest.fixture
def alpha(install):
    install(plugin("alpha", enabled_by_default=True))
    return registry["alpha"]


def row(site) -> PluginSwitch:
    return PluginSwitch.objects.get(site=site, slug="alpha")


def fail(alpha, site, times: int = 1) -> None:
    for _ in range(times):
        record_failure(alpha, site, "slot footer", KeyError("x"))


def test_switch_records_who_and_when(alpha, here, manager) -> None:
    with time_machine.travel(datetime(2026, 11, 22, 8, tzinfo=UTC), tick=False):
        switch(alpha, here, on=False, by=manager)
    assert (row(here).enabled, row(here).changed_by) == (False, manager)
    assert row(here).changed_at == datetime(2026, 11, 22, 8, tzinfo=UTC)


def test_plugin_is_told_when_it_is_switched_and_only_then(install, here) -> None:
    told = []
    hooks = {
        "on_enable": lambda self, site: told.append("on"),
        "on_disable": lambda self, site: told.append("off"),
    }
    install(plugin("alpha", **hooks))
    for on in (True, True, False, False):
        switch(registry["alpha"], here, on=on)
    assert told == ["on", "off"]


def test_plugin_that_raises_on_enable_stays_off(install, here) -> None:
    def refuse(self, site) -> None:
        raise RuntimeError("no scales found")

    install(plugin("alpha", on_enable=refuse))
    with pytest.raises(RuntimeError, match="no scales found"):
        switch(registry["alpha"], here, on=True)
    assert not registry.is_enabled("alpha", here)


def test_plugin_cannot_refuse_being_switched_off(install, here) -> None:
    def cling(self, site) -> None:
        PluginSwitch.objects.create(
            site=site, slug="alpha"
        )  # breaks the constraint, and with it the transaction

    install(plugin("alpha", enabled_by_default=True, on_disable=cling))
    switch(registry["alpha"], here, on=False)
    assert not registry.is_enabled("alpha", here)


def test_switch_is_seen_by_whoever_shares_the_cache(alpha, here, django_capture_on_commit_callbacks) -> None:
    assert registry.is_enabled("alpha", here)
    with django_capture_on_commit_callbacks(execute=True):
        switch(alpha, here, on=False)
    with connection.execute_wrapper(lambda *args: pytest.fail("asked the database")):
        assert not registry.is_enabled("alpha", here)


def test_slow_reader_does_not_undo_a_switch(
    alpha, here, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    """A reader that saw the old state before the commit must not write it over the new one."""
    read = switches._read

    def read_slowly(site_id: int):
        states = read(site_id)
        monkeypatch.setattr(switches, "_read", read)
        with django_capture_on_commit_callbacks(execute=True):
            switch(alpha, here, on=False)
        return states

    cache.clear()
    monkeypatch.setattr(switches, "_read", read_slowly)
    registry.is_enabled("alpha", here)
    assert not registry.is_enabled("alpha", here)


def test_failures_are_counted_with_what_failed(alpha, here) -> None:
    fail(alpha, here, times=2)
    assert row(here).failures == 2
    assert row(here).last_failure == "slot footer: KeyError: 'x'"
    assert registry.is_enabled("alpha", here)


def test_last_failure_switches_off_and_tells_staff(
    alpha, here, other_site, settings, django_capture_on_commit_callbacks
) -> None:
    settings.MANAGERS = [("", "ops@hailan.example")]
    with django_capture_on_commit_callbacks(execute=True), translation.override("en"):
        fail(alpha, here, times=5)
    assert not registry.is_enabled("alpha", here)
    assert registry.is_enabled("alpha", other_site)
    assert row(here).disabled_reason == "60 分钟内出现 5 次故障，已自动停用。"
    assert [message.subject for message in mail.outbox] == ["[Django] 插件“Alpha”已自动停用"]
    assert "KeyError: 'x'" in mail.outbox[0].body


def test_limits_are_settings(alpha, here, settings) -> None:
    settings.PLUGIN_MAX_FAILURES = 2
    fail(alpha, here, times=2)
    assert not registry.is_enabled("alpha", here)


def test_failures_further_apart_than_the_window_start_again(alpha, here) -> None:
    with time_machine.travel(datetime(2026, 11, 22, 8, tzinfo=UTC), tick=False) as clock:
        fail(alpha, here, times=4)
        clock.shift(timedelta(hours=1, seconds=1))
        fail(alpha, here, times=4)
    assert row(here).failures == 4
    assert registry.is_enabled("alpha", here)


def test_switching_on_again_forgets_the_failures(alpha, here) -> None:
    fail(alpha, here, times=5)
    switch(alpha, here, on=True)
    assert (row(here).failures, row(here).disabled_reason, row(here).last_failure) == (0, "", "")
    assert registry.is_enabled("alpha", here)


def test_failure_that_cannot_be_counted_is_only_logged(alpha, here, monkeypatch) -> None:
    def unavailable(*args: object) -> None:
        raise DatabaseError("database is locked")

    monkeypatch.setattr(switches, "_count_failure", unavailable)
    fail(alpha, here)
    assert registry.is_enabled("alpha", here)


def test_failure_inside_a_transaction_that_fails_is_contained(alpha, here) -> None:
    with transaction.atomic():
        fail(alpha, here)
        assert row(here).failures == 1


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor == "sqlite", reason="threads cannot share SQLite's database in memory")
@pytest.mark.django_db(transaction=True)
def test_many_processes_count_every_failure_and_one_switches_off(alpha, here, settings) -> None:
    settings.MANAGERS = [("", "ops@hailan.example")]
    settings.PLUGIN_MAX_FAILURES = 8
    ready = threading.Barrier(4)

    def work() -> None:
        ready.wait()
        fail(alpha, here, times=3)
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert row(here).failures == 12
    assert not row(here).enabled
    assert len(mail.outbox) == 1
