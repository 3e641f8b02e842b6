"""Run a declared job before its time."""

from django_q.tasks import async_task

from portal.jobs.schedule import RUNNER


def run_soon(name: str) -> None:
    """Run the job of that name as soon as a worker is free; part of the caller's transaction.

    Should it be at work already, this run is left out, and its next one comes by the clock.
    """
    async_task(RUNNER, name, q_options={"save": False})
