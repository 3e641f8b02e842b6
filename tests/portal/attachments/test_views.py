"""The pages of files: plain forms, words beside the field, nothing lost; and what a script gets instead (P33)."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.attachments import actions
from portal.attachments.choices import Scan, State
from portal.attachments.forms import SlotField
from portal.attachments.models import Attachment
from portal.attachments.showing import address, files_of, missing_slots
from tests.factories import files
from tests.portal.attachments.conftest import LICENCE, PROOF, example
from tests.portal.files import test_documents as documents


@pytest.fixture
def page(signed_in, owner) -> Client:
    """The owner's browser."""
    return signed_in(owner)


def text(response) -> str:
    return response.content.decode()


def pdf(name: str = "执照.pdf"):
    return files.upload(name, files.pdf(["text"]))


def test_page_when_nothing_is_there_then_it_says_what_is_wanted(page, owner) -> None:
    shown = text(page.get(address(owner)))
    assert "营业执照" in shown
    assert "还没有上传" in shown
    assert "拍清四角。" in shown
    assert "PDF、JPG、PNG，不超过 20.0\xa0MB。" in shown
    assert "PDF、JPG、PNG、DOCX、XLSX，每个不超过 20.0\xa0MB，最多 3 个。" in shown
    assert "全部文件已用 0\xa0字节，合计不能超过 200.0\xa0MB。" in shown
    assert shown.count('type="file"') == 2
    assert 'accept=".pdf,.jpg,.jpeg,.png"' in shown
    assert "noindex" in shown


def test_upload_when_sent_by_a_plain_form_then_the_page_shows_it(page, owner) -> None:
    answer = page.post(address(owner, "licence"), {"file": pdf()}, follow=True)
    assert answer.redirect_chain == [(address(owner), 302)]
    shown = text(answer)
    assert "已上传“执照.pdf”。" in shown
    assert f'href="/attachments/{Attachment.objects.get().pk}/"' in shown
    assert "还没有上传" not in shown
    assert shown.count('action="/attachments/accounts/user/') == 1, (
        "the licence is there: one slot takes more"
    )


def test_upload_when_the_form_names_where_it_came_from_then_it_leads_back_there(page, owner) -> None:
    answer = page.post(address(owner, "licence"), {"file": pdf(), "next": "/mentors/?q=1"})
    assert answer.headers["Location"] == "/mentors/?q=1"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"]
)
def test_upload_when_it_would_lead_elsewhere_then_it_stays_here(page, owner, target) -> None:
    answer = page.post(address(owner, "licence"), {"file": pdf(), "next": target})
    assert answer.headers["Location"] == address(owner)


def test_upload_when_refused_then_the_reason_stands_beside_its_field(page, owner) -> None:
    name, content = documents.BAD["docm renamed"]
    answer = page.post(address(owner, "proof"), {"file": files.upload(name, content)})
    assert answer.status_code == 422
    shown = text(answer)
    key = f"file-slot-{owner.pk}-proof"
    assert (
        "文件含有宏，请另存为不含宏的文件后再上传。" in shown.split(f'id="{key}_error"')[1].split("</div>")[0]
    )
    assert f'aria-describedby="slot-{owner.pk}-proof-hint {key}_error"' in shown
    assert shown.count('aria-invalid="true"') == 1


def test_upload_when_no_file_was_chosen_then_that_is_said(page, owner) -> None:
    answer = page.post(address(owner, "proof"))
    assert (answer.status_code, "请先选择文件。" in text(answer)) == (422, True)


def test_upload_when_the_slot_is_unknown_then_there_is_nothing(page, owner) -> None:
    assert page.post(address(owner, "attic"), {"file": pdf()}).status_code == 404


def test_upload_when_without_token_then_it_is_refused(owner) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    assert client.post(address(owner, "licence"), {"file": pdf()}).status_code == 403
    assert not Attachment.objects.exists()


def test_slot_when_looked_at_then_it_leads_to_the_page_of_all(page, owner) -> None:
    assert page.get(address(owner, "licence")).headers["Location"] == address(owner)


def test_replacing_when_done_then_the_history_is_shown(page, owner, put) -> None:
    row = put("旧.pdf", slot="licence")
    answer = page.post(reverse("attachments:replace", args=[row.pk]), {"file": pdf("新.pdf")}, follow=True)
    shown = text(answer)
    assert "已上传“新.pdf”。" in shown
    assert "以前的 1 个版本" in shown
    assert "旧.pdf" in shown


def test_replacing_when_refused_then_the_reason_stands_at_that_file(page, owner, put) -> None:
    row, _other = put("a.pdf"), put("b.pdf")
    answer = page.post(reverse("attachments:replace", args=[row.pk]), {"file": files.upload("a.exe", b"MZ")})
    assert answer.status_code == 422
    shown = text(answer)
    assert shown.count("_error") == 2, "its id, and what points at it"
    assert f'id="file-{row.pk}_error"' in shown


