"""The address of a form, opened as a page: words instead of an empty answer, and the same status for programs."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("chosen", "language", "words"),
    [({}, "zh-Hans", "这里只接收表单"), ({"qc_lang": "en"}, "en", "This address only takes forms")],
)
def test_form_when_opened_as_a_page_then_it_is_said(client, site, chosen, language: str, words: str) -> None:
    client.cookies.load(chosen)

    answer = client.get(reverse("search:count"))

    page = answer.content.decode()
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert words in page
    assert f'<html lang="{language}">' in page


def test_program_that_asks_with_the_wrong_method_still_gets_a_problem(client, site) -> None:
    answer = client.delete("/api/v1/mentors/")

    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"
