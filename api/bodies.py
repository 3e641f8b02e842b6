"""Bodies and attachments of pages as structure; every function asks a fixed number of queries.

The serializers here say what the nodes look like; `body_of` makes them from the stored blocks.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework import serializers
from wagtail.blocks import StreamValue
from wagtail.images.models import SourceImageIOError
from wagtail.models import Collection, CollectionViewRestriction
from wagtail.rich_text import expand_db_html

from cms_pages.law import table_of
from cms_pages.leaving import links_as_written
from cms_pages.models import PortalDocument, PortalImage

BODY_IMAGE = "max-1600x1600"
# No text holds it, so that several texts can be rewritten in one go and taken apart again.
SEPARATOR = "\x1e"


class AttachmentSerializer(serializers.Serializer[Any]):
    title = serializers.CharField()
    url = serializers.URLField(help_text="Where to download the file.")
    file_type = serializers.CharField(help_text="Extension in lower case, such as pdf.")
    size = serializers.IntegerField(allow_null=True, help_text="Bytes.")


class HeadingNode(serializers.Serializer[Any]):
    type = serializers.ChoiceField(["heading"])
    text = serializers.CharField()


class ParagraphNode(serializers.Serializer[Any]):
    type = serializers.ChoiceField(["paragraph"])
    html = serializers.CharField(allow_blank=True, help_text="Of p, b, a, ul, ol, li only.")


class ImageSerializer(serializers.Serializer[Any]):
    url = serializers.URLField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    alt = serializers.CharField(allow_blank=True, help_text="Empty for a picture that only decorates.")


class ImageNode(ImageSerializer):
    type = serializers.ChoiceField(["image"])


class TableNode(serializers.Serializer[Any]):
    type = serializers.ChoiceField(["table"])
    has_header = serializers.BooleanField()
    rows = serializers.ListField(child=serializers.ListField(child=serializers.CharField(allow_blank=True)))


class QuoteNode(serializers.Serializer[Any]):
    type = serializers.ChoiceField(["quote"])
    text = serializers.CharField()
    attribution = serializers.CharField(allow_blank=True)


class AttachmentNode(AttachmentSerializer):
    type = serializers.ChoiceField(["attachment"])


BODY_NODES = PolymorphicProxySerializer(
    component_name="BodyNode",
    serializers=[HeadingNode, ParagraphNode, ImageNode, TableNode, QuoteNode, AttachmentNode],
    resource_type_field_name=None,
    many=True,
)


def attachments_of(value: StreamValue, request: Any) -> list[dict[str, Any]]:
    """The public files of an attachments field, in its order."""
    keys = [block["value"] for block in value.raw_data]
    found = _documents(keys)
    return [_attachment(found[key], request) for key in keys if key in found]


def body_of(value: StreamValue, request: Any) -> list[dict[str, Any]]:
    """The nodes of a body in order; pictures and files that are gone or not public are left out."""
    blocks = list(value.raw_data)
    images = _images(block["value"]["image"] for block in blocks if block["type"] == "image")
    documents = _documents(block["value"] for block in blocks if block["type"] == "attachment")
    paragraphs = iter(_expanded([block["value"] for block in blocks if block["type"] == "paragraph"]))
    nodes: list[dict[str, Any] | None] = []
    for block in blocks:
        kind, content = block["type"], block["value"]
        match kind:
            case "heading":
                nodes.append({"type": kind, "text": content})
            case "paragraph":
                nodes.append({"type": kind, "html": next(paragraphs)})
            case "image":
                nodes.append(_image(images.get(content["image"]), content, request))
            case "table":
                nodes.append(table_node(table_of(content)))
            case "quote":
                quote = {"text": content["text"], "attribution": content.get("attribution") or ""}
                nodes.append({"type": kind} | quote)
            case "attachment" if content in documents:
                nodes.append({"type": kind} | _attachment(documents[content], request))
    return [node for node in nodes if node is not None]


def table_node(table: Any) -> dict[str, Any]:
    """A `cms_pages.law.Table` as a node."""
    return {"type": "table", "has_header": table.has_header, "rows": [list(row) for row in table.rows]}


def picture(image: PortalImage | None, request: Any, alt: str | None = None) -> dict[str, Any] | None:
    """A picture in the size for bodies, with this alternative text or its own; None when its file is gone."""
    if image is None:
        return None
    try:
        rendition = image.get_rendition(BODY_IMAGE)
    except SourceImageIOError:
        return None
    return {
        "url": request.build_absolute_uri(rendition.url),
        "width": rendition.width,
        "height": rendition.height,
        "alt": image.default_alt_text if alt is None else alt,
    }


def public_collections() -> "QuerySet[Collection]":
    """Collections that everybody may open: neither they nor one above them is restricted."""
    inner = ExpressionWrapper(OuterRef("path"), CharField())
    above = CollectionViewRestriction.objects.alias(inner=inner).filter(
        inner__startswith=F("collection__path")
    )
    return Collection.objects.exclude(Exists(above))


def _documents(keys: Iterable[int]) -> dict[int, PortalDocument]:
    wanted = set(keys)
    public = PortalDocument.objects.filter(collection__in=public_collections())
    return public.in_bulk(list(wanted)) if wanted else {}


def _images(keys: Iterable[int]) -> dict[int, PortalImage]:
    wanted = set(keys)
    return PortalImage.objects.prefetch_related("renditions").in_bulk(list(wanted)) if wanted else {}


def _attachment(document: PortalDocument, request: Any) -> dict[str, Any]:
    return {
        "title": document.title,
        "url": request.build_absolute_uri(document.url),
        "file_type": document.file_extension.lower(),
        "size": document.file_size,
    }


def _image(image: PortalImage | None, content: dict[str, Any], request: Any) -> dict[str, Any] | None:
    alt = "" if content.get("decorative") else content.get("alt_text")
    drawn = picture(image, request, alt)
    return {"type": "image"} | drawn if drawn else None


def _expanded(texts: list[str]) -> list[str]:
    """Rich text with the addresses of the pages and files it links; all texts share the queries."""
    with links_as_written():
        return expand_db_html(SEPARATOR.join(texts)).split(SEPARATOR) if texts else []
