"""Where a case is found."""

from typing import Any

from django.urls import reverse


def case_url(case: Any) -> str:
    """The page of a case for the person concerned; what a notice links to."""
    return reverse("member:case", args=[case._meta.label_lower, case.pk])


def receipt_url(number: str) -> str:
    """The permanent address of a receipt number (P36)."""
    return reverse("member:receipt", args=[number])
