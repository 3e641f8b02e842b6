"""Every address of the portal. Other packages are named as strings only: nothing here imports them."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve

from portal import health, preferences
from portal.accounts.admin_door import closed_doors
from portal.plugin.gate import url_patterns

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("preferences/", preferences.choose, name="preferences"),
    *closed_doors,
    path("admin/", include("wagtail.admin.urls")),
    path("accounts/tokens/", include("api.tokens.urls")),
    path("accounts/looks/", include("portal.audit.urls")),
    path("accounts/notices/", include("portal.notices.urls")),
    path("accounts/", include("portal.privacy.urls")),
    path(
        "accounts/3rdparty/", RedirectView.as_view(pattern_name="identity")
    ),  # allauth's own, without our locks
    path("accounts/", include("portal.accounts.urls")),
    path("member/", include("portal.member_centre.urls")),
    path("desk/identity/", include("portal.identity.desk")),
    path("desk/", include("portal.desk.urls")),
    path("documents/", include("cms_pages.document_urls")),
    path("attachments/", include("portal.attachments.urls")),
    path("api/", include("api.urls")),
]

if settings.STYLEGUIDE:
    urlpatterns.append(path("styleguide/", include("portal.styleguide")))

if settings.SERVE_MEDIA:
    # Renditions only: originals and documents are never public files (a web server is set up the same way).
    images = settings.MEDIA_ROOT / "images"
    urlpatterns.append(re_path(r"^media/images/(?P<path>.*)$", serve, {"document_root": images}))

urlpatterns += [
    *url_patterns(),
    path("", include("search.urls")),
    path("", include("cms_pages.urls")),
    path("", include("wagtail.urls")),
]
