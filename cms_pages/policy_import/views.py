"""Importing a regulation in the admin: upload, look at what was read, save it as a draft (B0)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms_pages.models import PolicyIndexPage
from cms_pages.policy_import.findings import Level, PolicyImportError
from cms_pages.policy_import.forms import ConfirmForm, UploadForm, policy_sections
from cms_pages.policy_import.report import count_line, head_fields, shown
from cms_pages.policy_import.saving import compare_with_site, find_duplicate, save_draft
from cms_pages.policy_import.tree import ParsedPolicy
from portal.accounts.models import User

TITLE = _("导入政策文件")


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Ask for a file; when it can be read show what was read, with nothing saved yet."""
    user = _editor(request)
    form = UploadForm(request.POST or None, request.FILES or None, user=user)
    if form.is_valid():
        assert form.policy is not None
        confirmation = ConfirmForm(initial={"document": form.signed()}, user=user)
        return _preview(request, form.policy, form.cleaned_data["parent"], confirmation)
    status = 422 if form.is_bound else 200
    return _render(request, "cms_pages/admin/policy_import_upload.html", {"form": form}, status)


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Save what the preview showed as a draft and go on to its editor."""
    user = _editor(request)
    form = ConfirmForm(request.POST, user=user)
    if not form.is_valid():
        messages.error(
            request, " ".join(str(error) for error in form.non_field_errors()) or _("请重新上传文件。")
        )
        return redirect("policy_import")
    policy, parent = form.cleaned_data["policy"], form.cleaned_data["parent"]
    try:
        page = save_draft(policy, parent, user=user, again=form.cleaned_data["again"])
    except PolicyImportError as error:
        messages.error(request, str(error))
        return _preview(request, policy, parent, form, status=422)
    messages.success(request, _("已保存为草稿，请核对后提交审核。"))
    return redirect("wagtailadmin_pages:edit", page.pk)


def _preview(
    request: HttpRequest, policy: ParsedPolicy, parent: PolicyIndexPage, form: ConfirmForm, status: int = 200
) -> HttpResponse:
    findings = [*compare_with_site(policy, parent), *policy.findings]
    by_level = {level: [found for found in findings if found.level is level] for level in Level}
    context = {
        "policy": policy,
        "form": form,
        "head_fields": head_fields(policy),
        "tree": shown(policy),
        "count_line": count_line(policy, findings),
        "refusals": by_level[Level.REFUSAL],
        "warnings": by_level[Level.WARNING],
        "notes": by_level[Level.NOTE],
        "duplicate": find_duplicate(policy, parent),
    }
    return _render(request, "cms_pages/admin/policy_import_preview.html", context, status)


def _editor(request: HttpRequest) -> User:
    """The signed-in user, who must be allowed to add policies somewhere."""
    if not isinstance(request.user, User) or not policy_sections(request.user).exists():
        raise PermissionDenied
    return request.user


def _render(request: HttpRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    furniture = {
        "page_title": TITLE,
        "header_title": TITLE,
        "header_icon": "doc-full-inverse",
        "breadcrumbs_items": [
            *WagtailAdminTemplateMixin.breadcrumbs_items,
            {"url": reverse("policy_import"), "label": TITLE},
        ],
    }
    return render(request, template, furniture | context, status=status)
