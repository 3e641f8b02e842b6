"""Where Wagtail's editor saves by itself: not while a page is in review.

The button that approves fills hidden fields of the form, which Wagtail takes for a change. Where the answer takes longer than
the interval the form would be sent a second time beside the approval: the approver becomes the last editor, and what was
published a moment ago is written over.
"""

from typing import Any

from wagtail.admin.views.pages.edit import EditView


def keep_autosave_out_of_reviews() -> None:
    """Make Wagtail's editor ask for each page whether it may save by itself."""

    def may(view: Any) -> bool:
        return view.autosave_interval > 0 and not view.page.workflow_in_progress

    EditView.autosave_enabled = property(may, lambda view, value: None)
