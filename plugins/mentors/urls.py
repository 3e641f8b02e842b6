"""/m/…: short, permanent, mounted by the plugin kernel."""

from django.urls import include, path

from plugins.mentors import views

app_name = "mentors"

urlpatterns = [
    path("", include("plugins.mentors.applying.urls")),
    path("", include("plugins.mentors.changing.urls")),
    path("", include("plugins.mentors.leaving.urls")),
    path("<str:code>", views.scan, name="scan"),
    path("<str:code>/", views.scan),
    path("<str:code>/<str:name>", views.file, name="file"),
]
