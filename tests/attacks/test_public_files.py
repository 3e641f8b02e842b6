"""What the public sees of the library changes with the page that two people publish, by nobody's hand alone (A5)."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, TestCase
from django.urls import reverse
from wagtail.models import Collection

from portal.accounts.models import User
from portal.roles.table import EDITOR
from tests.attacks.halves import (
    AUTHOR,
    HALVES,
    REASON,
    ROLES,
    SUPERUSER,
    TITLE,
    TYPED,
    Half,
    changes,
    shown,
    told,
)
from tests.conftest import person
from tests.factories.drafts import published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wagtail_indexes")]

WHO = (AUTHOR, *ROLES, SUPERUSER)


@pytest.fixture(autouse=True)
def own_media() -> None:
    """The files stay for all tests."""


@pytest.fixture(scope="module")
def made(wagtail_indexes, module_site) -> dict[str, Any]:
    """A file of each half, on a page that everybody reads: made once."""
    author = person(AUTHOR, "甲编辑", EDITOR.group)
    files = {half.word: half.make(TITLE, uploaded_by_user=author) for half in HALVES}
    with TestCase.captureOnCommitCallbacks(execute=True):
        for half in HALVES:
            published(body=half.body(files[half.word]), user=author)
    return files


@pytest.fixture(params=HALVES, ids=lambda half: half.word)
def half(request: pytest.FixtureRequest) -> Half:
    return request.param


@pytest.fixture
def author(db, made) -> User:
    return User.objects.get(username=AUTHOR)


@pytest.fixture
def public(half: Half, db, made) -> Any:
    """The file, as a test may change it."""
    file = made[half.word]
    return type(file)._default_manager.get(pk=file.pk)


@pytest.fixture(params=WHO)
def writer(request: pytest.FixtureRequest, author: User, manager: User, signed_in) -> Client:
    if request.param in ROLES:
        return signed_in(person("someone", "某职员", ROLES[request.param].group))
    return signed_in({AUTHOR: author, SUPERUSER: manager}[request.param])


def test_a5_nobody_changes_what_a_public_page_shows(half: Half, public: Any, writer: Client) -> None:
    before = shown(public)
    for change in changes(half):
        answer = writer.post(half.address("edit", public.pk), half.sent(public, **change))
        assert answer.status_code == 200, change
        (name,) = change
        assert REASON in str(answer.context["form"].errors[name])
        if name != "file":
            assert TYPED in answer.content.decode()
        assert shown(public) == before, change


def test_a5_nobody_changes_it_at_the_desk_of_many(half: Half, public: Any, writer: Client) -> None:
    before = shown(public)
    for name in ("title", *half.texts):
        sent = half.sent(public, **{name: TYPED})
        prefixed = {f"{half.prefix}-{public.pk}-{key}": value for key, value in sent.items()}
        answer = writer.post(half.address("edit_multiple", public.pk), prefixed).json()
        assert not answer["success"]
        assert REASON in answer["form"]
        assert TYPED in answer["form"]
        assert shown(public) == before


def refused_outright(answer: HttpResponse) -> bool:
    """As Wagtail does: by leading away."""
    return answer.status_code == 302 and answer["Location"] == reverse("wagtailadmin_home")


def test_a5_nobody_deletes_what_a_public_page_shows(half: Half, public: Any, writer: Client) -> None:
    before = shown(public)
    for ask in (writer.get, writer.post):
        answer = ask(half.address("delete", public.pk), follow=True)
        assert answer.redirect_chain == [(half.address("edit", public.pk), 302)]
        assert told(answer)
        assert shown(public) == before


def test_a5_nobody_deletes_it_among_several(half: Half, public: Any, writer: Client) -> None:
    before = shown(public)
    for key in (public.pk, "all"):
        asked = writer.get(half.several("delete", key))
        assert told(asked)
        assert TITLE not in asked.content.decode()
        writer.post(half.several("delete", key))
        assert shown(public) == before
    assert refused_outright(writer.post(half.address("delete_multiple", public.pk)))
    assert shown(public) == before


def test_form_says_it_before_anybody_types(half: Half, public: Any, writer: Client) -> None:
    page = writer.get(half.address("edit", public.pk)).content.decode()
    assert REASON in page
    assert half.address("delete", public.pk) not in page


def test_tags_and_collection_are_changed_at_any_time(half: Half, public: Any, writer: Client) -> None:
    before, shared = shown(public), Collection.get_first_root_node().get_children().get()
    sent = half.sent(public, collection=shared.pk, tags="开放日")
    assert writer.post(half.address("edit", public.pk), sent).status_code == 302
    writer.post(half.several("add_tags", public.pk), {"tags": "海报"})
    public.refresh_from_db()
    assert public.collection == shared
    assert set(public.tags.names()) == {"开放日", "海报"}
    root = Collection.get_first_root_node()
    writer.post(half.several("add_to_collection", public.pk), {"collection": root.pk})
    public.refresh_from_db()
    assert public.collection == root
    assert shown(public) == before
