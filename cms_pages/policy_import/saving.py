"""Saving a parsed document as the draft of a policy page, after comparing it with what the site has."""

import json
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cms_pages.choices import Disclosure
from cms_pages.models import PolicyIndexPage, PolicyPage, PolicyRepeal, PolicyTopic
from cms_pages.policy_import.body import to_blocks
from cms_pages.policy_import.findings import Finding, Findings, Level, PolicyImportError
from cms_pages.policy_import.tree import Head, NamedDocument, ParsedPolicy
from portal.accounts.models import User

_TYPED_FIELDS = ("title", "document_number", "index_number", "contact_unit")


class DuplicatePolicy(PolicyImportError):
    """The site has the document already; ``page`` is where."""

    def __init__(self, page: PolicyPage) -> None:
        self.page = page
        super().__init__([Finding(Level.REFUSAL, None, duplicate_sentence(page))])


def duplicate_sentence(page: PolicyPage) -> str:
    """Says which page of the site the document is already, with its number or day of issue."""
    name = page.document_number or (page.issued_on.isoformat() if page.issued_on else _("没有文号和成文日期"))
    return _("本站已有这份文件：%(title)s（%(name)s）。") % {"title": page.title, "name": name}


def find_duplicate(policy: ParsedPolicy, parent: PolicyIndexPage) -> PolicyPage | None:
    """The page under ``parent``, draft or published, with the same number, or the same title and day of issue."""
    siblings = PolicyPage.objects.child_of(parent)
    head = policy.head
    numbered = (
        siblings.filter(document_number=head.document_number) if head.document_number else siblings.none()
    )
    return (numbered | siblings.filter(title=head.title, issued_on=head.issued_on)).first()


def compare_with_site(policy: ParsedPolicy, parent: PolicyIndexPage) -> list[Finding]:
    """What only the site can tell: fields too long for a page, names that appear for the first time.

    Refusals among the findings mean that ``save_draft`` would raise them.
    """
    findings = Findings()
    for name, reason in _invalid_fields(policy):
        findings.refuse(_("%(name)s：%(reason)s") % {"name": name, "reason": reason})
    known = _known_issuers()
    for issuer in policy.head.issuers:
        if known and issuer not in known:
            findings.warn(_("发文机关“%(name)s”在本站第一次出现，请核对名称。") % {"name": issuer})
    if policy.head.topic and _topic(policy.head) is None:
        findings.warn(_("主题分类“%(name)s”不在本站的列表里，请在编辑页选择。") % {"name": policy.head.topic})
    for document in policy.repeals:
        if _page_of(document, parent) is None:
            findings.note(_("被废止的《%(title)s》不在本站，只记录标题和文号。") % {"title": document.title})
    return findings.collected


@transaction.atomic
def save_draft(
    policy: ParsedPolicy, parent: PolicyIndexPage, *, user: User | None = None, again: bool = False
) -> PolicyPage:
    """A new unpublished policy page under ``parent`` with its first revision, logged as made by ``user``.

    Raises DuplicatePolicy when the site has the document, unless ``again``; PolicyImportError when a field does
    not fit; nothing is saved then.
    """
    duplicate = find_duplicate(policy, parent)
    if duplicate is not None and not again:
        raise DuplicatePolicy(duplicate)
    refusals = [finding for finding in compare_with_site(policy, parent) if finding.level is Level.REFUSAL]
    if refusals:
        raise PolicyImportError(refusals)
    page = _page(policy)
    page.owner = user
    page.repeals = [_repeal(document, parent) for document in policy.repeals]
    parent.add_child(instance=page)
    page.save_revision(user=user)
    return page


def _page(policy: ParsedPolicy) -> PolicyPage:
    head, term = policy.head, policy.term
    return PolicyPage(
        live=False,
        title=head.title,
        index_number=head.index_number,
        topic=_topic(head),
        issuers="\n".join(head.issuers),
        issued_on=head.issued_on,
        published_on=head.published_on,
        document_number=head.document_number,
        disclosure=head.disclosure or Disclosure.ACTIVE,
        contact_unit=head.contact_unit,
        effective_on=term.effective_on,
        validity_years=term.validity_years,
        expires_on=term.expires_on,
        preamble="\n".join(part for part in (head.addressees, *head.preamble) if part),
        body=json.dumps(to_blocks(policy.body), ensure_ascii=False),
    )


def _repeal(document: NamedDocument, parent: PolicyIndexPage) -> PolicyRepeal:
    return PolicyRepeal(
        target=_page_of(document, parent), title=document.title, document_number=document.number
    )


def _page_of(document: NamedDocument, parent: PolicyIndexPage) -> PolicyPage | None:
    """The site's own page of a named document: by its number, else by its whole title."""
    siblings = PolicyPage.objects.child_of(parent)
    if document.number:
        return siblings.filter(document_number=document.number).first()
    return siblings.filter(title=document.title).first()


def _topic(head: Head) -> PolicyTopic | None:
    return PolicyTopic.objects.filter(name=head.topic).first() if head.topic else None


def _known_issuers() -> set[str]:
    return {
        name.strip()
        for names in PolicyPage.objects.values_list("issuers", flat=True)
        for name in names.splitlines()
    }


def _invalid_fields(policy: ParsedPolicy) -> Iterator[tuple[str, str]]:
    """Label and reason of every field whose value the page would refuse."""
    yield from _errors(_page(policy), _TYPED_FIELDS)
    for document in policy.repeals:
        yield from _errors(
            PolicyRepeal(title=document.title, document_number=document.number), ("title", "document_number")
        )


def _errors(instance: PolicyPage | PolicyRepeal, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    left_out = {field.name for field in instance._meta.get_fields()} - set(names)
    try:
        instance.clean_fields(exclude=left_out)
    except ValidationError as error:
        for name, reasons in error.message_dict.items():
            yield str(instance._meta.get_field(name).verbose_name), "".join(reasons)
