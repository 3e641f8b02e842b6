"""Everything on a page that the public can read: fields, blocks, child rows, pictures, attached files."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.blocks import ListBlock, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.stream_block import StreamValue
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.documents.models import AbstractDocument
from wagtail.embeds.blocks import EmbedValue
from wagtail.fields import RichTextField
from wagtail.images.models import AbstractImage
from wagtail.models import COMMENTS_RELATION_NAME, Page
from wagtail.rich_text import RichText

from cms_pages.personal_data.passages import IN_TABLE, Passage

# Columns of the tree and of the editor's desk: never shown, or the same text again.
NOT_SHOWN = frozenset({"path", "url_path", "draft_title", "translation_key", "sort_order"})
BLOCK_TAGS = frozenset("p h1 h2 h3 h4 h5 h6 li ul ol blockquote hr table tr td th div".split())  # noqa: SIM905

Children = Mapping[str, Iterable[models.Model]]


@dataclass
class Content:
    """The text of a page and the files attached to it, each file with the field that holds it."""

    passages: list[Passage] = field(default_factory=list)
    files: dict[AbstractDocument, str] = field(default_factory=dict)


def page_content(page: Page, children: Children | None = None) -> Content:
    """What the page would show if it were published as it stands in memory.

    `children` replaces the rows of child relations by name: a form knows rows that are not on the page yet.
    """
    walk = _Walk()
    walk.fields(page)
    for relation in get_all_child_relations(type(page)):
        name = relation.get_accessor_name()
        if name == COMMENTS_RELATION_NAME:
            continue
        rows = children[name] if children and name in children else getattr(page, name).all()
        walk.rows(rows, relation.related_model, name)
    return walk.content


class _Walk:
    """Collects passages and files while it goes through values of every kind."""

    def __init__(self) -> None:
        self.content = Content()
        self.field = ""

    def fields(self, instance: models.Model, place: str = "", field: str = "") -> None:
        """Every column of a row."""
        for column in instance._meta.concrete_fields:
            if column.name in NOT_SHOWN:
                continue
            self.field = field or column.name
            label = f"{place}{column.verbose_name}"
            if isinstance(column, models.ForeignKey):
                if issubclass(column.related_model, (AbstractImage, AbstractDocument)):
                    self.value(getattr(instance, column.name), label)
            elif isinstance(column, RichTextField):
                self.html(getattr(instance, column.name), label)
            else:
                self.value(getattr(instance, column.attname), label)

    def rows(self, rows: Iterable[models.Model], model: type[models.Model], name: str) -> None:
        for number, row in enumerate(rows, start=1):
            place = _("%(what)s第 %(number)s 行") % {"what": model._meta.verbose_name, "number": number}
            self.fields(row, place, name)

    def text(self, text: str, place: str, context: str = "") -> None:
        if text:
            self.content.passages.append(Passage(text, place, context, self.field))

    def value(self, value: Any, place: str) -> None:
        """A value of a column or of a block; dates, links to pages and the like hold no text of this page."""
        match value:
            case bool() | None:
                return
            case str():
                self.text(value, place)
            case int() | float() | Decimal():
                self.text(str(value), place)
            case RichText():
                self.html(value.source, place)
            case StreamValue():
                self.stream(value, place)
            case StructValue():
                self.struct(value, place)
            case AbstractImage():
                self.image(value, place)
            case AbstractDocument():
                self.content.files.setdefault(value, self.field)
            case Mapping() if "data" in value:
                self.table(value, place)
            case Mapping():
                self.values(list(value.values()), place)
            case list() | tuple() | ListValue():
                self.values(value, place)
            case TypedTable():
                self.table({"data": _cells(value), "table_caption": value.caption}, place)
            case EmbedValue():
                self.text(value.url, place)

    def values(self, values: Sequence[Any], place: str) -> None:
        for number, value in enumerate(values, start=1):
            self.value(value, _("%(place)s第 %(number)s 项") % {"place": place, "number": number})

    def stream(self, value: StreamValue, place: str) -> None:
        for number, child in enumerate(value, start=1):
            self.value(child.value, _("%(place)s第 %(number)s 段") % {"place": place, "number": number})

    def struct(self, value: StructValue, place: str) -> None:
        for name, child in value.items():
            block = value.block.child_blocks[name]
            plain = len(value) == 1 or isinstance(block, ListBlock)
            self.value(child, place if plain else f"{place}“{block.label}”")

    def image(self, image: AbstractImage, place: str) -> None:
        """The words that stand for a picture, its own and those of this place."""
        label = _("%(place)s图片说明") % {"place": place}
        for text in (getattr(image, "contextual_alt_text", None), image.title, image.description):
            self.text(text or "", label)

    def table(self, table: Mapping[str, Any], place: str) -> None:
        """A table of rows; the first row explains the columns, the first column explains the rows."""
        rows = table["data"] or []
        heads = [str(cell or "") for cell in rows[0]] if rows else []
        self.text(str(table.get("table_caption") or ""), place + _("表格标题"))
        for row_number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                head = heads[column] if row_number > 1 and column < len(heads) else ""
                label = str(row[0] or "") if column else ""
                where = _("%(place)s表格第 %(row)s 行第 %(column)s 列") % {
                    "place": place,
                    "row": row_number,
                    "column": column + 1,
                }
                self.text(str(cell or ""), where, f"{head}{IN_TABLE}{label}")

    def html(self, source: str, place: str) -> None:
        """Rich text as a reader sees it, and what it links to or embeds."""
        reader = _RichTextReader()
        reader.feed(source or "")
        reader.close()
        self.text("".join(reader.pieces), place)
        for text in reader.words:
            self.text(text, place)
        for model, ids in ((_image_model(), reader.images), (_document_model(), reader.documents)):
            for found in model.objects.filter(pk__in=ids):
                self.value(found, place)


def _cells(table: TypedTable) -> list[list[Any]]:
    """The rows of a table whose columns are blocks, its headings first; rich text cells as their source."""
    heads = [column["heading"] for column in table.columns]
    rows = [[getattr(cell, "source", cell) for cell in row["values"]] for row in table.row_data]
    return [heads, *rows]


class _RichTextReader(HTMLParser):
    """Text of rich text: inline marks vanish, paragraphs keep apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.words: list[str] = []
        self.images: list[int] = []
        self.documents: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "br":
            self.pieces.append("\n")
        elif tag in BLOCK_TAGS:
            self.pieces.append("\n\n")
        self.words.extend(value for name in ("href", "alt", "title", "url") if (value := given.get(name)))
        identifier = given.get("id") or ""
        if identifier.isdigit():
            if given.get("linktype") == "document":
                self.documents.append(int(identifier))
            elif given.get("embedtype") == "image":
                self.images.append(int(identifier))

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCK_TAGS:
            self.pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def _image_model() -> type[AbstractImage]:
    from wagtail.images import get_image_model

    return get_image_model()


def _document_model() -> type[AbstractDocument]:
    from wagtail.documents import get_document_model

    return get_document_model()
