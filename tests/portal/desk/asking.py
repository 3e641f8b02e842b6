"""What a clerk asks of the desk with a browser, in one line each."""

from typing import Any

from django.http import HttpResponse
from django.test import Client

from tests.questions import Question


def html(answer: HttpResponse) -> str:
    return answer.content.decode()


def page_of(case: Question, part: str = "") -> str:
    return f"/desk/cases/questions.question/{case.pk}/{part}"


def check(client: Client, case: Question, name: str, verdict: str, **more: str) -> HttpResponse:
    return client.post(page_of(case, f"marks/{name}/"), {"verdict": verdict, **more}, follow=True)


def decide(client: Client, case: Question, move: str, **more: Any) -> HttpResponse:
    return client.post(
        page_of(case, "decision/"), {"move": move, "version": case.version, **more}, follow=True
    )
