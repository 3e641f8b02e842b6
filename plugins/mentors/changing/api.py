"""/api/v1/profile-changes/: a change of a mentor's page, written, compared, handed in and decided (A14).

Papers that prove what has changed go to /attachments/ with the owner `mentors.profilechange:<id>`, slot `evidence`.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from api.sent import Sent
from api.workflow import CaseSerializer, WorkflowViewSet, told
from cms_pages.choices import AvailableTime, Stage, Way
from cms_pages.models import District, Field, Industry, Language, MentorPage, ServiceType
from plugins.mentors.actions.profile_change import begin_change, write_change
from plugins.mentors.changing.content import proposed_page, values_of
from plugins.mentors.changing.differing import Difference, differences, news
from plugins.mentors.changing.forms import (
    LONGEST_INTRODUCTION,
    LONGEST_PERIOD,
    LONGEST_ROLE,
    MOST_ROWS,
    PhotoForm,
)
from plugins.mentors.importing.columns import LONGEST_POINT, MOST_FIELDS, MOST_POINTS
from plugins.mentors.models import Mentor, ProfileChange
from plugins.mentors.rules.profile_change import keeps_own_page, reviews_changes, supervises_changes
from plugins.mentors.workflows.profile_change import ProfileChangeFlow


class ProfileChangeSerializer(CaseSerializer):
    """One change. It begins with nothing in it but the page that is public."""

    mentor = serializers.CharField(source="mentor.code", read_only=True, help_text="Code of the mentor.")
    revision = serializers.IntegerField(
        source="revision_id",
        read_only=True,
        help_text="The version of the content; send it back when writing.",
    )

    class Meta:
        model = ProfileChange
        fields = ["id", "number", "state", "state_label", "version", "mentor", "revision", "answer"]
        read_only_fields = ["number", "answer"]

    def create(self, validated_data: dict[str, Any]) -> ProfileChange:
        """The caller's open change, begun unless there is one."""
        person = validated_data["actor"]
        mentor = Mentor.objects.filter(user=person).first()
        if mentor is None or not keeps_own_page(person, mentor):
            raise PermissionDenied(_("只有在聘的导师可以修改自己的展示页。"))
        return begin_change(mentor, actor=person)


class ProposedExperienceSerializer(Sent):
    """One line of the experience."""

    period = serializers.CharField(max_length=LONGEST_PERIOD)
    role = serializers.CharField(max_length=LONGEST_ROLE)


def _terms(model: Any, **options: Any) -> Any:
    return serializers.SlugRelatedField(slug_field="slug", queryset=model.objects.all(), many=True, **options)


def _length(name: str) -> int:
    return int(MentorPage._meta.get_field(name).max_length or 0)


class ContentSerializer(Sent):
    """What the mentor wants the page to say; terms are named by their slug. What is left out stays."""

    revision = serializers.IntegerField(
        write_only=True, help_text="The version of the content that was read."
    )
    headline = serializers.CharField(max_length=_length("headline"), required=False)
    help_points = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_POINT), max_length=MOST_POINTS, required=False
    )
    introduction = serializers.CharField(allow_blank=True, max_length=LONGEST_INTRODUCTION, required=False)
    organisation = serializers.CharField(max_length=_length("organisation"), required=False)
    position = serializers.CharField(max_length=_length("position"), required=False)
    years_of_experience = serializers.IntegerField(min_value=0, max_value=80, allow_null=True, required=False)
    district = serializers.SlugRelatedField(
        slug_field="slug", queryset=District.objects.all(), required=False
    )
    fields_of_expertise = _terms(Field, source="fields", required=False, allow_empty=False)
    industries = _terms(Industry, required=False)
    service_types = _terms(ServiceType, required=False)
    ways = serializers.MultipleChoiceField(choices=Way.choices, required=False, allow_empty=False)
    times = serializers.MultipleChoiceField(choices=AvailableTime.choices, required=False)
    stages = serializers.MultipleChoiceField(choices=Stage.choices, required=False)
    languages = _terms(Language, required=False)
    experience = ProposedExperienceSerializer(many=True, required=False)
    without_photo = serializers.BooleanField(required=False, help_text="True takes the photo away.")

    def validate_fields_of_expertise(self, chosen: list[Field]) -> list[Field]:
        if len(chosen) > MOST_FIELDS:
            raise serializers.ValidationError(_("最多选 %d 个。") % MOST_FIELDS)
        return chosen

    def validate_experience(self, rows: list[dict[str, str]]) -> list[dict[str, str]]:
        if len(rows) > MOST_ROWS:
            raise serializers.ValidationError(_("最多 %d 行。") % MOST_ROWS)
        return rows


