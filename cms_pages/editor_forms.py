"""The form behind every page editor: it asks the publication gate before a page leaves the author's hands."""

from collections import defaultdict
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamValue

from cms_pages.chosen_files import require_within_reach
from cms_pages.personal_data.findings import Finding
from cms_pages.personal_data.gate import open_findings

# Buttons that bring a page nearer to the public. Saving a draft is none: unfinished work is never held up.
GATED_ACTIONS = ("action-publish", "action-submit", "action-restart-workflow")
APPROVE = "approve"


class GatedPageForm(WagtailAdminPageForm):
    """Refuses to hand in or publish a page with personal data on it, beside the field where it stands (D10)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # A field with a computed default would be compared with a hidden copy, which the editor does not carry,
            # and so would always count as changed.
            field.show_hidden_initial = False
        if "slug" in self.fields:
            self.fields["slug"].required = False  # an empty one becomes the title's pinyin, see BasePage

    def is_valid(self) -> bool:
        """Raises PermissionDenied where a picture or file was sent that the person may not use."""
        if self.is_bound and self.for_user:
            require_within_reach(self, self.for_user)
        valid = super().is_valid()
        if valid and self.is_bound:
            self._check_own_approval()
            self._check_personal_data()
        return valid and not self.errors

    def save(self, commit: bool = True) -> Any:
        """Approving writes nothing of the page: a second click that comes late would undo the publication."""
        return self.instance if self._approves else super().save(commit)

    def has_changed(self) -> bool:
        """Whether what was sent says anything else than what was loaded: numbers and line ends come back as text."""
        if not super().has_changed() or not self.is_bound or self.errors:
            return bool(super().has_changed())
        rows = any(formset.has_changed() for formset in self.formsets.values())
        return rows or not all(self._says_the_same(name) for name in self.changed_data if name in self.fields)

    def _says_the_same(self, name: str) -> bool:
        before, after = self.get_initial_for_field(self.fields[name], name), self.cleaned_data.get(name)
        if isinstance(before, StreamValue) and isinstance(after, StreamValue):
            return bool(list(before.get_prep_value()) == list(after.get_prep_value()))
        return (
            isinstance(before, str) and isinstance(after, str) and before.splitlines() == after.splitlines()
        )

    def _check_own_approval(self) -> None:
        """One approves what one has read: not one's own changes, nor those that came in since."""
        if self._approves and not self.instance.workflow_in_progress:
            self.add_error(None, _("这次审核已经结束，请重新打开页面。"))
        elif self._approves and self._is_out_of_date:
            self.add_error(None, _("页面在你打开之后又有修改，请重新打开，看过再审核。"))
        elif self._approves and self.has_changed():
            self.add_error(None, _("你修改了内容，不能同时审核通过。请先保存，再由另一位审核人处理。"))

    def _check_personal_data(self) -> None:
        if not (self._approves or any(self.data.get(action) for action in GATED_ACTIONS)):
            return
        findings = open_findings(self.instance, children=self._child_rows())
        for field, message in messages_by_field(findings, set(self.fields)).items():
            self.add_error(None if field == NON_FIELD_ERRORS else field, message)

    @property
    def _approves(self) -> bool:
        return (
            bool(self.data.get("action-workflow-action")) and self.data.get("workflow-action-name") == APPROVE
        )

    @property
    def _is_out_of_date(self) -> bool:
        """Whether somebody has saved the page since it was loaded into this form."""
        loaded = self.data.get("loaded_revision_id")
        loaded_at = self.data.get("loaded_revision_created_at")
        saved_at = self.instance.latest_revision_created_at
        return bool(loaded) and (
            loaded != str(self.instance.latest_revision_id)
            or bool(loaded_at and saved_at and loaded_at != saved_at.isoformat())
        )

    def _child_rows(self) -> dict[str, list[models.Model]]:
        """Rows as they stand in the form: they reach the page only when it is saved."""
        return {
            name: [
                form.instance
                for form in formset.forms
                if form not in formset.deleted_forms and (form.has_changed() or form.instance.pk)
            ]
            for name, formset in self.formsets.items()
        }


def messages_by_field(findings: list[Finding], fields: set[str]) -> dict[str, ValidationError]:
    """One error for each field that holds findings, and one that says what to do; none without findings."""
    lines: dict[str, list[str]] = defaultdict(list)
    for finding in findings:
        lines[finding.field if finding.field in fields else NON_FIELD_ERRORS].append(finding.message)
    if findings:
        advice = _("发布检查发现 %(count)s 处个人信息或无法检查的附件，请删去或遮盖。") % {
            "count": len(findings)
        }
        way_out = _("确需公开的，先保存草稿，再从页面菜单的“发布检查”申请例外。")
        lines[NON_FIELD_ERRORS].insert(0, advice + way_out)
    return {field: ValidationError("；".join(texts), code="personal_data") for field, texts in lines.items()}
