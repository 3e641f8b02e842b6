"""The text of a policy as a tree: sections, articles, items and sub-items with the anchors that citations use.

The serializers say what the tree looks like; the functions make it from `cms_pages.law`.
"""

from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from api.bodies import TableNode, table_node
from cms_pages.citations import Citation
from cms_pages.law import Article, Item, Part, Section, SubItem, Table


class TextNode(serializers.Serializer[Any]):
    type = serializers.ChoiceField(["text"])
    text = serializers.CharField(allow_blank=True)


class SubItemSerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    label = serializers.CharField(help_text="As printed: 1.")
    anchor = serializers.CharField(help_text="Fragment on the page for people: a10-6-3.")
    place = serializers.CharField(help_text="As cited: 第十条第六项第3目.")
    text = serializers.CharField()


class SubItemsNode(serializers.Serializer[Any]):
    type = serializers.ChoiceField(["items"])
    items = SubItemSerializer(many=True)


def either(name: str, *nodes: type[serializers.Serializer[Any]]) -> PolymorphicProxySerializer:
    """A list whose members are any of these nodes, told apart by `type`."""
    return PolymorphicProxySerializer(
        component_name=name, serializers=list(nodes), resource_type_field_name=None, many=True
    )


class ItemSerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    label = serializers.CharField(help_text="As printed: （四）.")
    anchor = serializers.CharField(help_text="Fragment on the page for people: a10-4.")
    place = serializers.CharField(help_text="As cited: 第十条第四项.")
    text = serializers.CharField()
    content = serializers.SerializerMethodField()

    @extend_schema_field(either("ItemNode", TextNode, SubItemsNode))
    def get_content(self, item: Any) -> Any:
        return item["content"]


class ItemsNode(serializers.Serializer[Any]):
    type = serializers.ChoiceField(["items"])
    items = ItemSerializer(many=True)


class ArticleFields(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    label = serializers.CharField(help_text="As printed: 第十条.")
    title = serializers.CharField(allow_blank=True)
    anchor = serializers.CharField(help_text="Fragment on the page for people: a10.")
    chapter = serializers.IntegerField(allow_null=True)
    content = serializers.SerializerMethodField()

    @extend_schema_field(either("ArticleContentNode", TextNode, ItemsNode))
    def get_content(self, article: Any) -> Any:
        return article["content"]


class ArticleNode(ArticleFields):
    type = serializers.ChoiceField(["article"])


class SectionSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(
        ["opening", "chapter", "heading"], help_text="opening: before the first of either."
    )
    number = serializers.IntegerField(allow_null=True)
    label = serializers.CharField(allow_blank=True, help_text="As printed: 第二章, or 二、 for a heading.")
    title = serializers.CharField(allow_blank=True)
    anchor = serializers.CharField(allow_blank=True)
    content = serializers.SerializerMethodField()

    @extend_schema_field(either("SectionNode", ArticleNode, TextNode, TableNode))
    def get_content(self, section: Any) -> Any:
        return section["content"]


def section_tree(section: Section) -> dict[str, Any]:
    return {
        "kind": section.kind or "opening",
        "number": section.number,
        "label": section.label,
        "title": section.title,
        "anchor": section.anchor,
        "content": [_node(node) for node in section.content],
    }


def article_tree(article: Article) -> dict[str, Any]:
    return {
        "number": article.number,
        "label": article.label,
        "title": article.title,
        "anchor": article.anchor,
        "chapter": article.chapter,
        "content": [_part(part, lambda item: _item(item, article.number)) for part in article.content],
    }


def _node(node: Article | Table | str) -> dict[str, Any]:
    match node:
        case Article():
            return {"type": "article"} | article_tree(node)
        case Table():
            return table_node(node)
    return {"type": "text", "text": node}


def _part(part: Part, write: Any) -> dict[str, Any]:
    if part.items:
        return {"type": "items", "items": [write(item) for item in part.items]}
    return {"type": "text", "text": part.text}


def _item(item: Item, article: int) -> dict[str, Any]:
    content = [_part(part, lambda sub: _sub_item(sub, article, item.number)) for part in item.content]
    return _numbered(item, Citation("", article, item.number)) | {"content": content}


def _sub_item(sub: SubItem, article: int, item: int) -> dict[str, Any]:
    return _numbered(sub, Citation("", article, item, sub.number))


def _numbered(node: Item | SubItem, citation: Citation) -> dict[str, Any]:
    return {
        "number": node.number,
        "label": node.label,
        "anchor": node.anchor,
        "place": citation.place,
        "text": node.text,
    }