class PhotoSerializer(Sent):
    """A photo, with the version of the content that was read."""

    revision = serializers.IntegerField()
    file = serializers.FileField(allow_empty_file=True)


class WrittenSerializer(serializers.Serializer[Any]):
    """The content of a change with the version that it is."""

    revision = serializers.IntegerField()
    content = serializers.DictField(
        help_text="As it is written, with `fields_of_expertise` among it, and `portrait`, the key of a picture."
    )


class PieceSerializer(serializers.Serializer[Any]):
    """Some words, and whether the other side has them not."""

    text = serializers.CharField()
    marked = serializers.BooleanField()


class DifferenceSerializer(serializers.Serializer[Any]):
    """A field in two versions, line by line."""

    name = serializers.CharField()
    label = serializers.CharField()
    before = serializers.ListField(child=PieceSerializer(many=True))
    after = serializers.ListField(child=PieceSerializer(many=True))


class ComparisonSerializer(serializers.Serializer[Any]):
    """What the change would alter on the public page; what others have altered there since the mentor began."""

    differences = DifferenceSerializer(many=True)
    overtaken_by = DifferenceSerializer(many=True)


class ProfileChangeViewSet(WorkflowViewSet):
    """Changes of mentors' pages: one's own, or those that were handed in for whoever reviews them."""

    workflow, resource, resource_label = ProfileChangeFlow, "profile-changes", _("展示页变更")
    queryset = ProfileChange.objects.none()
    serializer_class = ProfileChangeSerializer

    def get_queryset(self) -> "QuerySet[ProfileChange]":
        return visible_changes(self.request.user)

    def people_in(self, rows: Sequence[Any]) -> list[Any]:
        return [row.mentor.user_id for row in rows]

    @extend_schema(responses=WrittenSerializer)
    @action(methods=["get"], detail=True)
    def content(self, request: Request, pk: str) -> Response:
        """The page as the mentor wants it."""
        return Response(_written(self.read(pk)))

    @extend_schema(request=ContentSerializer, responses=WrittenSerializer)
    @content.mapping.patch
    def write(self, request: Request, pk: str) -> Response:
        """Write some of it, with the version that was read."""
        change = get_object_or_404(self.get_queryset(), pk=pk)
        given = ContentSerializer.read(request)
        seen = given.pop("revision")
        page = proposed_page(change)
        _put_into(page, given)
        return Response(_written(told(lambda: write_change(change, page, actor=request.user, seen=seen))))

    @extend_schema(request={"multipart/form-data": PhotoSerializer}, responses=WrittenSerializer)
    @action(methods=["post"], detail=True, parser_classes=(MultiPartParser,))
    def photo(self, request: Request, pk: str) -> Response:
        """Another photo, drawn anew and public once the change is approved."""
        change = get_object_or_404(self.get_queryset(), pk=pk)
        given = PhotoSerializer.read(request)
        form = PhotoForm(files=MultiValueDict({"photo": [given["file"]]}))
        if not form.is_valid():
            raise ValidationError({"file": [str(error) for error in form.errors["photo"]]})
        seen = given["revision"]
        return Response(_written(told(lambda: form.save(change, seen=seen, actor=request.user))))

    @extend_schema(responses=ComparisonSerializer)
    @action(methods=["get"], detail=True)
    def differences(self, request: Request, pk: str) -> Response:
        """The change beside the public page."""
        change = self.read(pk)
        sides = {"differences": _plain(differences(change)), "overtaken_by": _plain(news(change))}
        return Response(sides)


def visible_changes(user: Any) -> "QuerySet[ProfileChange]":
    """The changes that the person may see; the same as `rules.profile_change.reads_change` asks of one."""
    seen = Q(mentor__user=user.pk)
    if reviews_changes(user) or supervises_changes(user):
        seen |= Q(number__isnull=False)
    return ProfileChange.objects.filter(seen).select_related("mentor__page")


def _put_into(page: MentorPage, given: dict[str, Any]) -> None:
    """Set what was given on the page in memory."""
    if "help_points" in given:
        given["help_points"] = [("point", point) for point in given["help_points"]]
    if "experience" in given:
        given["experience"] = [("row", dict(row)) for row in given["experience"]]
    if given.pop("without_photo", False):
        given["portrait"] = None
    for name, value in given.items():
        setattr(page, name, sorted(value) if isinstance(value, set) else value)


def _written(change: ProfileChange) -> dict[str, Any]:
    values = values_of(proposed_page(change))
    values["fields_of_expertise"] = values.pop("fields")
    return {"revision": change.revision_id, "content": values}


def _plain(found: list[Difference]) -> Any:
    return DifferenceSerializer(found, many=True).data
