"""The receipt of a case as a PDF, made from its case file alone: what was handed in, when, and what comes next (P36)."""

from typing import Any

from django.http import HttpRequest

from portal.attachments.access import may_read
from portal.attachments.showing import files_of
from portal.casework.addresses import receipt_url
from portal.casework.base import CaseFile
from portal.casework.clocks import counting
from portal.pdf import render_pdf


def receipt_document(file: CaseFile, case: Any, request: HttpRequest) -> bytes:
    """A PDF of the receipt; raises `portal.pdf.PdfUnavailable` where Pango is missing."""
    return render_pdf("print/receipt.html", receipt(file, case, request), request)


def receipt(file: CaseFile, case: Any, request: HttpRequest) -> dict[str, Any]:
    """What stands on it; the applicant's name is masked."""
    number = file.number(case)
    return {
        "number": number,
        "title": file.title(case),
        "applicant": file.applicant(case),
        "handed_in_at": file.handed_in(case),
        "state": file.workflow.public[case.state],
        "deadline": counting(list(case.deadlines)),
        "materials": _materials(file, case, request.user),
        "stages": [(state == case.state, file.workflow.public[state]) for state in file.path],
        "url": request.build_absolute_uri(receipt_url(number)),
    }


def _materials(file: CaseFile, case: Any, person: Any) -> list[tuple[str, list[str]]]:
    """What was handed in, as far as the person may read it: each slot with the names of its files."""
    owners = [owner for owner in file.materials(case) if may_read(person, owner)]
    slots = [slot for owner in owners for slot in files_of(owner, person).slots]
    return [(str(slot.slot.label), [shown.name for shown in slot.files]) for slot in slots if slot.files]
