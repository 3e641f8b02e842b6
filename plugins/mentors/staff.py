"""Forms and views of the staff's pages: appointing, importing."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput

from cms_pages.models import MentorIndexPage, MentorPage
from plugins.mentors.actions.service import appoint_new
from plugins.mentors.importing import Outcome, Plan, SheetRefused, check, read_table, write
from plugins.mentors.importing.template import CONTENT_TYPE, template
from plugins.mentors.importing.writing import Then
from plugins.mentors.models import Mentor
from plugins.mentors.settings import MentorSettings
from portal.accounts.models import User

ADD = "mentors.add_mentor"


def sections(user: User) -> QuerySet[MentorIndexPage]:
    """The sections in which the user may add mentors."""
    open_to_user = [
        section.pk
        for section in MentorIndexPage.objects.all()
        if MentorPage.can_create_at(section) and section.permissions_for_user(user).can_add_subpage()
    ]
    return MentorIndexPage.objects.filter(pk__in=open_to_user).order_by("path")


class SectionField(forms.ModelChoiceField):
    """Where new mentors go; asked only where there is a choice."""

    def offer(self, user: User) -> None:
        """Offer the user's sections."""
        self.queryset = sections(user)
        self.initial = self.queryset.first()
        if len(self.queryset) == 1:
            self.widget = forms.HiddenInput()


class NewMentorForm(forms.ModelForm):
    """Who is appointed until when; the page's other fields follow in the page editor."""

    title = forms.CharField(label=gettext_lazy("姓名"), max_length=40)
    organisation = forms.CharField(label=gettext_lazy("单位"), max_length=60)
    position = forms.CharField(label=gettext_lazy("职务"), max_length=60)
    section = SectionField(
        label=gettext_lazy("栏目"), queryset=MentorIndexPage.objects.none(), empty_label=None
    )

    class Meta:
        model = Mentor
        fields = ["title", "organisation", "position", "section", "term_from", "term_to"]
        widgets = {"term_from": AdminDateInput, "term_to": AdminDateInput}

    def __init__(self, *args: Any, for_user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = for_user
        section = self.fields["section"]
        assert isinstance(section, SectionField)
        section.offer(for_user)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        same = Mentor.objects.filter(
            page__title=cleaned.get("title"), page__organisation=cleaned.get("organisation")
        ).first()
        if same is not None:
            raise forms.ValidationError(_("已有这位导师，名片编号 %s。") % same.code)
        return cleaned

    def save(self, commit: bool = True) -> Mentor:
        """A draft page with its first revision, and the appointment."""
        names = ("section", "title", "organisation", "position", "term_from", "term_to")
        given = {name: self.cleaned_data[name] for name in names}
        self.instance = appoint_new(**given, actor=self.user)
        return self.instance


class EditMentorForm(WagtailAdminModelForm):
    """What is no move: first appointment, account, cap. State and term, which others may move meanwhile, stay as they are."""

    def save(self, commit: bool = True) -> Mentor:
        mentor: Mentor = self.instance
        if self.changed_data:
            mentor.save(update_fields=self.changed_data)
        return mentor


class ImportForm(forms.Form):
    """A sheet, where its mentors go, and how to treat what is wrong in it. Clean data hold the checked `plan`."""

    file = forms.FileField(
        label=gettext_lazy("表格"),
        help_text=gettext_lazy("xlsx 或 csv。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    section = SectionField(
        label=gettext_lazy("栏目"), queryset=MentorIndexPage.objects.none(), empty_label=None
    )
    then = forms.ChoiceField(
        label=gettext_lazy("导入之后"),
        choices=[
            (Then.KEEP_DRAFT.value, gettext_lazy("存为草稿")),
            (Then.SUBMIT.value, gettext_lazy("提交审核")),
        ],
        widget=forms.RadioSelect,
        initial=Then.KEEP_DRAFT.value,
    )
    only_check = forms.BooleanField(label=gettext_lazy("只检查，不导入"), required=False)
    keep_going = forms.BooleanField(label=gettext_lazy("跳过有问题的行，导入其余的行"), required=False)

    def __init__(self, *args: Any, for_user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = for_user
        section = self.fields["section"]
        assert isinstance(section, SectionField)
        section.offer(for_user)

    def plan(self) -> Plan:
        """What the sheet would do. Raises SheetRefused."""
        upload, section = self.cleaned_data["file"], self.cleaned_data["section"]
        limit = MentorSettings.for_site(section.get_site()).import_rows
        return check(read_table(upload.name, upload.read(), limit=limit), index=section)

    def save(self) -> Outcome:
        """Write the sheet's mentors, or none; see `write`. Raises SheetRefused."""
        plan = self.plan()
        if self.cleaned_data["only_check"]:
            return Outcome((), plan.problems)
        return write(
            plan,
            index=self.cleaned_data["section"],
            user=self.user,
            then=Then(self.cleaned_data["then"]),
            keep_going=self.cleaned_data["keep_going"],
        )


@require_http_methods(["GET", "POST"])
def import_sheet(request: HttpRequest) -> HttpResponse:
    """Upload a sheet; what is wrong in it is listed with row, column and reason."""
    form = ImportForm(request.POST or None, request.FILES or None, for_user=_clerk(request))
    problems: Any = ()
    if form.is_valid():
        try:
            outcome = form.save()
        except SheetRefused as error:
            problems = error.problems
        else:
            problems = outcome.problems
            _tell(request, form, outcome)
    status = 422 if problems or (form.is_bound and not form.is_valid()) else 200
    return _render(request, {"form": form, "problems": problems}, status)


@require_safe
def sheet_template(request: HttpRequest) -> HttpResponse:
    """The sheet to fill in."""
    _clerk(request)
    headers = {"Content-Disposition": 'attachment; filename="mentors.xlsx"'}
    return HttpResponse(template(), content_type=CONTENT_TYPE, headers=headers)


def _clerk(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not request.user.has_perm(ADD):
        raise PermissionDenied
    return request.user


def _tell(request: HttpRequest, form: ImportForm, outcome: Outcome) -> None:
    if form.cleaned_data["only_check"]:
        if not outcome.problems:
            messages.success(request, _("没有发现问题，可以导入。"))
    elif outcome.mentors:
        messages.success(request, _("已导入 %d 位导师。") % len(outcome.mentors))
    else:
        messages.error(request, _("有问题，没有导入任何一行。"))


def _render(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    title = _("导入导师")
    furniture = {
        "page_title": title,
        "header_title": title,
        "header_icon": "upload",
        "breadcrumbs_items": [
            *WagtailAdminTemplateMixin.breadcrumbs_items,
            {"url": reverse("mentor:index"), "label": _("导师")},
            {"url": "", "label": title},
        ],
    }
    return render(request, "mentors/admin/import.html", furniture | context, status=status)
