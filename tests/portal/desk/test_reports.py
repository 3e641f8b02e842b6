"""Who got how many cases first: for managers alone (N13)."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group

from portal.accounts.models import User
from portal.desk.models import WorkItem
from portal.roles.table import DESK_OFFICER, MANAGER
from tests.conftest import person

pytestmark = pytest.mark.django_db
PAGE = "/desk/first-asked/"


@pytest.fixture
def manager(flow) -> User:
    """Works at the desk too."""
    supervisor = person("gao", "高远", MANAGER.group)
    supervisor.groups.add(Group.objects.get(name=DESK_OFFICER.group))
    return supervisor


def rows(answer) -> list[list[str]]:
    """What stands in the table."""
    assert answer.status_code == 200
    found = re.findall(r"<tr>(.*?)</tr>", answer.content.decode(), re.DOTALL)[1:]
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in found]


def test_report_when_cases_were_handed_on_then_the_first_is_counted(
    manager, clerk, colleague, ask, time, signed_in
) -> None:
    late, closed, calm = ask("一"), ask("二"), ask("三")
    WorkItem.objects.of(late).update(first_asked=clerk, owner=colleague, order_at=time.moment)
    WorkItem.objects.of(closed).update(first_asked=clerk, is_open=False, order_at=time.moment)
    WorkItem.objects.of(calm).update(first_asked=colleague, order_at=time.moment + timedelta(days=3))
    assert rows(signed_in(manager).get(PAGE)) == [["李可", "2", "1", "1"], ["赵宁", "1", "1", "0"]]


def test_report_when_a_period_is_chosen_then_what_lies_before_is_left_out(
    manager, clerk, ask, time, signed_in
) -> None:
    case = ask()
    WorkItem.objects.of(case).update(first_asked=clerk, last_at=time.moment - timedelta(days=20))
    client = signed_in(manager)
    assert rows(client.get(PAGE))
    assert "没有人接手过事项" in client.get(f"{PAGE}?period=7").content.decode()
    assert rows(client.get(f"{PAGE}?period=nonsense"))


def test_report_is_linked_from_the_desk_for_whoever_may_read_it(manager, clerk, signed_in) -> None:
    assert signed_in(clerk).get(PAGE).status_code == 403
    assert f'href="{PAGE}"' not in signed_in(clerk).get("/desk/").content.decode()
    assert f'href="{PAGE}"' in signed_in(manager).get("/desk/").content.decode()
