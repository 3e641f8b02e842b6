"""/documents/: Wagtail's addresses of files, served by our own rule."""

from django.urls import re_path
from wagtail.documents import urls

from cms_pages.document_access import serve_file

SERVE = "wagtaildocs_serve"
urlpatterns = [
    re_path(r"^(\d+)/(.*)$", serve_file, name=SERVE),
    *(entry for entry in urls.urlpatterns if entry.name != SERVE),
]
