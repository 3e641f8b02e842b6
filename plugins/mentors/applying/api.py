"""/api/v1/mentor-applications/: becoming a mentor, by the forms, predicates and words of the pages (A2 to A4).

A draft is filled in section by section; its files go to /attachments/ with the owner `mentors.application:<id>`; it is
handed in, returned, passed, rejected and ended by moves.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.models import Site

from api.errors import CASE_CHANGED, MOVE_REFUSED, ProblemError
from api.sent import Sent
from api.workflow import CaseSerializer, CitingMoveSerializer, MoveSerializer, WorkflowViewSet
from plugins.mentors.actions.application import DraftChanged, begin, pledge
from plugins.mentors.applying.answers import MASKS
from plugins.mentors.applying.forms import SectionForm, form_for
from plugins.mentors.applying.previewing import preview_of
from plugins.mentors.applying.queries import visible_applications
from plugins.mentors.applying.sections import (
    FILLED_IN,
    Progress,
    Section,
    Status,
    progress_of,
    saved_at,
    values_of,
)
from plugins.mentors.models import Application, ApplicationQuerySet
from plugins.mentors.personal_fields import TRUTHFULNESS
from plugins.mentors.rules.application import is_applicant
from plugins.mentors.workflows.appointment import AppointmentFlow
from portal.audit.recording import record
from portal.audit.table import PERSON_READ
from portal.masking import mask
from portal.workflow.engine import Refused

T = TypeVar("T")


class ApplicationSerializer(CaseSerializer):
    """An application in a list, and in the answer to a move; what was filled in is under `sections/`."""

    class Meta:
        model = Application
        fields = ["id", "number", "state", "state_label", "version", "submitted_at", "returns"]
        read_only_fields = ["number", "submitted_at", "returns"]

    def create(self, validated_data: dict[str, Any]) -> Application:
        return begin(validated_data["actor"], Site.find_for_request(self.context["request"]))


class AppointSerializer(MoveSerializer):
    """The term, both days included."""

    term_from = serializers.DateField()
    term_to = serializers.DateField()

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if given["term_to"] < given["term_from"]:
            raise ValidationError({"term_to": [_("聘期结束不能早于聘期开始。")]})
        return given


class ApplicationSectionSerializer(serializers.Serializer[Progress]):
    """A section: how far it has come, and what is in it; numbers of other people leave masked."""

    name = serializers.CharField(source="section.name")
    label = serializers.CharField(source="section.label")
    status = serializers.ChoiceField(Status.choices)
    problems = serializers.ListField(child=serializers.CharField(), help_text="What staff found wrong.")
    version = serializers.SerializerMethodField(help_text="Send it back when saving.")
    saved_at = serializers.SerializerMethodField()
    values = serializers.SerializerMethodField()

    def get_version(self, entry: Progress) -> int:
        return int(self.context["application"].version_of(entry.section.name))

    def get_saved_at(self, entry: Progress) -> datetime | None:
        moment = saved_at(self.context["application"], entry.section)
        return timezone.localtime(moment) if moment else None

    @extend_schema_field(OpenApiTypes.OBJECT)
    def get_values(self, entry: Progress) -> dict[str, Any]:
        plain = plain_values(self.context["application"], entry.section)
        return (
            plain if self.context["whole"] else {name: _masked(name, value) for name, value in plain.items()}
        )


class SaveSerializer(Sent):
    """What is to be kept of a section; fields that are left out stay as they are."""

    version = serializers.IntegerField(min_value=0, help_text="The version of the section that was read.")
    values = serializers.DictField()


class PledgeSerializer(Sent):
    """The yes to the statement of truthfulness."""

    version = serializers.CharField(help_text="The version of the statement that was read.")


class StatementSerializer(serializers.Serializer[Any]):
    version = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()


class ApplicationSectionsSerializer(serializers.Serializer[Any]):
    sections = ApplicationSectionSerializer(many=True)
    statement = StatementSerializer()


class ApplicationViewSet(WorkflowViewSet):
    """Applications to become a mentor: one's own, or those that were handed in for those who handle them."""

    workflow, resource, resource_label = AppointmentFlow, "mentor-applications", _("导师申请")
    queryset = Application.objects.none()
    serializer_class = ApplicationSerializer
    move_serializers = {"appoint": AppointSerializer, "reject": CitingMoveSerializer}

    def get_queryset(self) -> ApplicationQuerySet:
        return visible_applications(self.request.user)

    @extend_schema(responses=ApplicationSectionsSerializer)
    @action(methods=["get"], detail=True, url_path="sections")
    def sections(self, request: Request, pk: str) -> Response:
        """Everything that was filled in, with how far each section has come, and the statement to agree to."""
        return self._sections(self._one(pk))

    @extend_schema(request=SaveSerializer, responses=ApplicationSectionsSerializer)
    @action(methods=["patch"], detail=True, url_path=r"sections/(?P<name>[a-z0-9_]+)")
    def section(self, request: Request, pk: str, name: str) -> Response:
        """Save a section of a draft; 409 when it was saved elsewhere since it was read."""
        application = self._one(pk)
        section = _section(name)
        form = _filled(application, section, SaveSerializer.read(request))
        return self._sections(_told(lambda: form.save(actor=request.user)))

    @extend_schema(request=PledgeSerializer, responses=ApplicationSectionsSerializer)
    @action(methods=["post"], detail=True, url_path="pledge")
    def pledge(self, request: Request, pk: str) -> Response:
        """Agree to the statement of truthfulness in the version that was read."""
        application = self._one(pk)
        if PledgeSerializer.read(request)["version"] != TRUTHFULNESS.version:
            raise ValidationError({"version": [_("承诺书已有新版本，请重新阅读。")]})
        return self._sections(_told(lambda: pledge(application, actor=request.user)))

    @extend_schema(responses=OpenApiTypes.OBJECT)
    @action(methods=["get"], detail=True, url_path="preview")
    def preview(self, request: Request, pk: str) -> Response:
        """The public page as it would be: the card of /mentors/."""
        return Response(preview_of(self._one(pk)).card)

    def _one(self, pk: str) -> Application:
        application = get_object_or_404(self.get_queryset(), pk=pk)
        if not is_applicant(self.request.user, application):
            record(PERSON_READ, object=application, subject=application.applicant)
        return application

    def _sections(self, application: Application) -> Response:
        whole = is_applicant(self.request.user, application)
        context = {**self.get_serializer_context(), "application": application, "whole": whole}
        body = {"sections": progress_of(application), "statement": TRUTHFULNESS}
        return Response(ApplicationSectionsSerializer(body, context=context).data)


