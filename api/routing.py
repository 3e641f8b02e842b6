"""The resources of /api/v1/: the portal's own and what plugins add through the registry, gated by their switches."""

from typing import Any

from django.urls import NoReverseMatch, path
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.routers import SimpleRouter

from api.attachments import AttachmentDetail, AttachmentFile, Attachments
from api.cases import CaseViewSet
from api.desk import DeskViewSet
from api.inbox import OwnCases, OwnMessageRead, OwnMessages
from api.me import OwnAccount, OwnToken, OwnTokens
from api.notices import NoticeViewSet
from api.parameters import Parameters
from api.policies import PolicyViewSet
from api.recruitment import RecruitmentViewSet
from api.search import Search, Suggestions
from api.site import SiteDetail
from api.terms import TermList, TermLists
from api.uploads import UploadDetail, Uploads
from api.viewsets import ADDRESSES, PublicRead, ResourceViewSet
from portal.plugin.gate import api_patterns
from portal.plugin.registry import registry

RESOURCES: dict[str, type[ResourceViewSet]] = {
    "policies": PolicyViewSet,
    "notices": NoticeViewSet,
    "recruitment": RecruitmentViewSet,
    "cases": CaseViewSet,
}


class Root(PublicRead):
    @extend_schema(operation_id="root", responses={(200, "application/json"): ADDRESSES})
    def get(self, request: Request) -> Response:
        """Name the resources of this version, those of plugins that are off left out."""
        Parameters.read(request)
        plugins = registry.enabled_for(request._request)
        names = [
            *RESOURCES,
            "search",
            "site",
            "terms",
            "me",
            "desk",
            *(route for plugin in plugins for route in plugin.api),
        ]
        return Response({name: _address(name, request) for name in names})


def _address(name: str, request: Request) -> str:
    """Where a resource begins: the list of a viewset, or the one view of a plugin that has no more."""
    try:
        return str(reverse(f"v1:{name}-list", request=request))
    except NoReverseMatch:
        return str(reverse(f"v1:{name}", request=request))


def v1_patterns() -> list[Any]:
    """Every route below /api/v1/; a plugin cannot take the name of one of the portal's own resources."""
    router = SimpleRouter()
    for name, viewset in RESOURCES.items():
        router.register(name, viewset, basename=name)
    router.register("desk", DeskViewSet, basename="desk")
    return [
        path("", Root.as_view(), name="root"),
        path("attachments/", Attachments.as_view(), name="attachments-list"),
        path("attachments/<uuid:pk>/", AttachmentDetail.as_view(), name="attachments-detail"),
        path("attachments/<uuid:pk>/file/", AttachmentFile.as_view(), name="attachments-file"),
        path("attachments/uploads/", Uploads.as_view(), name="attachments-uploads"),
        path("attachments/uploads/<uuid:pk>/", UploadDetail.as_view(), name="attachments-upload"),
        path("search/", Search.as_view(), name="search-list"),
        path("search/suggestions/", Suggestions.as_view(), name="search-suggestions"),
        path("site/", SiteDetail.as_view(), name="site"),
        path("terms/", TermLists.as_view(), name="terms-list"),
        path("terms/<slug:list>/", TermList.as_view(), name="terms-detail"),
        path("me/", OwnAccount.as_view(), name="me"),
        path("me/cases/", OwnCases.as_view(), name="me-cases"),
        path("me/messages/", OwnMessages.as_view(), name="me-messages"),
        path("me/messages/<int:pk>/read/", OwnMessageRead.as_view(), name="me-message-read"),
        path("me/tokens/", OwnTokens.as_view(), name="me-tokens"),
        path("me/tokens/<slug:prefix>/", OwnToken.as_view(), name="me-token"),
        *router.urls,
        *api_patterns(),
    ]
