"""Cases that a workflow moves: what a person may see of them, and their moves as writes.

    class RequestViewSet(WorkflowViewSet):
        workflow, resource, resource_label = RequestFlow, "requests", _("请求")
        serializer_class = RequestSerializer      # a CaseSerializer; its save(actor=…) ends in an action
        def get_queryset(self): return visible_requests(self.request.user)

The list is in keyset pages, one case comes with what the caller may do to it now, its history and its deadlines. A move
is a POST to one of these actions with the version that was read. What a page refuses is refused here by the same table
in the same words.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar, TypeVar

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.viewsets import GenericViewSet

from api.errors import CASE_CHANGED, MOVE_REFUSED, NOT_YOUR_MOVE, ProblemError
from api.pagination import KeysetPagination, slice_of
from api.parameters import ListParameters, Parameters
from api.personal import PersonalView
from api.schema import PortalAutoSchema
from api.sent import Sent
from api.viewsets import paged
from portal.audit.recording import record_each
from portal.audit.table import PERSON_READ
from portal.casework.citing import Cited, chosen, citable, cited
from portal.casework.registry import case_file_for
from portal.workflow.engine import ACTOR, CHANGED, CITATION, NOTE, Move, Refused, Workflow
from portal.workflow.models import Case, Deadline, Step

T = TypeVar("T")

NAMED = (NOTE, CITATION)  # what is missing from the move itself
PROBLEMS = {CHANGED: CASE_CHANGED, ACTOR: NOT_YOUR_MOVE}


class CaseSerializer(Sent, serializers.ModelSerializer[Any]):
    """Base of a case's row: list `id`, `state`, `state_label` and `version` among the fields."""

    state = serializers.CharField(read_only=True)
    state_label = serializers.SerializerMethodField(help_text="The state in the words for everybody.")
    version = serializers.IntegerField(read_only=True, help_text="Send it back with a move.")

    def get_state_label(self, case: Case) -> str:
        return str(self.context["view"].workflow.public[case.state])


class MoveSerializer(Sent):
    """What every move takes; a move that needs more has a serializer of its own in `move_serializers`."""

    version = serializers.IntegerField(min_value=1, help_text="The version of the case that was read.")
    note = serializers.CharField(default="", allow_blank=True, max_length=5000)


class CitingMoveSerializer(MoveSerializer):
    """What a move takes that rests on a rule of the caller's choice."""

    citation = serializers.CharField(
        default="", allow_blank=True, max_length=120, help_text="The key of one of the action's `citable`."
    )


class CitableSerializer(serializers.Serializer[Any]):
    """A published article, item or sub-item that a decision may rest on."""

    key = serializers.CharField(help_text="Such as `mentor-measures#a5-3`; sent back as `citation`.")
    label = serializers.CharField(help_text="As it is cited: document, article, item.")
    html_url = serializers.SerializerMethodField()

    @extend_schema_field(OpenApiTypes.URI)
    def get_html_url(self, rule: Cited) -> str:
        return str(self.context["request"].build_absolute_uri(rule.url))


class ActionSerializer(serializers.Serializer[Any]):
    """What the caller may do now."""

    name = serializers.CharField()
    label = serializers.CharField(source="transition.label")
    needs_note = serializers.BooleanField(source="transition.needs_note")
    citable = serializers.SerializerMethodField(
        help_text="The articles of which one has to be sent as `citation`; empty where the move needs none."
    )
    url = serializers.SerializerMethodField()

    @extend_schema_field(CitableSerializer(many=True))
    def get_citable(self, move: Move) -> Any:
        rules = citable(move.name, self.context["case"])
        return CitableSerializer(rules, many=True, context=self.context).data

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, move: Move) -> str:
        view = self.context["view"]
        return str(
            reverse(f"v1:{view.basename}-move", [self.context["case"].pk, move.name], request=view.request)
        )


class StepSerializer(serializers.Serializer[Any]):
    """One entry of the history: who as a role, never as a name."""

    version = serializers.IntegerField()
    at = serializers.DateTimeField()
    role = serializers.CharField()
    what = serializers.CharField(source="public")
    article = serializers.CharField(allow_blank=True, help_text="What it rests on, in words.")
    citation = serializers.SerializerMethodField(
        help_text="The very article that was chosen, where it is published."
    )

    @extend_schema_field(CitableSerializer(allow_null=True))
    def get_citation(self, step: Step) -> Any:
        rule = self.context["rules"].get(step.citation)
        return CitableSerializer(rule, context=self.context).data if rule else None


class DeadlineSerializer(serializers.Serializer[Any]):
    """What happens by itself, and when."""

    due_at = serializers.DateTimeField()
    suspended = serializers.SerializerMethodField(help_text="Whether the clock stands still.")
    sentence = serializers.CharField(help_text="Why it is due when it is.")

    def get_suspended(self, deadline: Deadline) -> bool:
        return deadline.suspended_at is not None


class CaseParts(serializers.Serializer[Any]):
    """One case with all that belongs to it."""

    case: serializers.BaseSerializer[Any]
    actions = ActionSerializer(many=True)
    steps = StepSerializer(many=True)
    deadlines = DeadlineSerializer(many=True)