def plain_values(application: Application, section: Section) -> dict[str, Any]:
    """What a section holds, terms by their slugs: what may be sent back."""
    return {name: _plain(value) for name, value in values_of(application, section).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return getattr(value, "slug", value)


def _masked(name: str, value: Any) -> Any:
    return mask(MASKS[name], value) if name in MASKS else value


def _section(name: str) -> Section:
    if name not in FILLED_IN:
        raise Http404
    return FILLED_IN[name]


def _filled(application: Application, section: Section, given: dict[str, Any]) -> SectionForm:
    """The section's form with what is there and what was sent over it; raises ValidationError for what is not valid."""
    values = given["values"]
    if unknown := values.keys() - set(section.fields):
        raise ValidationError({name: [_("没有这个参数。")] for name in unknown})
    form = form_for(
        application, section, plain_values(application, section) | values, version=given["version"]
    )
    if wrong := {name: [str(error) for error in form.errors[name]] for name in form.rough()}:
        raise ValidationError(wrong)
    return form


def _told(write: Callable[[], T]) -> T:
    try:
        return write()
    except DraftChanged as changed:
        raise ProblemError(CASE_CHANGED, str(changed)) from changed
    except Refused as refusal:
        raise ProblemError(MOVE_REFUSED, refusal.sentence) from refusal
