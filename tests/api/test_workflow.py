"""Cases by the API: the same table, the same words, the same refusals as on a page."""

from typing import Any

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from portal.accounts.models import User
from tests.portal.workflow.conftest import asker, flow, install, mentor, officer, question, time
from tests.questions import Question, QuestionFlow

__all__ = ["asker", "flow", "install", "mentor", "officer", "question", "time"]

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.api.motion")]

QUESTIONS = "/api/v1/questions/"


@pytest.fixture
def as_asker(signed_in, asker: User) -> Client:
    return signed_in(asker)


@pytest.fixture
def as_mentor(signed_in, mentor: User) -> Client:
    return signed_in(mentor)


def post(client: Client, address: str, body: dict[str, Any], **headers: str) -> Any:
    return client.post(address, body, content_type="application/json", headers=headers)


def move(client: Client, question: Question, name: str, **body: Any) -> Any:
    return post(client, f"{QUESTIONS}{question.pk}/moves/{name}/", {"version": question.version} | body)


def test_case_when_begun_then_it_has_an_address_a_history_and_a_clock(flow, time, as_asker, mentor) -> None:
    answer = post(as_asker, QUESTIONS, {"text": "怎样注册公司？"})

    assert answer.status_code == 201
    assert answer.headers["Location"].endswith(f"{QUESTIONS}{Question.objects.get().pk}/")
    body = answer.json()
    assert body["case"]["state_label"] == "等待答复"
    assert [step["what"] for step in body["steps"]] == ["已提交"]
    assert [deadline["suspended"] for deadline in body["deadlines"]] == [False, False]


def test_case_when_read_then_its_actions_are_those_of_the_caller(
    question, as_asker: Client, as_mentor: Client
) -> None:
    actions = as_mentor.get(f"{QUESTIONS}{question.pk}/").json()["actions"]

    assert [action["name"] for action in actions] == ["answer", "hand_over", "ask_back"]
    assert actions[1] == {
        "name": "hand_over",
        "label": "转派",
        "needs_note": True,
        "citable": [],
        "url": f"http://testserver{QUESTIONS}{question.pk}/moves/hand_over/",
    }
    own = as_asker.get(f"{QUESTIONS}{question.pk}/").json()
    assert [action["name"] for action in own["actions"]] == ["withdraw"]
    assert own["deadlines"][1]["sentence"].startswith("自 2026年3月9日 10:00 起 48 小时")


def test_case_when_moved_then_the_answer_is_the_case_as_it_is(question, as_mentor) -> None:
    answer = move(as_mentor, question, "answer")

    assert answer.status_code == 200
    body = answer.json()
    assert (body["case"]["state"], body["case"]["version"], body["actions"]) == ("answered", 2, [])
    assert body["steps"][-1] | {"at": ""} == {
        "version": 2,
        "at": "",
        "role": "导师",
        "what": "导师已答复",
        "article": "",
        "citation": None,
    }
    assert Question.objects.get().steps.last().address == "127.0.0.1"


def test_case_when_a_move_needs_more_then_its_serializer_asks_for_it(question, as_mentor, officer) -> None:
    assert move(as_mentor, question, "hand_over", note="出差").json()["errors"][0]["field"] == "mentor"
    assert move(as_mentor, question, "hand_over", note="出差", mentor="officer").status_code == 200
    assert Question.objects.get().mentor == officer


@pytest.mark.parametrize(
    ("name", "body", "status", "kind", "words"),
    [
        ("withdraw", {}, 403, "not-your-move", "只有提问人可以“撤回”。"),
        ("supplement", {}, 409, "move-refused", "现在是“等待答复”，不能再“补充”。"),
        ("ask_back", {}, 400, "invalid-parameters", "“请补充”须写明理由。"),
        ("answer", {"version": 7}, 409, "case-changed", "你打开之后已有变化"),
        ("answer", {"version": None}, 400, "invalid-parameters", ""),
        ("ask", {}, 404, "not-found", ""),
        ("nothing", {}, 404, "not-found", ""),
    ],
)
def test_move_when_refused_then_it_is_a_documented_problem(
    question, as_mentor, name: str, body: dict[str, Any], status: int, kind: str, words: str
) -> None:
    answer = move(as_mentor, question, name, **body)

    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (status, f"/api/problems/{kind}/")
    assert words in problem["detail"] + str(problem.get("errors"))
    assert Question.objects.get().version == 1


def test_case_when_somebody_elses_then_it_does_not_exist(question, signed_in, officer: User) -> None:
    client = signed_in(officer)

    assert client.get(QUESTIONS).json()["results"] == []
    assert client.get(f"{QUESTIONS}{question.pk}/").status_code == 404
    assert move(client, question, "hand_over", note="出差").status_code == 404


def test_move_when_sent_twice_with_one_key_then_it_happens_once(question, as_mentor) -> None:
    """I2."""
    address, body = f"{QUESTIONS}{question.pk}/moves/answer/", {"version": 1}
    first, second = (post(as_mentor, address, body, Idempotency_Key="k-1") for _ in range(2))

    assert (first.status_code, second.status_code) == (200, 200)
    assert second.headers["Idempotent-Replayed"] == "true"
    assert question.steps.count() == 2


@pytest.mark.parametrize("count", [1, 3])
def test_list_when_it_grows_then_it_takes_no_more_statements(
    flow, time, asker, as_asker, django_assert_num_queries, count: int
) -> None:
    for number in range(count):
        QuestionFlow.ask(Question(text=str(number), asker=asker), actor=asker)

    with django_assert_num_queries(3):
        assert len(as_asker.get(QUESTIONS).json()["results"]) == count


def test_schema_when_generated_then_moves_are_described(flow, as_asker) -> None:
    schema = SchemaGenerator(urlconf="tests.api.motion").get_schema(public=True)

    described = schema["paths"]["/api/v1/questions/{id}/moves/{name}/"]["post"]
    bodies = described["requestBody"]["content"]["application/json"]["schema"]["anyOf"]
    taken = [schema["components"]["schemas"][body["$ref"].rpartition("/")[2]] for body in bodies]
    assert [set(one["properties"]) for one in taken] == [{"version", "note"}, {"version", "note", "mentor"}]
    answer = described["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    assert {"case", "actions", "steps", "deadlines"} == set(
        schema["components"]["schemas"][answer]["properties"]
    )
