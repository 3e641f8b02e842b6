"""Adding and publishing pages the way editors do, revision and all, so that the editor's desk looks lived in."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.utils.html import escape
from wagtail.models import Page

from cms_pages.models import BasePage
from portal.accounts.models import User

P = TypeVar("P", bound=BasePage)


def add(parent: Page, page: P) -> P:
    """Publish a new page below the parent, written by the editor and approved by another."""
    page.live = False
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    return publish(page)


def publish(page: P) -> P:
    """Publish the page as it stands."""
    revision = page.save_revision(user=person("editor"))
    revision.publish(user=person("approver"), skip_permission_checks=True)
    page.refresh_from_db()
    return page


def person(username: str) -> User | None:
    return User.objects.filter(username=username).first()


def body(blocks: Iterable[dict[str, Any]], fill: Callable[[str], str] = str) -> list[dict[str, Any]]:
    """The content files' blocks as StreamField data; `fill` replaces placeholders in every text."""
    return [_block(block, fill) for block in blocks]


def _block(block: dict[str, Any], fill: Callable[[str], str]) -> dict[str, Any]:
    match block["type"]:
        case "list":
            tag = "ol" if block.get("ordered") else "ul"
            items = "".join(f"<li>{escape(fill(item))}</li>" for item in block["items"])
            return {"type": "paragraph", "value": f"<{tag}>{items}</{tag}>"}
        case "table":
            return {"type": "table", "value": _table(block, fill)}
        case "quote":
            return {
                "type": "quote",
                "value": {"text": fill(block["text"]), "attribution": block.get("by", "")},
            }
        case "heading":
            return {"type": "heading", "value": fill(block["text"])}
    return {"type": "paragraph", "value": f"<p>{escape(fill(block['text']))}</p>"}


def _table(block: dict[str, Any], fill: Callable[[str], str]) -> dict[str, Any]:
    rows = [[fill(str(cell)) for cell in row] for row in (block["head"], *block["rows"])]
    return {
        "data": rows,
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_header_choice": "row",
        "table_caption": fill(block.get("caption", "")),
        "cell": [],
        "mergeCells": [],
    }
