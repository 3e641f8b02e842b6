"""Files that Wagtail makes of its own lists: as safe from formulas as ours (W8)."""

from functools import wraps
from numbers import Number
from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from portal.spreadsheets import harmless


def make_wagtails_csv_harmless() -> None:
    """Wagtail marks texts in xlsx as such and leaves CSV as it is; titles are what anybody has once typed."""
    plain = SpreadsheetExportMixin.preprocess_field_value

    @wraps(plain)
    def guarded(view: Any, field: str, value: Any, export_format: str) -> Any:
        written = plain(view, field, value, export_format)
        if export_format != view.FORMAT_CSV or written is None or isinstance(written, Number):
            return written
        return harmless(str(written))

    SpreadsheetExportMixin.preprocess_field_value = guarded
