"""Public addresses of content, stable from the start: /policies/, /notices/<slug>/ …"""

from django.urls import path

from cms_pages import feeds, sitemaps, views
from cms_pages.leaving import leaving
from cms_pages.routes import SECTIONS, page_view
from cms_pages.site_map import site_map

app_name = "cms_pages"

urlpatterns = [
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap/", site_map, name="site_map"),
    path("leave/", leaving, name="leaving"),
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        views.page_password,
        name="page_password",
    ),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap"),
    path("sitemap-<slug:part>.xml", sitemaps.sitemap_part, name="sitemap_part"),
    path("policies/feed/", feeds.policy_feed, name="policies_feed"),
    path("notices/feed/", feeds.notice_feed, name="notices_feed"),
    path("policies/<slug:slug>/policy.pdf", views.policy_pdf, name="policy_pdf"),
]

for section, (index_model, page_model) in SECTIONS.items():
    urlpatterns.append(path(f"{section}/", page_view(index_model, section), name=section))
    if page_model is not None:
        urlpatterns.append(
            path(f"{section}/<slug:slug>/", page_view(page_model, section), name=f"{section}_page")
        )
