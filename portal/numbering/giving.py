"""Giving the next number."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from portal.numbering.models import Series


def next_number(prefix: str) -> str:
    """The next receipt number of the series in the current year, such as "DS-2026-000318".

    No number is given twice, and none is left out: the series stays locked until the caller's transaction ends, which
    must be open. Raises django.db.transaction.TransactionManagementError where none is.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "a receipt number is given in the transaction of its case"
        )
    series = {"prefix": prefix, "year": timezone.localdate().year}
    Series.objects.bulk_create([Series(**series)], ignore_conflicts=True)
    Series.objects.filter(**series).update(last=F("last") + 1)
    return str(Series.objects.get(**series))
