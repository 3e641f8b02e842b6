"""/m/mine/profile/: included by the plugin's addresses."""

from django.urls import path

from plugins.mentors.changing import views

urlpatterns = [
    path("mine/profile/", views.overview, name="profile"),
    path("mine/profile/edit/", views.edit, name="profile_edit"),
    path("mine/profile/autosave/", views.autosave, name="profile_autosave"),
    path("mine/profile/check/", views.check, name="profile_check"),
    path("mine/profile/preview/", views.preview, name="profile_preview"),
    path("mine/profile/hide/", views.hide, name="profile_hide"),
    path("mine/profile/show/", views.show, name="profile_show"),
    path("mine/profile/moves/<slug:name>/", views.move, name="profile_move"),
]
