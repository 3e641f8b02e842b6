"""The receipt of a case: on paper what the portal knows, and nothing of it in full that need not be."""

import pypdfium2
import pytest
from django.test import Client

from portal.casework.addresses import case_url
from tests.portal.member_centre.conftest import ask, asker, install, mentor, own, portal, question, time
from tests.questions import Question

__all__ = ["ask", "asker", "install", "mentor", "own", "portal", "question", "time"]

pytestmark = pytest.mark.django_db


def test_receipt_holds_number_title_masked_applicant_and_stages(own: Client, question: Question) -> None:
    answer = own.get(f"{case_url(question)}receipt.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    text = pypdfium2.PdfDocument(answer.content)[0].get_textpage().get_text_range()
    for words in ("受理回执", question.number, "怎样注册公司", "陈**", "等待答复", "/member/receipts/"):
        assert words in text
    assert "陈提问" not in text


def test_case_without_a_receipt_has_no_page_for_it(own: Client, portal, question: Question) -> None:
    portal(receipt=False)
    assert own.get(f"{case_url(question)}receipt.pdf").status_code == 404
    assert "回执 PDF" not in own.get(case_url(question)).content.decode()
    portal(number=lambda question: "")
    assert own.get(f"{case_url(question)}receipt.pdf").status_code == 404
