"""Everything below /api/: two versions, their description, and what errors mean."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularSwaggerSplitView

from api.document import DocumentView
from api.pages import ContentRoot, content_api
from api.previews import PreviewEndpoint
from api.problems import Nothing, problem
from api.routing import v1_patterns

content_api.register_endpoint(PreviewEndpoint.name, PreviewEndpoint)

urlpatterns = [
    path("v1/", include((v1_patterns(), "v1"))),
    path("v2/", ContentRoot.as_view(), name="content_root"),
    path("v2/", content_api.urls),
    path("schema/", DocumentView.as_view(), name="schema"),
    path("schema/docs/", SpectacularSwaggerSplitView.as_view(), name="schema_docs"),
    path("problems/<slug:slug>/", problem, name="api_problem"),
    # Only addresses that end in a slash: the others are first tried with one.
    re_path(r"^(?:[\s\S]*/)?\Z", Nothing.as_view(), name="api_nothing"),
]
