"""The state of the switches: one cached read per question, every change told to all processes.

The cache holds what the database says; a change writes it anew on commit. Should a write get lost, the entry dies
after a minute.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import structlog
from django.conf import settings
from django.core.cache import cache
from django.core.mail import mail_managers
from django.db import DatabaseError, transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.audit.origin import THE_PORTAL
from portal.audit.recording import record
from portal.audit.table import PLUGIN_FAILED, PLUGIN_OFF, PLUGIN_ON, PLUGIN_SET
from portal.plugin.models import PluginSwitch

if TYPE_CHECKING:
    from portal.plugin.base import Plugin

log = structlog.get_logger(__name__)

KEY, CACHE_SECONDS = "plugin-switches-{}", 60


class Stored(NamedTuple):
    enabled: bool
    values: dict[str, Any]


def stored(site: Any) -> dict[str, Stored]:
    """What the site has decided, by slug; one read of the cache."""
    states: dict[str, Stored] | None = cache.get(KEY.format(site.pk))
    if states is None:
        states = _read(site.pk)
        # add, not set: a change that was committed since this read must win
        cache.add(KEY.format(site.pk), states, CACHE_SECONDS)
    return states


@transaction.atomic
def switch(plugin: "Plugin", site: Any, *, on: bool, by: Any = None) -> None:
    """Switch the plugin on or off for the site. Raises what the plugin's `on_enable` raises."""
    row = _row(plugin, site)
    if row.enabled == on:
        return
    row.enabled, row.failures, row.failures_since, row.last_failure, row.disabled_reason = on, 0, None, "", ""
    _save(row, by)
    record(PLUGIN_ON if on else PLUGIN_OFF, actor=by, object=row, details=plugin.slug)
    if on:
        plugin.on_enable(site)
    else:
        _say_goodbye(plugin, site)
    log.info("plugin_switched", plugin=plugin.slug, site=site.pk, on=on, by=getattr(by, "pk", None))


@transaction.atomic
def save_settings(plugin: "Plugin", site: Any, values: Mapping[str, Any], *, by: Any = None) -> None:
    """Keep the site's values for the plugin's settings. Raises ValidationError, see `PluginSettings.differing`."""
    assert plugin.settings, f"{plugin.slug} declares no settings"
    row = _row(plugin, site)
    before, row.values = row.values, plugin.settings.differing({**row.values, **values})
    _save(row, by)
    record(PLUGIN_SET, actor=by, object=row, details=plugin.slug, before=before, after=row.values)


def record_failure(plugin: "Plugin", site: Any, place: str, error: Exception) -> None:
    """Log and count what a plugin raised; the one that fills the measure switches it off and tells staff.

    PLUGIN_MAX_FAILURES failures within PLUGIN_FAILURE_WINDOW seconds are the measure. Never raises: this is called
    where a page must live.
    """
    log.error("plugin_failed", plugin=plugin.slug, site=site.pk, place=place, exc_info=error)
    try:
        with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
            _count_failure(plugin, site, f"{place}: {type(error).__name__}: {error}"[:300])
    except DatabaseError as trouble:
        log.error("plugin_failure_not_counted", plugin=plugin.slug, site=site.pk, exc_info=trouble)


def _count_failure(plugin: "Plugin", site: Any, what: str) -> None:
    """One UPDATE counts and a second one switches off, so that of many processes exactly one does it."""
    now, window = timezone.now(), timedelta(seconds=settings.PLUGIN_FAILURE_WINDOW)
    rows = PluginSwitch.objects.filter(pk=_row(plugin, site).pk)
    recent = Q(failures_since__gt=now - window)
    rows.update(
        failures=Case(When(recent, then=F("failures") + 1), default=1),
        failures_since=Case(When(recent, then=F("failures_since")), default=Value(now)),
        last_failure=what,
    )
    measure = {"minutes": window // timedelta(minutes=1), "count": settings.PLUGIN_MAX_FAILURES}
    reason = _("%(minutes)d 分钟内出现 %(count)d 次故障，已自动停用。") % measure
    full = rows.filter(enabled=True, failures__gte=settings.PLUGIN_MAX_FAILURES)
    if full.update(enabled=False, disabled_reason=reason, changed_at=now, changed_by=None):
        _say_goodbye(plugin, site)
        record(PLUGIN_FAILED, actor=THE_PORTAL, object=rows.get(), details=plugin.slug)
        _publish(site.pk)
        log.error("plugin_switched_off", plugin=plugin.slug, site=site.pk, **measure)
        subject = _("插件“%(plugin)s”已自动停用") % {"plugin": plugin.label}
        transaction.on_commit(lambda: mail_managers(subject, f"{site}\n{reason}\n{what}", fail_silently=True))


def _say_goodbye(plugin: "Plugin", site: Any) -> None:
    try:
        with transaction.atomic():
            plugin.on_disable(site)
    except Exception as error:  # a plugin must not be able to refuse being switched off
        log.error("plugin_failed", plugin=plugin.slug, site=site.pk, place="on_disable", exc_info=error)


def _row(plugin: "Plugin", site: Any) -> PluginSwitch:
    defaults = {"enabled": plugin.enabled_by_default}
    return PluginSwitch.objects.get_or_create(site_id=site.pk, slug=plugin.slug, defaults=defaults)[0]


def _save(row: PluginSwitch, by: Any) -> None:
    row.changed_at, row.changed_by = timezone.now(), by
    row.save()
    _publish(row.site_id)


def _read(site_id: int) -> dict[str, Stored]:
    rows = PluginSwitch.objects.filter(site_id=site_id)
    return {slug: Stored(on, values) for slug, on, values in rows.values_list("slug", "enabled", "values")}


def _publish(site_id: int) -> None:
    """Make the change visible: at once in this transaction, to everybody when it is committed."""
    cache.delete(KEY.format(site_id))
    transaction.on_commit(lambda: cache.set(KEY.format(site_id), _read(site_id), CACHE_SECONDS))
