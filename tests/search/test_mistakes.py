"""A mistaken document costs its plugin, with a sentence, and nobody's search."""

from typing import Any, ClassVar

import pytest
from django.contrib.auth.models import Group

from plugins.mentors.search_documents import MentorDocument
from portal.plugin.registry import registry
from portal.plugin_contract.checks import check_plugins
from search.documents import Content, Document, FacetField, Value
from search.mistakes import mistakes_of
from search.registry import documents
from tests.portal.plugin.conftest import install, plugin

__all__ = ["install"]


class GroupDocument(Document):
    kind, label, model = "group", "组", Group

    def public(self, site: Any) -> Any:
        return Group.objects.none()

    def content(self, obj: Any) -> Content:
        return Content(tags=(obj.name,))

    def values(self, obj: Any) -> dict[str, list[str]]:
        return {}

    def url(self, obj: Any) -> str:
        return "/"


def but_for(**attributes: Any) -> type[Document]:
    return type("Changed", (GroupDocument,), attributes)


def test_a_sound_document_has_no_mistake() -> None:
    assert list(mistakes_of(GroupDocument, {})) == []


def test_every_document_that_is_here_is_sound() -> None:
    found: dict[str, Document] = {}
    for kind, document in documents.all.items():
        assert list(mistakes_of(type(document), found)) == []
        found[kind] = document


class Strange(Document):
    """Nothing of what it must say."""


def values() -> list[Value]:
    return []


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ("alpha", "it is no class of search.documents.Document"),
        (but_for(kind="Group-1"), "its kind 'Group-1' is not lower-case letters, digits and underscores"),
        (but_for(label=""), "it has no label"),
        (but_for(model="auth.Group"), "it names no model"),
        (but_for(url=Document.url), "it has no method url, and Group no get_absolute_url"),
        (but_for(public=Document.public), "it has no method public"),
        (but_for(content=Document.content), "it has no method content"),
        (but_for(facets=("size",)), "its facets hold 'size' instead of FacetField"),
        (
            but_for(facets=(FacetField("industry", "行业", values),)),
            "its facet 'industry' has other values than that of MentorDocument",
        ),
        (
            but_for(facets=(FacetField("size", "大小", values),), values=Document.values),
            "it has facets, but no method values",
        ),
    ],
)
def test_a_mistake_is_named(document: Any, sentence: str) -> None:
    known: dict[str, Document] = {"mentor": MentorDocument()}
    assert list(mistakes_of(document, known)) == [sentence]


def test_a_document_that_says_nothing_is_told_all_it_lacks() -> None:
    assert len(list(mistakes_of(Strange, {}))) == 5


class TestAPluginWithAMistakenDocument:
    wrong: ClassVar[type[Document]] = but_for(model=None)

    @pytest.fixture(autouse=True)
    def forget(self, install):
        yield
        documents.forget()

    @pytest.mark.parametrize(
        ("found", "reason"),
        [
            (wrong, "Changed: it names no model"),
            ("attic.stairs", "ModuleNotFoundError: No module named 'attic'"),
            (but_for(kind="policy"), "the kind 'policy' is taken by PolicyDocument"),
        ],
        ids=["mistake", "path", "kind"],
    )
    def test_it_is_taken_out_of_use_and_the_others_are_found(self, install, found, reason: str) -> None:
        install(
            plugin("alpha", search_documents=(found,)),
            plugin("beta", requires=("alpha",), search_documents=(GroupDocument,)),
            plugin("gamma", search_documents=(but_for(kind="sound"),)),
        )
        documents.forget()
        said = [message.msg for message in check_plugins(None) if message.id == "plugin.W001"]
        assert said[0] == f"Plugin stranger_alpha is not used: {reason}."
        assert {"policy", "sound"} <= documents.all.keys()
        assert "group" not in documents.all
        assert [other.slug for other in registry] == ["gamma"]