class CaseSchema(PortalAutoSchema):
    """Every answer but the list's is one case with all that belongs to it; a move takes what its serializer says."""

    def get_response_serializers(self) -> Any:
        view: Any = self.view
        return super().get_response_serializers() if view.action == "list" else view.whole_serializer()

    def _get_request_body(self, direction: Any = "request") -> Any:
        view: Any = self.view
        if view.action != "move":
            return super()._get_request_body(direction)
        kinds = dict.fromkeys((MoveSerializer, *view.move_serializers.values()))
        schema = {"anyOf": [self.resolve_serializer(kind, direction).ref for kind in kinds]}
        return {
            "content": {media_type: {"schema": schema} for media_type in self.map_parsers()},
            "required": True,
        }


class WorkflowViewSet(PersonalView, GenericViewSet[Any]):
    """Cases of one workflow. `get_queryset` gives those that the caller may see; all others answer 404."""

    schema = CaseSchema()
    workflow: ClassVar[type[Workflow[Any]]]
    parameters: ClassVar[type[ListParameters]] = ListParameters
    move_serializers: ClassVar[Mapping[str, type[MoveSerializer]]] = {}
    pagination_class = KeysetPagination
    lookup_value_regex = "[0-9]{1,18}"
    ordering = ("-pk",)

    def list(self, request: Request) -> Response:
        values = self.parameters.read(request)
        page = slice_of(self.rows(values), self.ordering, values["limit"], values["cursor"])
        total = {"total": self.rows(values).count()} if values["total"] else {}
        self._looked_at(page.rows, details=f"list {self.resource}")
        return paged(request, page, total | {"results": self.get_serializer(page.rows, many=True).data})

    def rows(self, values: dict[str, Any]) -> Any:
        """The cases that the filters leave of those that the caller may see."""
        return self.get_queryset()

    def people_in(self, rows: Sequence[Any]) -> Iterable[Any]:
        """Keys of the people whose personal data these cases show: each look at somebody else's is in the trace
        (N16)."""
        return ()

    def _looked_at(self, rows: Sequence[Any], **words: Any) -> None:
        others = {*self.people_in(rows)} - {None, self.request.user.pk}
        record_each(PERSON_READ, sorted(others), **words)

    def retrieve(self, request: Request, pk: str) -> Response:
        Parameters.read(request)
        return Response(self._whole(self.read(pk)))

    def read(self, pk: str) -> Any:
        """One case that the caller may see, with the trace of the look at it."""
        case = get_object_or_404(self.get_queryset(), pk=pk)
        self.look_at(case)
        return case

    def look_at(self, case: Any) -> None:
        self._looked_at([case], object=case)

    def create(self, request: Request) -> Response:
        """Begin a case."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        case = told(lambda: serializer.save(actor=request.user))
        address = reverse(f"v1:{self.basename}-detail", [case.pk], request=request)
        return Response(self._whole(case), status=201, headers={"Location": str(address)})

    @action(methods=["post"], detail=True, url_path=r"moves/(?P<name>[a-z0-9_]+)")
    def move(self, request: Request, pk: str, name: str) -> Response:
        """Move a case; the answer is the case as it is then."""
        row = self.workflow.transitions.get(name)
        if row is None or not row.sources:
            raise Http404
        case = get_object_or_404(self.get_queryset(), pk=pk)
        given = self.move_serializers.get(name, MoveSerializer).read(request)
        return Response(self._whole(told(lambda: self._made(case, self.workflow.move(row), given))))

    def _made(self, case: Any, move: Move, given: dict[str, Any]) -> Any:
        key = given.pop("citation", "")
        if case.version == given["version"] and move.refusal(case, self.request.user) is None:
            given |= chosen(move, case, key)
        return move(case, actor=self.request.user, **given)

    @classmethod
    def whole_serializer(cls) -> CaseParts:
        """What describes one case of this workflow with all that belongs to it."""
        row: Any = cls.serializer_class
        return _in_motion(row)()

    def _whole(self, case: Any) -> dict[str, Any]:
        steps = list(case.steps)
        rules = cited(case_file_for(self.workflow.model), [step.citation for step in steps])
        context = {**self.get_serializer_context(), "case": case, "rules": rules}
        return {
            "case": self.get_serializer(case).data,
            "actions": ActionSerializer(
                self.workflow.available(case, self.request.user), many=True, context=context
            ).data,
            "steps": StepSerializer(steps, many=True, context=context).data,
            "deadlines": DeadlineSerializer(case.deadlines, many=True).data,
        }


@cache
def _in_motion(row: Any) -> type[CaseParts]:
    """One class for each kind of row, which the API's document names once."""
    return type(f"{row.__name__}InMotion", (CaseParts,), {"case": row()})


def told(write: Callable[[], T]) -> T:
    """What `write` returns; a refusal leaves as a problem in the words of the table."""
    try:
        return write()
    except Refused as refusal:
        if refusal.code in NAMED:
            raise ValidationError({refusal.code: [refusal.sentence]}) from refusal
        raise ProblemError(PROBLEMS.get(refusal.code, MOVE_REFUSED), refusal.sentence) from refusal
