"""What is found in one file of the library. Answers are remembered by content, without any number."""

import hashlib
from typing import Any

from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from wagtail.documents.models import AbstractDocument

from cms_pages.personal_data.detectors import find
from cms_pages.personal_data.documents import file_passages
from cms_pages.personal_data.findings import SALT, Finding, in_passages, unreadable
from cms_pages.personal_data.passages import Passage, Unreadable

# Raised when detectors or readers change: remembered answers are then asked for again.
ANSWER_VERSION = 2
REMEMBERED_SECONDS = 30 * 24 * 3600


def file_findings(document: AbstractDocument, field: str = "") -> list[Finding]:
    """Findings in the name and the text of a file; a file that cannot be checked is a finding itself."""
    place = _("附件《%(title)s》") % {"title": document.title}
    names = [Passage(name, _("名称")) for name in (document.title, document.filename)]
    found = [*in_passages(names), *_content_findings(document)]
    return [_placed(finding, place, field) for finding in found]


def _placed(finding: Finding, place: str, field: str) -> Finding:
    """The finding as seen from the page. A title that is itself a number is not repeated."""
    shown = _("附件") if find(place) else place
    return Finding(finding.kind, shown + finding.where, finding.masked, finding.fingerprint, field)


def _content_findings(document: AbstractDocument) -> list[Finding]:
    try:
        with document.open_file() as file:
            raw_hash = hashlib.sha256(file.read()).hexdigest()
            key = _key(raw_hash, document.file_extension)
            remembered = cache.get(key)
            if remembered is None:
                remembered = [finding.as_data() for finding in _look_into(file, document.filename, raw_hash)]
                cache.set(key, remembered, REMEMBERED_SECONDS)
            return [Finding.from_data(data) for data in remembered]
    except OSError:
        return [unreadable("", _("文件不存在"), str(document.pk))]


def _look_into(file: Any, name: str, raw_hash: str) -> list[Finding]:
    try:
        return in_passages(file_passages(file, name))
    except Unreadable as error:
        return [unreadable("", str(error), raw_hash)]


def _key(raw_hash: str, extension: str) -> str:
    """Fingerprints depend on the site's key, so answers do too."""
    keyed = salted_hmac(SALT, f"{ANSWER_VERSION} {extension.lower()} {raw_hash}", algorithm="sha256")
    return f"personal-data-{keyed.hexdigest()}"
