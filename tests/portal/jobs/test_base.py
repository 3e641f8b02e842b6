"""A job is declared once, and a wrong declaration is refused where it is written."""

from datetime import timedelta

import pytest

from portal.jobs.base import Job


@pytest.mark.parametrize(
    "every", [timedelta(0), timedelta(seconds=90), timedelta(seconds=30), timedelta(days=23)]
)
def test_job_when_its_interval_cannot_be_kept_then_it_is_refused(every: timedelta) -> None:
    with pytest.raises(ValueError, match=r"mentors\.tidy: every must be whole minutes"):
        Job("mentors.tidy", "整理", print, every)


def test_job_when_daily_then_it_counts_minutes() -> None:
    assert Job("mentors.tidy", "整理", print, timedelta(days=1)).minutes == 1440


def test_job_when_target_is_a_path_then_the_function_is_found() -> None:
    assert (
        Job("a.b", "a", "portal.jobs.runner.run_job", timedelta(minutes=1)).function().__name__ == "run_job"
    )


def test_job_when_target_leads_nowhere_then_the_import_fails() -> None:
    with pytest.raises(ImportError):
        Job("a.b", "a", "portal.jobs.runner.nothing", timedelta(minutes=1)).function()
