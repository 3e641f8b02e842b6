"""/desk/: the queue and its cases. The counter's pages below /desk/identity/ are those of portal.identity."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from portal.desk.views import cases, queue, reports


class KindConverter(StringConverter):
    """A kind of cases: application and model, "hello.request"."""

    regex = r"[a-z0-9_]+\.[a-z0-9_]+"


register_converter(KindConverter, "kind")

app_name = "desk"
CASE = "cases/<kind:kind>/<int:key>/"
urlpatterns = [
    path("", queue.index, name="index"),
    path("bulk/", queue.bulk, name="bulk"),
    path("filters/", queue.save_filter, name="save_filter"),
    path("filters/<int:key>/delete/", queue.delete_filter, name="delete_filter"),
    path("first-asked/", reports.first_asked, name="first_asked"),
    path(CASE, cases.case, name="case"),
    path(f"{CASE}claim/", cases.claim, name="claim"),
    path(f"{CASE}release/", cases.release, name="release"),
    path(f"{CASE}marks/<slug:name>/", cases.mark, name="mark"),
    path(f"{CASE}decision/", cases.decision, name="decision"),
    path(f"{CASE}materials/<uuid:file>/", cases.material, name="material"),
]
