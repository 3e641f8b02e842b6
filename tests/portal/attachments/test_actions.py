"""Files come, change and go; each step asks the owner's permission, and its limits hold (P33)."""

import re
from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from portal.attachments import actions
from portal.attachments.choices import Scan, State
from portal.attachments.models import Attachment
from tests.factories import files
from tests.portal.attachments.conftest import stored


def refused(act, *args, **kwargs) -> str:
    """The sentence of the refusal."""
    with pytest.raises(ValidationError) as refusal:
        act(*args, **kwargs)
    (sentence,) = refusal.value.messages
    return sentence


def test_file_when_attached_then_its_row_says_what_is_kept(owner, storage) -> None:
    content = files.pdf(["text"])
    row = actions.attach(owner, "licence", files.upload("执照 正本.PDF", content), by=owner)
    row.refresh_from_db()
    assert (row.owner, row.slot, row.place, row.state) == (owner, "licence", 1, State.CURRENT)
    assert (row.original_name, row.name, row.kind) == ("执照 正本.PDF", "执照-正本.pdf", "pdf")
    assert (row.size, row.sha256) == (len(content), sha256(content).hexdigest())
    assert (row.uploaded_by, row.scan, row.viewable) == (owner, Scan.OFF, True)
    assert re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{30}", row.stored_as)
    assert (storage / row.stored_as).read_bytes() == content


def test_files_when_attached_one_after_another_then_they_take_the_next_places(put) -> None:
    assert [put(f"{number}.pdf").place for number in range(3)] == [1, 2, 3]


def test_slot_when_full_then_the_next_file_is_refused_and_nothing_is_kept(owner, put, storage) -> None:
    put("a.pdf", slot="licence")
    sentence = refused(put, "b.pdf", slot="licence")
    assert sentence == "这一项最多 1 个文件，请替换或先移除一个。"
    assert len(stored(storage)) == Attachment.objects.count() == 1


def test_place_when_a_file_is_removed_then_it_is_free_again(owner, put) -> None:
    first = put("a.pdf")
    put("b.pdf")
    actions.remove(first, by=owner)
    assert put("c.pdf").place == 1


def test_database_refuses_a_second_current_file_at_a_place(put) -> None:
    row = put()
    row.pk, row.stored_as = None, "yy/another"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"stored_as": ""},
        {"state": State.REMOVED},
        {"removed_at": "2026-11-22T00:00:00Z"},
    ],
    ids=["no bytes", "removed at no time", "current, but removed"],
)
def test_database_refuses_a_row_that_contradicts_itself(put, wrong) -> None:
    row = put()
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.filter(pk=row.pk).update(**wrong)


def test_replaced_file_when_another_comes_then_it_stays_as_history_at_its_place(owner, put, storage) -> None:
    first = put("a.pdf")
    second = actions.replace(first, files.upload("b.pdf", files.pdf(["b"])), by=owner)
    third = actions.replace(second, files.upload("c.pdf", files.pdf(["c"])), by=owner)
    for row in (first, second):
        row.refresh_from_db()
    assert (first.state, first.replaced_by, second.replaced_by) == (State.REPLACED, second, third)
    assert (third.place, third.state) == (1, State.CURRENT)
    assert len(stored(storage)) == 3


def test_replacing_when_the_file_was_replaced_meanwhile_then_nothing_is_kept(owner, put, storage) -> None:
    first = put("a.pdf")
    actions.replace(first, files.upload("b.pdf", files.pdf(["b"])), by=owner)
    sentence = refused(actions.replace, first, files.upload("c.pdf", files.pdf(["c"])), by=owner)
    assert sentence == "这个文件刚刚被替换或移除，请刷新页面再看。"
    assert len(stored(storage)) == 2


def test_removed_file_when_removed_again_then_it_is_said(owner, put) -> None:
    row = put()
    actions.remove(row, by=owner)
    assert refused(actions.remove, row, by=owner) == "这个文件刚刚被替换或移除，请刷新页面再看。"
    row.refresh_from_db()
    assert (row.state, row.removed_by) == (State.REMOVED, owner)


def test_slot_when_it_does_not_exist_then_it_is_said(put) -> None:
    assert refused(put, slot="attic") == "没有这一材料项。"


# Permission -------------------------------------------------------------------------------------------------------


def test_somebody_who_may_not_change_then_can_do_nothing(
    owner, counter, citizen, manager, put, storage
) -> None:
    row = put()
    for by in (counter, citizen, manager):
        with pytest.raises(PermissionDenied):
            actions.attach(owner, "proof", files.upload("a.pdf", files.pdf(["a"])), by=by)
        with pytest.raises(PermissionDenied):
            actions.replace(row, files.upload("a.pdf", files.pdf(["a"])), by=by)
        with pytest.raises(PermissionDenied):
            actions.remove(row, by=by)
    assert len(stored(storage)) == 1


def test_permission_when_lost_while_the_file_was_looked_at_then_nothing_is_kept(
    owner, put, storage, monkeypatch
) -> None:
    honest = actions.require_bytes

    def closing(*args, **kwargs) -> None:
        type(owner).objects.filter(pk=owner.pk).update(is_active=False)
        honest(*args, **kwargs)

    monkeypatch.setattr(actions, "require_bytes", closing)
    with pytest.raises(PermissionDenied):
        put()
    assert stored(storage) == []


# Quota (P33) ------------------------------------------------------------------------------------------------------


def test_limits_are_those_of_the_design(settings) -> None:
    assert settings.ATTACHMENT_MAX_BYTES == 20 * 1024 * 1024
    assert settings.ATTACHMENT_QUOTA_BYTES == 200 * 1024 * 1024


def test_quota_when_a_file_would_exceed_it_then_it_is_refused_to_the_byte(put, settings, storage) -> None:
    one, two = files.pdf(["a"]), files.pdf(["b"])
    settings.ATTACHMENT_QUOTA_BYTES = len(one) + len(two)
    put("a.pdf", one)
    put("b.pdf", two)
    sentence = refused(put, "c.pdf")
    assert sentence.startswith("全部文件合计不能超过 ")
    assert len(stored(storage)) == 2


def test_quota_when_a_file_is_replaced_or_removed_then_only_what_is_current_counts(
    owner, put, settings
) -> None:
    content = files.pdf(["a"])
    settings.ATTACHMENT_QUOTA_BYTES = len(content)
    first = put("a.pdf", content)
    second = actions.replace(first, files.upload("b.pdf", content), by=owner)
    actions.remove(second, by=owner)
    assert put("c.pdf", content).state == State.CURRENT


def test_history_when_it_fills_the_disk_then_replacing_ends(owner, put, settings) -> None:
    content = files.pdf(["a"])
    settings.ATTACHMENT_STORED_BYTES = 2 * len(content)
    second = actions.replace(put("a.pdf", content), files.upload("b.pdf", content), by=owner)
    sentence = refused(actions.replace, second, files.upload("c.pdf", content), by=owner)
    assert sentence == "替换和移除的次数太多，历史文件已满，请联系我们。"


def test_quota_of_one_owner_is_not_that_of_another(owner, citizen, put, settings, people) -> None:
    content = files.pdf(["a"])
    settings.ATTACHMENT_QUOTA_BYTES = len(content)
    put("a.pdf", content)
    assert actions.attach(citizen, "proof", files.upload("a.pdf", content), by=citizen).owner == citizen
