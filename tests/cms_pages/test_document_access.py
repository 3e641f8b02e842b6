"""A file is as public as the page that carries it."""

import pytest
from django.core.files.base import ContentFile
from wagtail.models import PageViewRestriction

from cms_pages.document_access import is_published, published_files
from cms_pages.models import NewsPage, PortalDocument
from tests.factories import files
from tests.factories.drafts import draft, published

pytestmark = pytest.mark.usefixtures("wagtail_indexes")


@pytest.fixture
def document(site) -> PortalDocument:
    return PortalDocument.objects.create(title="名单", file=ContentFile(files.pdf(["text"]), "名单.pdf"))


@pytest.fixture
def carried(document, django_capture_on_commit_callbacks):
    """`carried(published)`: a page made by that function carries the file."""

    def carry(make) -> NewsPage:
        with django_capture_on_commit_callbacks(execute=True):
            return make(body=[("attachment", document)])

    return carry


def test_file_when_no_page_carries_it_then_all_get_404_but_who_brought_it_in(
    document, client, signed_in, editor, approver, citizen
):
    document.uploaded_by_user = editor
    document.save()
    assert client.get(document.url).status_code == 404
    assert signed_in(citizen).get(document.url).status_code == 404
    assert signed_in(approver).get(document.url).status_code == 404
    assert signed_in(editor).get(document.url).status_code == 200


def test_file_when_only_a_draft_carries_it_then_the_public_gets_404(document, carried, client):
    carried(draft)
    assert client.get(document.url).status_code == 404


def test_file_when_a_published_page_carries_it_then_it_is_served_with_safe_headers(document, carried, client):
    carried(published)
    answer = client.get(document.url)
    assert answer.status_code == 200
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert client.get(f"/media/{document.file.name}").status_code == 404


def test_v14_file_that_is_not_everybodys_is_kept_nowhere(document, carried, client, signed_in, editor):
    """No cache on the way, and no computer that several use."""
    carried(draft)
    assert "no-store" in signed_in(editor).get(document.url)["Cache-Control"]
    carried(published)
    assert "no-store" not in client.get(document.url).headers.get("Cache-Control", "")


def test_file_when_its_page_is_withdrawn_or_closed_then_the_public_gets_404(document, carried, client):
    page = carried(published)
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(document.url).status_code == 404
    restriction.delete()
    page.unpublish()
    assert client.get(document.url).status_code == 404


def test_file_when_linked_in_a_paragraph_then_it_counts_as_carried(
    document, django_capture_on_commit_callbacks
):
    link = f'<p><a linktype="document" id="{document.pk}">下载</a></p>'
    with django_capture_on_commit_callbacks(execute=True):
        published(body=[("paragraph", link)])
    assert is_published(document)
    assert list(published_files(PortalDocument.objects.all())) == [document]


def test_files_when_listed_for_the_public_then_one_query_does(document, carried, django_assert_num_queries):
    carried(published)
    PortalDocument.objects.create(title="草稿", file=ContentFile(files.pdf(["text"]), "b.pdf"))
    is_published(document)
    with django_assert_num_queries(2):  # the second asks for pages with restrictions
        assert list(published_files(PortalDocument.objects.all())) == [document]
