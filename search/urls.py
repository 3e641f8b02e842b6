"""Addresses of the search of the whole site."""

from django.urls import path

from search import views

app_name = "search"

urlpatterns = [
    path("search/", views.results, name="results"),
    path("search/count/", views.count, name="count"),
    path("search/suggest/", views.suggestions, name="suggestions"),
]
