"""Addresses of the gate inside the Wagtail admin, which asks for its own sign-in before any of them."""

from django.urls import path

from cms_pages.personal_data import views

app_name = "publication_overrides"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:page_id>/", views.check, name="page"),
    path("decide/<int:pk>/", views.decide, name="decide"),
]
