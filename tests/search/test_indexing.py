"""The index follows what it is made of, in the transaction of the change."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from plugins.mentors.models import Mentor
from search import generations
from search.documents import Content
from search.engines.database import DatabaseEngine
from search.indexing import drift, index, rebuild, together
from search.models import Entry, Generation, GenerationState, Suggestion, SuggestionKey, Text
from tests.factories.cms_pages import FieldFactory, IndustryFactory
from tests.factories.content import NewsFactory, today
from tests.factories.mentors import MentorFactory
from tests.search.conftest import ADVISER, NOTICE, NoticeDocument, answer_of, plan

pytestmark = pytest.mark.usefixtures("declared", "site")


def found(*concepts: str, **parts) -> list[int]:
    asked = {"kinds": ("mentor", "notice"), "site": Site.objects.get().pk, **parts}
    return sorted(hit.key for hit in answer_of(DatabaseEngine(), plan(*concepts), **asked).ranked)


class Cancelled(Exception):
    pass


@contextmanager
def rolled_back() -> Iterator[None]:
    with suppress(Cancelled), transaction.atomic():
        yield
        raise Cancelled


def test_new_mentor_is_found_at_once() -> None:
    mentor = MentorFactory(page__title="王雨桐")
    assert found("雨桐") == found("融资") == [mentor.pk]


def test_rolled_back_change_is_not_found() -> None:
    mentor = MentorFactory(page__headline="税务")
    with rolled_back():
        mentor.page.headline = "出口"
        mentor.page.save()
        assert found("出口") == [mentor.pk]
    assert found("出口") == []
    assert found("税务") == [mentor.pk]


def test_rolled_back_approval_is_not_found() -> None:
    with rolled_back():
        MentorFactory()
    assert found("融资") == []
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize("change", ["resign", "unpublish", "delete", "restrict"])
def test_whoever_leaves_is_gone_in_the_same_transaction(change: str) -> None:
    mentor = MentorFactory()
    with transaction.atomic():
        match change:
            case "resign":
                mentor.state = "former"
                mentor.save()
            case "unpublish":
                mentor.page.unpublish()
            case "delete":
                mentor.delete()
            case "restrict":
                notice = NewsFactory(title="税务")
                PageViewRestriction.objects.create(page=notice.get_parent(), restriction_type="login")
                assert found("税务") == []
                return
        assert found("融资") == []
    assert not Text.objects.exists()
    assert not Suggestion.objects.filter(kind="mentor").exists()
    assert not SuggestionKey.objects.filter(kind="mentor").exists()


def test_page_follows_its_publication_and_its_section() -> None:
    notice = NewsFactory(title="税务")
    assert found("税务") == [notice.pk]
    notice.unpublish()
    assert found("税务") == []
    notice.save_revision().publish()
    assert found("税务") == [notice.pk]
    notice.delete()
    assert found("税务") == []


def test_draft_changes_nothing() -> None:
    notice = NewsFactory(title="税务")
    notice.title = "出口"
    notice.save_revision()
    assert found("税务") == [notice.pk]
    assert found("出口") == []


def test_terms_follow_their_name_and_their_use() -> None:
    exporting = FieldFactory(name="出口")
    mentor = MentorFactory(page__fields=[exporting])
    assert found("出口") == [mentor.pk]
    exporting.name = "外贸"
    exporting.save()
    assert found("外贸") == [mentor.pk]
    mentor.page.industries.add(IndustryFactory(slug="robots"))
    mentor.page.save()
    assert found("外贸", filters={"industry": ("robots",)}) == [mentor.pk]
    exporting.delete()
    assert found("外贸") == []


def test_mentors_come_and_go_with_their_term() -> None:
    mentor = MentorFactory(term_to=today(3))
    assert found("融资", day=today(3)) == [mentor.pk]
    assert found("融资", day=today(4)) == []


def test_bulk_work_is_written_once_at_its_end(django_assert_num_queries) -> None:
    with together():
        first, second = MentorFactory(), MentorFactory()
        assert found("融资") == []
    assert found("融资") == [first.pk, second.pk]


def test_bulk_work_that_fails_writes_nothing() -> None:
    def fail() -> None:
        with together():
            MentorFactory()
            raise Cancelled

    with pytest.raises(Cancelled), transaction.atomic():
        fail()
    assert found("融资") == []


def test_unchanged_entry_is_left_alone() -> None:
    mentor = MentorFactory()
    before = Entry.objects.get().pk
    with CaptureQueriesContext(connection) as queries:
        index(ADVISER, [mentor.pk])
    assert Entry.objects.get().pk == before
    assert not [query for query in queries if "INSERT" in query["sql"]]


def test_cost_of_a_batch_does_not_depend_on_its_size() -> None:
    keys = [mentor.pk for mentor in MentorFactory.create_batch(6)]
    costs = []
    for batch in (keys[:2], keys):
        Entry.objects.all().delete()
        Text.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            index(ADVISER, batch)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_rebuild_makes_a_new_generation_and_drops_the_old_one() -> None:
    mentor = MentorFactory()
    old = generations.live()
    assert sum(number for _kind, number in rebuild()) == 1
    assert generations.live() != old
    assert found("融资") == [mentor.pk]
    assert Entry.objects.count() == Text.objects.count() == 1
    assert Suggestion.objects.filter(kind="mentor").count() == 1


def test_changes_during_a_rebuild_are_in_both_generations(monkeypatch) -> None:
    monkeypatch.setattr("search.indexing.BATCH", 1)
    stays, leaves, changes = (MentorFactory(page__headline="税务") for _ in range(3))
    steps = rebuild()
    next(steps)
    leaves.page.unpublish()
    stays.page.headline = "出口"
    stays.page.save()
    comes = MentorFactory(page__headline="税务")
    changes.page.headline = "外贸"
    changes.page.save()
    assert found("税务") == [comes.pk]
    list(steps)
    assert found("税务") == [comes.pk]
    assert found("出口") == [stays.pk]
    assert found("外贸") == [changes.pk]
    assert wrong() == []


def wrong() -> list[int]:
    return [key for document in (ADVISER, NOTICE) for _number, keys in drift(document) for key in keys]


def test_abandoned_rebuild_leaves_the_index_as_it_is_and_the_next_one_clears_it(monkeypatch) -> None:
    monkeypatch.setattr("search.indexing.BATCH", 1)
    mentor, other = MentorFactory(), MentorFactory()
    steps = rebuild()
    next(steps)
    steps.close()
    assert found("融资") == [mentor.pk, other.pk]
    list(rebuild())
    assert found("融资") == [mentor.pk, other.pk]
    assert Entry.objects.count() == 2
    assert Generation.objects.exclude(state=GenerationState.RETIRED).count() == 1


def test_drift_tells_what_is_missing_extra_or_stale() -> None:
    missing, stale, wordless, right, extra = MentorFactory.create_batch(5)
    assert wrong() == []
    entry = {entry.key: entry for entry in Entry.objects.all()}
    DatabaseEngine().delete("mentor", [missing.pk], generations.written())
    Entry.objects.filter(key=stale.pk).update(mask_00=0)
    Text.objects.filter(rowid=entry[wordless.pk].pk).delete()
    Mentor.objects.filter(pk=extra.pk).update(state="former")
    assert sorted(wrong()) == sorted([missing.pk, stale.pk, wordless.pk, extra.pk])
    assert right.pk not in wrong()


def test_long_texts_and_odd_characters_are_written_on_every_database(monkeypatch) -> None:
    text = "创业\0 税务担保贷款" + "的" * 3000 + "x" * 150 + " " + "x" * 300 + "\ud800😀 '\"\\ 担保贷款"
    monkeypatch.setattr(NoticeDocument, "content", lambda self, obj: Content(tags=(text,), body=(text * 20,)))
    notice = NewsFactory()
    assert found("创业") == found("x" * 150) == [notice.pk]
    assert found("民宿~务担保贷") == [notice.pk]
    assert found("x" * 300) == []
    assert wrong() == []


def test_what_is_offered_for_an_entry_is_written_when_it_changes_and_only_then() -> None:
    mentor = MentorFactory(page__title="王雨桐", page__headline="税务")
    offered = set(Suggestion.objects.filter(kind="mentor").values_list("pk", flat=True))
    mentor.page.headline = "出口"
    mentor.page.save()
    assert set(Suggestion.objects.filter(kind="mentor").values_list("pk", flat=True)) == offered
    mentor.page.title = "王雨彤"
    mentor.page.save()
    changed = Suggestion.objects.get(kind="mentor")
    assert (changed.pk in offered, changed.text) == (False, "王雨彤")
    found_by = SuggestionKey.objects.filter(kind="mentor").values_list("suggestion", flat=True)
    assert set(found_by) == {changed.pk}
