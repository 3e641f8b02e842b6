"""The publication gate: whether a page may be shown to the public (D10)."""

from typing import Any

from django.utils.translation import ngettext
from wagtail.models import Page, Site

from cms_pages.personal_data.detectors import Kind, normalised_number
from cms_pages.personal_data.files import file_findings
from cms_pages.personal_data.findings import Finding, fingerprint, in_passages, set_fingerprint
from cms_pages.personal_data.pages import Children, page_content


class PublicationRefused(Exception):
    """A page was not published. `findings` say why; they are masked and safe to show and to log."""

    def __init__(self, page: Page, findings: list[Finding]) -> None:
        self.page = page
        self.findings = findings
        super().__init__(refusal_sentence(findings))


def refusal_sentence(findings: list[Finding]) -> str:
    """The refusal in one sentence, with the first finding as an example."""
    return ngettext(
        "发布检查未通过：%(first)s。",
        "发布检查未通过，共 %(count)s 处，如 %(first)s。",
        len(findings),
    ) % {"count": len(findings), "first": findings[0].message}


def findings_for(page: Page, children: Children | None = None) -> list[Finding]:
    """Personal data on the page as it stands in memory and in its files, allowed numbers left out.

    `children`: see `page_content`. Files that cannot be checked are findings.
    """
    content = page_content(page, children)
    found = in_passages(content.passages)
    for document, field in content.files.items():
        found.extend(file_findings(document, field))
    allowed = allowed_fingerprints(page) if found else frozenset()
    return [finding for finding in found if finding.fingerprint not in allowed]


def is_overridden(page: Page, findings: list[Finding]) -> bool:
    """Whether two people signed that this page may carry exactly these findings."""
    from cms_pages.models.override import PublicationOverride

    if page.pk is None:
        return False
    signed = PublicationOverride.objects.confirmed().filter(page_id=page.pk)
    return signed.filter(fingerprint=set_fingerprint(findings)).exists()


def open_findings(page: Page, children: Children | None = None) -> list[Finding]:
    """Findings that stand in the way of publishing: none when an override covers them."""
    found = findings_for(page, children)
    return [] if found and is_overridden(page, found) else found


def require_publishable(page: Page, user: Any = None) -> None:
    """Raise `PublicationRefused` when the page carries personal data that nobody signed for.

    `user` is who wants to publish; who it is makes no difference to the gate.
    """
    found = open_findings(page)
    if found:
        raise PublicationRefused(page, found)


def allowed_fingerprints(page: Page) -> frozenset[str]:
    """Numbers that the page's site publishes on purpose: the allowed list and the hotline of its settings."""
    from cms_pages.models.site_settings import PortalSettings

    site = (page.get_site() if page.path else None) or Site.objects.filter(is_default_site=True).first()
    if site is None:
        return frozenset()
    settings = PortalSettings.for_site(site)
    written = [*settings.allowed_numbers.splitlines(), settings.hotline]
    numbers = {normalised_number(line) for line in written if line.strip()}
    return frozenset(fingerprint(kind, number) for number in numbers for kind in Kind)
