"""The desk by programs: the same queue, the same refusals (issue 5)."""

from typing import Any

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.desk.models import CheckMark
from tests.portal.desk.conftest import (
    ask,
    asker,
    case,
    clerk,
    colleague,
    flow,
    install,
    item_of,
    mentor,
    time,
    words,
)

__all__ = ["ask", "asker", "case", "clerk", "colleague", "flow", "install", "mentor", "time", "words"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(clerk: User, signed_in) -> Client:
    return signed_in(clerk)


def post(client: Client, address: str, body: dict[str, Any] | None = None) -> Any:
    return client.post(f"/api/v1/desk/{address}", body or {}, content_type="application/json")


def test_queue_when_read_then_it_is_that_of_the_page(desk, ask) -> None:
    cases = [ask("一"), ask("二")]

    answer = desk.get("/api/v1/desk/?limit=1&total=true").json()

    (row,) = answer["results"]
    assert answer["total"] == 2
    assert (row["title"], row["applicant"], row["band"], row["owner"]) == ("材料：一", "陈**", "calm", None)
    assert (row["kind"], row["case"], row["version"]) == ("questions.question", cases[0].pk, 1)
    assert desk.get(answer["next"]).json()["results"][0]["title"] == "材料：二"
    assert desk.get("/api/v1/desk/?band=overdue").json()["results"] == []
    assert desk.get("/api/v1/desk/?state=none:none").json()["results"] == []
    assert desk.get("/api/v1/desk/?band=never").status_code == 400


def test_queue_when_it_is_not_ones_work_then_refused(case, citizen, signed_in, client) -> None:
    assert signed_in(citizen).get("/api/v1/desk/").status_code == 403
    assert client.get("/api/v1/desk/").status_code == 401
    assert signed_in(citizen).get(f"/api/v1/desk/{item_of(case).pk}/").status_code == 404


def test_claim_when_somebody_else_has_it_then_conflict_in_the_words_of_the_page(
    desk, case, colleague, signed_in
) -> None:
    key = item_of(case).pk
    assert post(signed_in(colleague), f"{key}/claim/").json()["owner"] == "赵宁"

    refused = post(desk, f"{key}/claim/")
    assert refused.status_code == 409
    assert "赵宁正在办理" in refused.json()["detail"]

    assert post(signed_in(colleague), f"{key}/release/").json()["owner"] is None
    row = post(desk, f"{key}/claim/").json()
    assert (row["owner"], row["first_asked"]) == ("李可", "赵宁")


def test_mark_when_noted_then_the_checklist_says_so(desk, case, colleague, signed_in) -> None:
    address = f"{item_of(case).pk}/marks/"

    points = post(desk, address, {"name": "licence", "verdict": "mend", "reason": "看不清"}).json()

    assert [(point["name"], point["verdict"], point["is_decided"]) for point in points] == [
        ("licence", "mend", True),
        ("insurance", None, False),
    ]
    assert desk.get(f"/api/v1/desk/{address}").json() == points
    assert post(signed_in(colleague), address, {"name": "licence", "verdict": "fits"}).status_code == 409
    assert post(desk, address, {"name": "none", "verdict": "fits"}).status_code == 404
    assert CheckMark.objects.get().verdict == "mend"
