"""People around an application."""

from datetime import datetime

import pytest
from wagtail.models import Site

from plugins.mentors.models import Application
from portal.accounts.models import User
from portal.roles.table import MANAGER
from portal.working_time.calendar import SHANGHAI
from tests.conftest import person
from tests.factories import applications
from tests.portal.workflow.conftest import time

__all__ = ["time"]

START = datetime(2026, 11, 27, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture
def applicant(site: Site) -> User:
    return person("applicant", "沈知行")


@pytest.fixture
def supervisor(site: Site) -> User:
    """Holds the role of a manager."""
    return person("supervisor", "高主任", MANAGER.group)


@pytest.fixture
def draft(applicant: User, site: Site) -> Application:
    """May be handed in."""
    return applications.draft(applicant, site)


@pytest.fixture
def handed_in(applicant: User, site: Site) -> Application:
    return applications.handed_in(applicant, site)


@pytest.fixture
def at():
    """`at("2026-11-27 10:00")`: that moment in Shanghai."""
    return lambda words: datetime.strptime(words, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)
