"""All jobs there are: the queue's own heartbeat, those of settings.PORTAL_JOBS, those of the plugins that are on."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.jobs.base import Job

HEARTBEAT = Job("jobs.heartbeat", _("后台任务心跳"), "portal.jobs.schedule.sync", timedelta(minutes=1))


def declared_jobs() -> dict[str, Job]:
    """Return the jobs that run here and now, by name. ImproperlyConfigured when two bear the same name.

    A plugin's jobs are among them while the plugin is on for at least one site.
    """
    jobs: dict[str, Job] = {}
    for job in _all_jobs():
        if job.name in jobs:
            raise ImproperlyConfigured(
                f"Two jobs are called {job.name!r}; a job's name is its key and must be unique."
            )
        jobs[job.name] = job
    return jobs


def _all_jobs() -> Iterator[Job]:
    # The kernel itself imports portal.jobs.base, so it can only be asked once both are loaded.
    from portal.plugin.registry import registry

    yield HEARTBEAT
    for path in settings.PORTAL_JOBS:
        yield from import_string(path)
    for plugin in registry:
        if plugin.jobs and registry.sites_with(plugin.slug):
            yield from plugin.jobs
