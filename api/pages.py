"""/api/v2/: every page, picture and file through Wagtail's API, for clients that draw the site themselves.

The same rules as everywhere: what is private, unpublished or belongs to a plugin that is off is not there, also not
for those who are signed in, so that every answer may be stored and shared. A page links only to such pages.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.fields import Field, ReadOnlyField
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView
from taggit.managers import TaggableManager
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.serializers import BaseSerializer, PageSerializer, RelatedField
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import BaseAPIViewSet, PagesAPIViewSet
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.fields import ImageRenditionField
from wagtail.images.api.v2.views import ImagesAPIViewSet
from wagtail.models import Page, get_page_models

from api.bodies import public_collections
from api.content import site_of
from api.notices import as_shown
from api.parameters import Parameters
from api.schema_v2 import LARGEST_NUMBER, RENDITIONS
from api.viewsets import ADDRESSES, PublicRead
from cms_pages.document_access import published_files
from cms_pages.models import NewsPage
from cms_pages.routes import open_to_everyone
from portal.plugin.registry import registry

DEEPEST_FIELDS = 4
NUMBERS = frozenset({"limit", "offset", "id", "child_of", "ancestor_of", "descendant_of", "translation_of"})
DETAIL_PARAMETERS = frozenset({"fields", "rich_text_format"})
# Columns that a filter can compare with a text from the address.
COMPARABLE = (models.CharField, models.TextField, models.DateField, models.BooleanField, models.IntegerField)


class ContentRead(PublicRead):
    """Public reads through Wagtail's viewsets, with our errors and with filters that cannot fail later."""

    def handle_exception(self, exc: Exception) -> Response:
        return APIView.handle_exception(self, exc)

    def check_query_parameters(self, queryset: "QuerySet[Any]") -> None:
        self.check_values()
        super().check_query_parameters(queryset)  # type: ignore[misc]
        for name, value in self.request.query_params.items():
            if name in self.get_available_fields(queryset.model, db_fields_only=True):
                _require_comparable(queryset.model._meta.get_field(name), str(value))

    @classmethod
    def get_available_fields(cls, model: Any, db_fields_only: bool = False) -> list[str]:
        """Without db_fields_only all that may be asked for; with it what rows are filtered by, which `fields` never is:
        a mentor's column of that name would swallow the parameter."""
        names: list[str] = super().get_available_fields(model, db_fields_only)  # type: ignore[misc]
        return [name for name in names if not (db_fields_only and name == "fields")]

    def detail_view(self, request: Request, pk: int) -> HttpResponseBase:
        self.check_values()
        self.require_known(DETAIL_PARAMETERS)
        return super().detail_view(request, pk)  # type: ignore[misc]

    def find_view(self, request: Request) -> HttpResponseBase:
        self.check_values()
        self.require_known(DETAIL_PARAMETERS | self.find_query_parameters)  # type: ignore[attr-defined]
        return super().find_view(request)  # type: ignore[misc]

    def require_known(self, names: frozenset[str]) -> None:
        """Refuse every other parameter. Raises BadRequestError."""
        unknown = sorted(set(self.request.query_params) - names)
        if unknown:
            raise BadRequestError(f"unknown parameters: {', '.join(unknown)}")

    def check_values(self) -> None:
        """Refuse what the database or the parser would stumble over. Raises BadRequestError."""
        for name, value in self.request.GET.dict().items():
            if "\x00" in value:
                raise BadRequestError(f"null characters are not allowed for {name}")
            if name in NUMBERS and value != "root":
                _require_number(name, value)
        if self.request.query_params.get("search_operator", "and") not in ("and", "or"):
            raise BadRequestError("search_operator must be 'and' or 'or'")
        if self.request.query_params.get("fields", "").count("(") > DEEPEST_FIELDS:
            raise BadRequestError(f"fields cannot be nested more than {DEEPEST_FIELDS} times")


def _require_number(name: str, value: str) -> None:
    try:
        number = int(value)
    except ValueError:
        raise BadRequestError(f"{name} must be a whole number") from None
    if not 0 <= number <= LARGEST_NUMBER:
        raise BadRequestError(f"{name} is out of range")


def _require_comparable(field: Any, value: str) -> None:
    if isinstance(field, TaggableManager):
        return None
    if field.is_relation:
        return _require_number(field.name, value)
    if not isinstance(field, COMPARABLE):
        raise BadRequestError(f"cannot filter by '{field.name}'")
    if isinstance(field, models.IntegerField):
        return _require_number(field.name, value)
    if isinstance(field, models.DateField):
        try:
            field.to_python(value)
        except ValidationError:
            raise BadRequestError(f"'{value}' is not a valid value for {field.name}") from None
    return None


# What belongs to a page ---------------------------------------------------------------------------------------------


class PublicRelatedField(RelatedField):
    """A related object; a page only where everybody may read it, else null."""

    def to_representation(self, value: Any) -> Any:
        if isinstance(value, Page) and not is_public(value, self.context):
            return None
        return super().to_representation(value)


