"""导师 in the admin: who serves until when, how often a card was opened, and the way to page, card and import."""

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from cms_pages.models import District
from plugins.mentors import staff
from plugins.mentors.card.files import card_urls
from plugins.mentors.choices import ServingState
from plugins.mentors.clerk import views as clerk
from plugins.mentors.clerk.moves import MOVES
from plugins.mentors.models import Mentor
from plugins.mentors.rules.service import handles_mentors
from plugins.mentors.workflows.service import MentorFlow
from portal.audit.recording import record, record_each
from portal.audit.table import PERSON_READ
from portal.workflow.viewsets import CasePage

ENDING = (
    ("0", gettext_lazy("已到期")),
    ("30", gettext_lazy("30 天内到期")),
    ("90", gettext_lazy("90 天内到期")),
)
DOWNLOADS = (
    ("card_png", gettext_lazy("名片图片")),
    ("card_pdf", gettext_lazy("名片 A6")),
    ("poster_pdf", gettext_lazy("海报 A4")),
    ("card_svg", gettext_lazy("名片矢量图")),
)


class MentorFilters(WagtailFilterSet):
    """State, district, end of term."""

    state = django_filters.ChoiceFilter(label=gettext_lazy("状态"), choices=ServingState.choices)
    district = django_filters.ModelChoiceFilter(
        label=gettext_lazy("区市"), field_name="page__district", queryset=District.objects.all()
    )
    ending = django_filters.ChoiceFilter(label=gettext_lazy("聘期"), choices=ENDING, method="by_end")

    class Meta:
        model = Mentor
        fields: list[str] = []

    def by_end(self, mentors: QuerySet[Mentor], name: str, days: str) -> QuerySet[Mentor]:
        """Terms that have ended, or that end within so many days from today."""
        today = timezone.localdate()
        if days == "0":
            return mentors.filter(term_to__lt=today)
        return mentors.filter(term_to__range=(today, today + timedelta(days=int(days))))


class MentorList(generic.IndexView):
    """All mentors, drafts included."""

    def get_base_queryset(self) -> QuerySet[Mentor]:
        first = timezone.localdate().replace(day=1)
        scans = Coalesce(Sum("scans__count", filter=Q(scans__day__gte=first)), 0)
        mentors: QuerySet[Mentor] = super().get_base_queryset()
        return mentors.select_related("page", "page__district").annotate(scans_this_month=scans)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        record_each(
            PERSON_READ, [row.user_id for row in context["object_list"] if row.user_id], details="list"
        )
        return context

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        chosen = self.request.GET.urlencode()
        export = f"{reverse('mentor:export')}?{chosen}" if chosen else reverse("mentor:export")
        buttons = []
        if self.request.user.has_perm(staff.ADD):
            buttons.append(
                Button(_("导入导师"), url=reverse("mentor:import"), icon_name="upload", priority=10)
            )
        if handles_mentors(self.request.user):
            ending = reverse("mentor:ending")
            buttons.append(Button(_("聘期将满"), url=ending, icon_name="history", priority=20))
            buttons.append(Button(_("导出 xlsx"), url=export, icon_name="download", priority=30))
        return buttons


class MentorService(CasePage):
    """A mentor's service: terms with certificates, history, deadlines, and every move that the person may do."""

    template_name = "mentors/admin/service.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.object.user_id:
            record(PERSON_READ, object=self.object, subject=self.object.user_id)
        dated = [
            (move, reverse(f"mentor:{move.name}", args=[self.object.pk]))
            for move in MentorFlow.available(self.object, self.request.user)
            if move.name in MOVES
        ]
        context = super().get_context_data(**kwargs)
        return context | {"dated_moves": dated, "terms": self.object.terms.all(), "mentor": self.object}


class NewMentor(generic.CreateView):
    """Appoint somebody: name and term here, the page in the page editor."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"for_user": self.request.user}

    def get_success_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.object.page_id])


class EditMentor(generic.EditView):
    """Term, state and account; page and card are one click away."""

    @cached_property
    def header_buttons(self) -> list[Any]:
        page = reverse("wagtailadmin_pages:edit", args=[self.object.page_id])
        service = reverse("mentor:inspect", args=[self.object.pk])
        return [
            HeaderButton(_("聘期与状态"), url=service, icon_name="history"),
            HeaderButton(_("编辑展示页"), url=page, icon_name="edit"),
        ]

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        urls = card_urls(self.object.code)
        files = [
            Button(label, url=urls[name], icon_name="download", priority=place)
            for place, (name, label) in enumerate(DOWNLOADS, start=1)
        ]
        return [*(files if self.object.page.live else []), *super().header_more_buttons]


class MentorStaffViewSet(ModelViewSet):
    """/admin/mentor/"""

    model = Mentor
    name = "mentor"
    icon = "group"
    menu_label = gettext_lazy("导师")
    menu_order = 150
    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = MentorList
    add_view_class = NewMentor
    edit_view_class = EditMentor
    inspect_view_class = MentorService
    inspect_view_enabled = True
    inspect_view_fields = [
        "code",
        "user",
        "appointed_on",
        "term_number",
        "term_from",
        "term_to",
        "weekly_cap",
    ]
    filterset_class = MentorFilters
    search_fields = ["page__title", "page__organisation", "code"]
    ordering = ["-appointed_on", "-pk"]
    list_display = [
        "__str__",
        Column("code", label=gettext_lazy("编号"), sort_key="code"),
        Column("organisation", label=gettext_lazy("单位"), accessor="page.organisation"),
        Column("district", label=gettext_lazy("区市"), accessor="page.district"),
        Column(
            "state",
            label=gettext_lazy("状态"),
            accessor=lambda mentor: standing_label(mentor),
            sort_key="state",
        ),
        Column("term_to", label=gettext_lazy("聘期结束"), sort_key="term_to"),
        Column(
            "page_state",
            label=gettext_lazy("展示页"),
            accessor=lambda mentor: _("已发布") if mentor.page.live else _("草稿"),
        ),
        Column("scans_this_month", label=gettext_lazy("本月扫码"), sort_key="scans_this_month"),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("appointed_on"),
            FieldPanel("user"),
            FieldPanel("weekly_cap"),
            HelpPanel(template="mentors/admin/figures.html", heading=gettext_lazy("服务数据")),
        ],
        base_form_class=staff.EditMentorForm,
    )

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_add_view_kwargs(**kwargs) | {"panel": None, "form_class": staff.NewMentorForm}

    def get_inspect_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        own = {"workflow": MentorFlow, "hidden_moves": tuple(MOVES)}
        return super().get_inspect_view_kwargs(**own | kwargs)

    def filtered(self, request: HttpRequest) -> QuerySet[Mentor]:
        """The mentors of the list as its filters and its search leave them."""
        view = self.index_view
        listing = MentorList(**view.view_initkwargs)
        listing.setup(request)
        listing.dispatch(request)
        return listing.get_queryset()

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("ending/", clerk.ending, name="ending"),
            path("export.xlsx", clerk.export, {"rows": self.filtered}, name="export"),
            *(path(f"<int:pk>/{name}/", clerk.move, {"name": name}, name=name) for name in MOVES),
            path("<int:pk>/certificates/<int:number>.pdf", clerk.certificate, name="certificate"),
            path("import/", staff.import_sheet, name="import"),
            path("import/template.xlsx", staff.sheet_template, name="import_template"),
        ]


def standing_label(mentor: Mentor) -> str:
    """The state as it is today: a mentor who serves on paper may be past the term."""
    if mentor.state == ServingState.SERVING and mentor.has_left():
        return _("聘期已结束")
    return str(mentor.get_state_display())
