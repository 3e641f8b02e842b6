"""People who give and receive roles."""

import pytest

from portal.accounts.models import User
from portal.roles.actions import appoint_first
from tests.conftest import person
from tests.portal.plugin.conftest import install
from tests.portal.roles.moments import LATER

__all__ = ["install", "newcomer", "security"]


@pytest.fixture
def security(site) -> tuple[User, User]:
    """The two security administrators."""
    people = (person("fang", "方守一"), person("liang", "梁怀谨"))
    appoint_first(people, ends_at=LATER)
    return User.objects.get(username="fang"), User.objects.get(username="liang")


@pytest.fixture
def newcomer(site) -> User:
    """Somebody with an account and no role yet."""
    return person("newcomer", "新来人")
