"""/m/…: short, permanent, mounted by the plugin kernel."""

from django.urls import include, path

from plugins.mentors import certificates, views
from plugins.mentors.own import views as own

app_name = "mentors"

# Words come first: none of them has the length of a card's code.
urlpatterns = [
    path("certificates/<str:code>", certificates.verify, name="certificate"),
    path("agreements/", own.agreements, name="agreements"),
    path("mine/", own.mine, name="mine"),
    path("mine/pause/", own.pause, name="pause"),
    path("mine/move/", own.move, name="move"),
    path("mine/cap/", own.cap, name="cap"),
    path("mine/certificates/<int:number>.pdf", own.certificate, name="own_certificate"),
    path("", include("plugins.mentors.applying.urls")),
    path("", include("plugins.mentors.changing.urls")),
    path("", include("plugins.mentors.leaving.urls")),
    path("<str:code>", views.scan, name="scan"),
    path("<str:code>/", views.scan),
    path("<str:code>/<str:name>", views.file, name="file"),
]
