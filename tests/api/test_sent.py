"""A write takes what it declares: whatever else is sent is refused and named, nothing is lost without a word (W9).

So is a megabyte of text.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings
from django.utils import timezone
from wagtail.models import Site

from api.schema import PortalSchemaGenerator
from api.tokens.actions import create_token
from plugins.mentors.actions.profile_change import begin_change
from plugins.mentors.actions.resignation import ask_to_leave
from plugins.mentors.models import Mentor
from plugins.reviews.models import CriteriaSet, Round, RoundCase, ScoreSheet, Seat
from portal.accounts.models import User
from portal.attachments import arriving
from portal.attachments.models import Attachment
from portal.desk.models import WorkItem
from portal.notices.models import Message
from portal.roles.table import EXPERT
from tests.conftest import person, second_factors
from tests.factories import applications, files
from tests.factories.service import appointed

pytestmark = pytest.mark.django_db

SCHEMA = PortalSchemaGenerator().get_schema(public=True)
WRITES = [
    (method, path)
    for path, operations in SCHEMA["paths"].items()
    for method in operations
    if method in {"post", "put", "patch", "delete"}
]
PARTS = ("patch", "/api/v1/attachments/uploads/{id}/")  # its body is the bytes of a file
MEGABYTE = "长" * 350_000
UNKNOWN = [{"field": "feild", "detail": "没有这个参数。"}]
Things = dict[str, Any]


@pytest.fixture(scope="module")
def things(module_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Things]:
    """One person who may do everything, with one of everything; by its name in an address."""
    private = {
        "BACKEND": "portal.attachments.storage.PrivateFileStorage",
        "OPTIONS": {"location": tmp_path_factory.mktemp("private")},
    }
    with override_settings(STORAGES={**settings.STORAGES, "private": private}), second_factors():
        yield _things(module_site, person("all", "万能", EXPERT.group, is_superuser=True, is_staff=True))


def _things(site: Site, who: User) -> Things:
    draft = applications.draft(who, site)
    told = {"notice": "x.y", "title": "已答复", "body": "正文", "created_at": timezone.now()}
    token, _text = create_token(
        who, name="程序", scopes=["me:read"], expires_at=timezone.now() + timedelta(days=1)
    )
    mentor = appointed(user=who)
    applicant = person("applicant", "申请人")
    item = WorkItem.objects.of(applications.handed_in(applicant, site)).get()
    return {
        "who": who,
        "owner": f"mentors.application:{draft.pk}",
        "attachments": Attachment.objects.of(draft).first(),
        "uploads": arriving.begin(draft, "qualification", by=who, name="证明.pdf", size=100),
        "desk": item,
        "messages": Message.objects.create(person=who, **told),
        "tokens": token,
        "mentor-applications": draft,
        "mentor-service": mentor,
        "profile-changes": begin_change(mentor, actor=who),
        "resignations": ask_to_leave(mentor, actor=who, reason="调往外地工作"),
    } | _review(site, who, mentor)


def _review(site: Site, who: User, case: Mentor) -> Things:
    now = timezone.now()
    criteria = CriteriaSet.objects.create(kind="mentors", name="标准")
    about = {"site": site, "number": "PS-1", "kind": "mentors", "title": "一轮", "criteria_set": criteria}
    round = Round.objects.create(state="scoring", opens_at=now, closes_at=now + timedelta(days=9), **about)
    seat = Seat.objects.create(
        round=round, expert=who, kind="regular", rank=1, state="serving", signed_at=now
    )
    case_in_round = RoundCase.objects.create(round=round, position=1, case=case)
    sheet = ScoreSheet.objects.create(seat=seat, round_case=case_in_round, state="draft")
    return {
        "review-criteria": criteria,
        "review-rounds": round,
        "review-seats": seat,
        "review-sheets": sheet,
    }


MOVES = {
    "mentor-applications": "withdraw",
    "mentor-service": "set_cap",
    "profile-changes": "submit",
    "resignations": "withdraw",
    "review-rounds": "extend",
    "review-seats": "sign",
    "review-sheets": "submit",
}


def address(path: str, things: Things) -> str:
    """The path about the thing of its resource."""
    resource = next((part for part in reversed(path.split("/")[3:-1]) if part in things), "")
    thing = things.get(resource)
    names = {"name": "basics" if "sections" in path else MOVES.get(resource, ""), "kind": "visit"}
    return path.format(id=getattr(thing, "pk", ""), prefix=getattr(thing, "prefix", ""), **names)


@pytest.fixture
def client(things: Things) -> Client:
    client = Client()
    client.force_login(things["who"])
    return client


def send(client: Client, method: str, where: str, path: str, body: dict[str, Any]) -> Any:
    content = SCHEMA["paths"][path][method].get("requestBody", {"content": {"application/json": {}}})[
        "content"
    ]
    if "multipart/form-data" in content:
        return client.post(where, body)
    return getattr(client, method)(where, body, content_type="application/json")


def refusal(answer: Any) -> tuple[int, Any]:
    return answer.status_code, answer.json().get("errors", answer.json())


@pytest.mark.parametrize(("method", "path"), [write for write in WRITES if write != PARTS])
def test_write_with_a_name_that_nobody_knows_is_refused(client, things, method: str, path: str) -> None:
    answer = send(client, method, address(path, things), path, {"feild": "x"})
    assert refusal(answer) == (400, UNKNOWN)
    assert answer.headers["Content-Type"] == "application/problem+json"


def texts(schema: dict[str, Any]) -> set[str]:
    """The names of what a body has of text."""
    if "$ref" in schema:
        return texts(SCHEMA["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    parts = [one for kind in ("allOf", "anyOf", "oneOf") for one in schema.get(kind, ())]
    own = {name for name, one in schema.get("properties", {}).items() if one.get("type") == "string"}
    return own.union(*map(texts, parts))


TEXTS = [
    (method, path, name)
    for method, path in WRITES
    for body in SCHEMA["paths"][path][method].get("requestBody", {}).get("content", {}).values()
    for name in sorted(texts(body["schema"]))
]


@pytest.mark.parametrize(("method", "path", "name"), TEXTS)
def test_megabyte_of_text_is_refused_and_named(client, things, method: str, path: str, name: str) -> None:
    cache.clear()  # who asks so often is asked to wait
    answer = send(client, method, address(path, things), path, {name: MEGABYTE})
    assert answer.status_code == 400
    assert name in [error["field"] for error in answer.json()["errors"]]


@pytest.mark.parametrize(("method", "path"), WRITES)
def test_write_takes_no_parameters(client, things, method: str, path: str) -> None:
    assert refusal(send(client, method, f"{address(path, things)}?feild=x", path, {})) == (400, UNKNOWN)


def test_document_says_that_nothing_else_is_taken() -> None:
    bodies = {name: one for name, one in SCHEMA["components"]["schemas"].items() if name.endswith("Request")}
    taken = {name: one for name, one in bodies.items() if one["type"] == "object"}
    assert len(taken) > 20
    assert [name for name, one in taken.items() if one.get("additionalProperties") is not False] == []


def test_document_says_what_each_kind_of_move_takes() -> None:
    body = SCHEMA["paths"]["/api/v1/mentor-service/{id}/moves/{name}/"]["post"]["requestBody"]
    kinds = {one["$ref"].rpartition("/")[2] for one in body["content"]["application/json"]["schema"]["anyOf"]}
    assert kinds == {
        "MoveRequest",
        "PauseUntilRequest",
        "PauseBetweenRequest",
        "TermMoveRequest",
        "CapMoveRequest",
    }
    assert body["required"] is True


def test_name_that_is_only_told_is_refused(client, things) -> None:
    """Whoever sends a state believes that it was set."""
    given = {"reason": "调往外地工作", "state": "accepted", "number": "JP-1", "mentor": "AAAAAA"}
    answer = client.post("/api/v1/resignations/", given, content_type="application/json")
    assert [error["field"] for error in answer.json()["errors"]] == ["state", "number", "mentor"]


def test_name_within_a_list_is_refused(client, things) -> None:
    score = {"criterion": 1, "value": 2, "coment": "材料不足"}
    body = {"saves": 0, "scores": [score]}
    where = f"/api/v1/review-sheets/{things['review-sheets'].pk}/draft/"
    answer = client.put(where, body, content_type="application/json")
    assert refusal(answer) == (400, [{"field": "scores.0.coment", "detail": "没有这个参数。"}])


def test_second_file_under_one_name_is_refused(client, things) -> None:
    """Only one of them would be kept."""
    two = [files.upload(name, files.pdf(["text"])) for name in ("一.pdf", "二.pdf")]
    answer = client.post(
        "/api/v1/attachments/", {"owner": things["owner"], "slot": "qualification", "file": two}
    )
    assert refusal(answer) == (400, [{"field": "file", "detail": "这个参数只能出现一次。"}])


@pytest.mark.parametrize(
    "body",
    [
        b'{"\\ud800": 1}',
        b'{"name": "x", "verdict": "\\ud800"}',
        b"[" * 100_000,
        b'{"name": "x", "verdict": "fits", "verdict": "fails"}',
        b'{"name": 1' + b"0" * 5000 + b"}",
        b'{"name": NaN}',
        b"\xff\xfe{}",
    ],
    ids=["name", "value", "deep", "twice", "large", "no number", "no text"],
)
def test_body_that_can_be_neither_told_nor_kept_is_refused(client, things, body: bytes) -> None:
    """JSON can carry halves of characters, which no answer and no database can."""
    for where in (
        f"/api/v1/desk/{things['desk'].pk}/marks/",
        f"/api/v1/mentor-applications/{things['mentor-applications'].pk}/pledge/",
    ):
        answer = client.post(where, body, content_type="application/json")
        assert (answer.status_code, answer.json()["type"]) == (400, "/api/problems/bad-request/")