def is_public(page: Page, context: dict[str, Any]) -> bool:
    """Whether the API shows the page; asked once for each page and answer."""
    known: dict[int, bool] = context.setdefault("_public_pages", {})
    if page.pk not in known:
        known[page.pk] = context["base_queryset"].filter(pk=page.pk).exists()
    return known[page.pk]


class PartSerializer(BaseSerializer):
    serializer_related_field = PublicRelatedField


class PartEndpoint(BaseAPIViewSet):
    """Terms, rows and other parts of pages: no address of their own, shown whole wherever they belong."""

    base_serializer_class = PartSerializer
    meta_fields = ["type"]

    @classmethod
    def get_nested_default_fields(cls, model: Any) -> list[str]:
        return list(cls.get_available_fields(model))


class ContentRouter(WagtailAPIRouter):
    def get_model_endpoint(self, model: Any) -> tuple[str, Any]:
        return super().get_model_endpoint(model) or ("", PartEndpoint)


# Pages --------------------------------------------------------------------------------------------------------------


class PublicPageSerializer(PageSerializer):
    serializer_related_field = PublicRelatedField

    def to_representation(self, instance: Any) -> Any:
        return super().to_representation(as_shown(instance) if isinstance(instance, NewsPage) else instance)


class PageEndpoint(ContentRead, PagesAPIViewSet):
    base_serializer_class = PublicPageSerializer
    # One site per host: what another one shows is asked there.
    known_query_parameters = PagesAPIViewSet.known_query_parameters - {"site"}
    meta_fields = [name for name in PagesAPIViewSet.meta_fields if name != "alias_of"]

    def get_base_queryset(self) -> "QuerySet[Page]":
        """Every page of the request's site that everybody may read."""
        site = site_of(self.request)
        if site is None:
            return Page.objects.none()
        on = {plugin.slug for plugin in registry.enabled(site)}
        off = [model for model in get_page_models() if getattr(model, "plugin", None) not in {None, *on}]
        pages = Page.objects.live().descendant_of(site.root_page, inclusive=True)
        return open_to_everyone(pages.not_type(*off) if off else pages)

    def get_queryset(self) -> "QuerySet[Page]":
        pages = super().get_queryset()
        if "search" in self.request.query_params:
            # The search backend reads the conditions itself and knows a list of keys, but no EXISTS.
            return pages.model.objects.filter(pk__in=pages.values("pk"))
        return pages

    def get_root_page(self) -> Page:
        return site_of(self.request).root_page  # type: ignore[union-attr]


# Pictures and files -------------------------------------------------------------------------------------------------


class RenditionsField(Field):
    """The picture in the sizes that clients need, made when first asked for; originals are never public."""

    def get_attribute(self, instance: Any) -> Any:
        return instance

    def to_representation(self, image: Any) -> dict[str, Any]:
        return {name: ImageRenditionField(spec).to_representation(image) for name, spec in RENDITIONS.items()}


class ImageContentSerializer(BaseSerializer):
    alt = ReadOnlyField(source="default_alt_text")
    renditions = RenditionsField(read_only=True)


class ImageEndpoint(ContentRead, ImagesAPIViewSet):
    base_serializer_class = ImageContentSerializer
    body_fields = [*BaseAPIViewSet.body_fields, "title", "width", "height", "alt", "renditions"]
    meta_fields = [*BaseAPIViewSet.meta_fields, "tags"]
    listing_default_fields = [*BaseAPIViewSet.listing_default_fields, "title", "width", "height", "alt"]
    nested_default_fields = [*BaseAPIViewSet.nested_default_fields, "title", "alt"]
    detail_only_fields = ["renditions"]

    def get_queryset(self) -> "QuerySet[Any]":
        public = self.model.objects.filter(collection__in=public_collections())
        return published_files(public).order_by("id")


class DocumentEndpoint(ContentRead, DocumentsAPIViewSet):
    body_fields = [*DocumentsAPIViewSet.body_fields, "file_size", "file_extension"]
    listing_default_fields = [*DocumentsAPIViewSet.listing_default_fields, "file_size", "file_extension"]

    def get_queryset(self) -> "QuerySet[Any]":
        public = self.model.objects.filter(collection__in=public_collections())
        return published_files(public).order_by("id")


KINDS = {"pages": PageEndpoint, "images": ImageEndpoint, "documents": DocumentEndpoint}
content_api = ContentRouter("v2")
for name, endpoint in KINDS.items():
    content_api.register_endpoint(name, endpoint)


class ContentRoot(PublicRead):
    @extend_schema(operation_id="content_root", tags=["v2"], responses={(200, "application/json"): ADDRESSES})
    def get(self, request: Request) -> Response:
        """Name the kinds of content; /api/v1/ has what is not a page."""
        Parameters.read(request)
        return Response(
            {name: reverse(f"{content_api.url_namespace}:{name}:listing", request=request) for name in KINDS}
        )