def test_replacing_when_asked_without_a_form_then_it_is_no_address(page, put) -> None:
    assert page.get(reverse("attachments:replace", args=[put().pk])).status_code == 405


def test_removing_when_asked_then_it_asks_back_and_then_removes(page, owner, put) -> None:
    row = put()
    where = reverse("attachments:remove", args=[row.pk])
    question = text(page.get(where, {"next": "/mentors/"}))
    assert "确定移除“证明.pdf”吗？" in question
    assert 'value="/mentors/"' in question
    answer = page.post(where, {"next": address(owner)}, follow=True)
    assert "已移除“证明.pdf”。" in text(answer)
    row.refresh_from_db()
    assert row.state == State.REMOVED


def test_removing_when_it_was_replaced_meanwhile_then_that_is_said(page, owner, put) -> None:
    row = put()
    actions.replace(row, pdf(), by=owner)
    answer = page.post(reverse("attachments:remove", args=[row.pk]), follow=True)
    assert "这个文件刚刚被替换或移除，请刷新页面再看。" in text(answer)


def test_reader_who_may_not_change_sees_files_and_no_forms(signed_in, counter, owner, put) -> None:
    put("执照.pdf", slot="licence")
    shown = text(signed_in(counter).get(address(owner)))
    assert "执照.pdf" in shown
    assert "没有文件。" in shown
    assert 'type="file"' not in shown
    assert "移除" not in shown


def test_script_when_it_uploads_then_it_gets_the_slots_alone(page, owner) -> None:
    htmx = {"HX-Request": "true"}
    answer = page.post(address(owner, "licence"), {"file": pdf(), "next": "/x/"}, headers=htmx)
    shown = text(answer)
    assert answer.status_code == 200
    assert shown.strip().startswith(f'<div class="attachments" id="files-user-{owner.pk}">')
    assert "<html" not in shown
    assert "已上传“执照.pdf”。" in shown
    assert 'name="next" value="/x/"' in shown, "the way back is kept"
    refused = page.post(address(owner, "licence"), {"file": pdf()}, headers=htmx)
    assert (refused.status_code, "<html" in text(refused)) == (422, False)
    assert "这一项最多 1 个文件" in text(refused)


def test_names_when_they_are_markup_then_they_are_text(page, owner, put) -> None:
    put("<img src=x onerror=alert(1)>.pdf")
    shown = text(page.get(address(owner)))
    assert "<img src=x" not in shown
    assert "&lt;img src=x onerror=alert(1)&gt;.pdf" in shown


def test_page_when_it_has_more_files_then_it_asks_no_more_questions(page, owner, put) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            page.get(address(owner))
        return len(found)

    put("a.pdf")
    queries()
    one = queries()
    for row in (put("b.pdf"), put("c.pdf")):
        actions.replace(row, pdf(), by=owner)
    assert queries() == one


def test_page_speaks_english_when_chosen(page, owner, put) -> None:
    put()
    page.cookies["qc_lang"] = "en"
    shown = text(page.get(address(owner)))
    for words in ("Not uploaded yet", "Replace", "Remove", "Choose a file"):
        assert words in shown


def test_missing_slots_are_those_that_must_be_filled(owner, put) -> None:
    assert missing_slots(owner) == [LICENCE]
    row = put(slot="licence")
    assert missing_slots(owner) == []
    Attachment.objects.filter(pk=row.pk).update(scan=Scan.INFECTED, state=State.REFUSED, stored_as="")
    assert missing_slots(owner) == [LICENCE]
    assert [shown.is_missing for shown in files_of(owner, owner).slots] == [True, False]


# A form of somebody else's ----------------------------------------------------------------------------------------


def test_field_when_the_file_is_good_then_it_can_be_attached(owner) -> None:
    found = SlotField(LICENCE).clean(pdf())
    assert actions.attach(owner, "licence", found, by=owner).name == "执照.pdf"


def test_field_takes_its_words_from_the_slot() -> None:
    field = SlotField(LICENCE)
    assert (field.label, field.help_text, field.required) == ("营业执照", "拍清四角。", True)
    assert field.widget.attrs["accept"] == ".pdf,.jpg,.jpeg,.png"
    assert SlotField(PROOF).clean(None) is None


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.docx", example("a.docx"), "这一项只收 PDF、JPG、PNG 格式的文件。"),
        ("a.pdf", b"", "文件是空的。"),
        (None, b"", "请先选择文件。"),
    ],
)
def test_field_when_the_file_is_bad_then_the_form_says_so(name, content, said) -> None:
    with pytest.raises(ValidationError) as refusal:
        SlotField(LICENCE).clean(files.upload(name, content) if name else None)
    assert refusal.value.messages == [said]
