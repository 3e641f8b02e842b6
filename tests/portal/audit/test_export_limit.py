"""Lists leave as files so often in an hour, by whatever door (W12)."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from portal.roles.table import AUDITOR, DESK_OFFICER, MENTOR_CLERK
from tests.conftest import person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("group", "address"),
    [
        (AUDITOR.group, "/admin/trace/?export=csv"),
        (AUDITOR.group, "/admin/reports/site-history/?export=xlsx"),
        (DESK_OFFICER.group, "/desk/?export=xlsx"),
        (MENTOR_CLERK.group, "/admin/mentor/export.xlsx"),
    ],
)
def test_the_next_file_waits_for_its_hour(site, settings, signed_in, group: str, address: str) -> None:
    settings.EXPORTS_AN_HOUR = 2
    someone = person("someone", "严以明", group)
    client = signed_in(someone)
    for _time in range(2):
        assert client.get(address).status_code == 200

    refused = client.get(address)

    assert refused.status_code == 429
    assert "60 分钟后再试" in refused.content.decode()
    assert 3590 < int(refused.headers["Retry-After"]) <= 3600
    assert client.get(address.partition("?")[0].removesuffix("export.xlsx")).status_code == 200
    other = person("other", "何以宁", group)
    assert signed_in(other).get(address).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(seconds=3601)):
        assert signed_in(someone).get(address).status_code == 200
