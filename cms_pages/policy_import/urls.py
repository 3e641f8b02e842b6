"""Addresses of the importer below /admin/."""

from django.urls import path

from cms_pages.policy_import import views

urlpatterns = [
    path("", views.upload, name="policy_import"),
    path("save/", views.save, name="policy_import_save"),
]
