"""Pictures and documents of the library that are on pages: how tests make one, and what is sent of one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from cms_pages.models import PortalDocument, PortalImage
from portal.roles.table import APPROVER, EDITOR, MENTOR_CLERK
from tests.factories import files
from tests.factories.library import a_document, a_small_picture

AUTHOR, SUPERUSER = "author", "superuser"
ROLES = {role.slug: role for role in (EDITOR, APPROVER, MENTOR_CLERK)}
TITLE, TYPED = "开放日海报", "我刚打的字"
REASON = "用在已公开、待审或由他人最后修改的页面上，不能改动或删除"


@dataclass(frozen=True)
class Half:
    """Pictures or documents: how they are made, what is sent of one, and how a page carries one."""

    word: str
    make: Callable[..., Any]
    app: str
    prefix: str
    fresh: Callable[[], Any]
    texts: tuple[str, ...]

    def address(self, name: str, *args: Any) -> str:
        return reverse(f"{self.app}:{name}", args=args)

    def several(self, action: str, key: Any) -> str:
        address = reverse("wagtail_bulk_action", args=("cms_pages", f"portal{self.word}", action))
        return f"{address}?id={key}"

    def body(self, file: Any) -> list[Any]:
        return [("image" if self.word == "image" else "attachment", file)]

    def sent(self, stored: Any, /, **changes: Any) -> dict[str, Any]:
        """The form as it is, but for the changes."""
        fields = {"title": stored.title, "collection": stored.collection_id, "tags": ""}
        return fields | {name: getattr(stored, name) for name in self.texts} | changes


HALVES = (
    Half(
        "image",
        a_small_picture,
        "wagtailimages",
        "image",
        lambda: files.upload("b.png", files.picture("PNG", size=(300, 200))),
        ("description",),
    ),
    Half(
        "document", a_document, "wagtaildocs", "doc", lambda: files.upload("b.pdf", files.pdf(["other"])), ()
    ),
)


def shown(file: PortalImage | PortalDocument) -> tuple[Any, ...]:
    """All that the public gets of it."""
    stored = type(file)._default_manager.get(pk=file.pk)
    with stored.file.open() as opened:
        content = opened.read()
    return stored.title, getattr(stored, "description", ""), stored.file.name, content


def changes(half: Half) -> Iterator[dict[str, Any]]:
    yield {"title": TYPED}
    yield {"file": half.fresh()}
    for name in half.texts:
        yield {name: TYPED}


def told(answer: HttpResponse) -> bool:
    return REASON in answer.content.decode()
