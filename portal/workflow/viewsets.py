"""Staff's list and page of the cases of any workflow, in Wagtail's admin.

    class RequestStaffViews(CaseStaffViews):
        model, workflow = Request, RequestFlow
        menu_label, icon, add_to_admin_menu = _("请求"), "help", True
        list_display = ["text", *CaseStaffViews.list_display]

Who may view the model may open it; which buttons the page of a case has, the table decides.
"""

from collections.abc import Collection
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from portal.submitting.seen import seen_version
from portal.workflow.engine import NOTE, Move, Refused, Workflow
from portal.workflow.registry import workflow_for

VIEWS = ("index", "index_results", "inspect")
LONGEST_NOTE = 5000
NAMES_OF_NONE = ("add_url_name", "edit_url_name", "delete_url_name", "history_url_name", "usage_url_name")


class ViewOnly(ModelPermissionPolicy):
    """Nobody edits a case: it moves."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Collection[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class CaseList(generic.IndexView):
    """The cases; the title leads to the page of the case."""

    any_permission_required = ["view"]

    def get_edit_url(self, instance: Any) -> Any:
        return self.get_inspect_url(instance)


class CasePage(generic.InspectView):
    """A case with its history, its deadlines and the moves that the person may do."""

    any_permission_required = ["view"]
    template_name = "workflow/case.html"
    workflow: type[Workflow[Any]] | None = None
    hidden_moves: Collection[str] = ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self.object
        return super().get_context_data(**kwargs) | {
            "case": case,
            "state": self._flow.states(case.state).label,
            "steps": case.steps.select_related("actor"),
            "deadlines": case.deadlines,
            "moves": self._moves(),
            "note": self.request.POST.get("note", ""),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do a move, with the version that the page showed; a refusal is told, and the note is still there."""
        move = next((move for move in self._flow.moves() if move.name == request.POST.get("move")), None)
        try:
            self._do(move, request)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            self.object.refresh_from_db()
            return self.render_to_response(self.get_context_data())
        messages.success(request, _("已办理：%s。") % move)
        return redirect(request.path)

    def _do(self, move: Move | None, request: HttpRequest) -> None:
        seen = seen_version(request)
        if move is None or move.name in self.hidden_moves or seen < 0:
            raise Refused("unknown", _("没有这样的办理。请刷新后再办。"))
        note = request.POST.get("note", "")
        if len(note) > LONGEST_NOTE:
            raise Refused(NOTE, _("说明最多 %d 字。") % LONGEST_NOTE)
        move(self.object, actor=request.user, note=note, version=seen)

    def _moves(self) -> list[Move]:
        moves = self._flow.available(self.object, self.request.user)
        return [move for move in moves if move.name not in self.hidden_moves]

    @property
    def _flow(self) -> type[Workflow[Any]]:
        assert self.workflow, "get_inspect_view_kwargs names it"
        return self.workflow


class CaseStaffViews(ModelViewSet):
    """List and page of a workflow's cases. `hidden_moves` need more than a note and have pages of their own."""

    workflow: ClassVar[type[Workflow[Any]]]
    hidden_moves: ClassVar[Collection[str]] = ()
    index_view_class = CaseList
    inspect_view_class = CasePage
    inspect_view_enabled = True
    copy_view_enabled = False
    exclude_form_fields: ClassVar[Collection[str]] = ()
    list_filter = ["state"]
    list_display: ClassVar[list[Any]] = [
        Column(
            "state", label=gettext_lazy("状态"), accessor=lambda case: state_label(case), sort_key="state"
        ),
    ]

    def __init__(self, name: str | None = None, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        if policy_registry.get_by_type(self.model, fallback=False) is None:
            register_permission_policy(self.model, ViewOnly(self.model), exact_class=True)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**dict.fromkeys(NAMES_OF_NONE) | kwargs)

    def get_inspect_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        own = {"workflow": self.workflow, "hidden_moves": self.hidden_moves}
        return super().get_inspect_view_kwargs(**own | kwargs)

    def get_urlpatterns(self) -> list[Any]:
        return [entry for entry in super().get_urlpatterns() if entry.name in VIEWS]


def state_label(case: Any) -> str:
    """The state in staff's words."""
    return str(workflow_for(type(case)).states(case.state).label)
