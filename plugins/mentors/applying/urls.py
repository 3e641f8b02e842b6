"""/m/apply/…: becoming a mentor."""

from django.urls import path

from plugins.mentors.applying import views
from plugins.mentors.applying.staff import appoint

urlpatterns = [
    path("apply/", views.start, name="apply"),
    path("apply/<int:pk>/", views.application, name="application"),
    path("apply/<int:pk>/evidence/", views.evidence, name="apply_evidence"),
    path("apply/<int:pk>/pledge/", views.pledge, name="apply_pledge"),
    path("apply/<int:pk>/preview/", views.preview, name="apply_preview"),
    path("apply/<int:pk>/check/", views.check, name="apply_check"),
    path("apply/<int:pk>/sent/", views.sent, name="apply_sent"),
    path("apply/<int:pk>/term/", appoint, name="appoint"),
    path("apply/<int:pk>/<slug:name>/", views.section, name="apply_section"),
    path("apply/<int:pk>/<slug:name>/autosave/", views.autosave, name="apply_autosave"),
]
