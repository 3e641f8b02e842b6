"""/accounts/tokens/."""

from django.urls import path

from api.tokens import views

app_name = "tokens"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("<slug:prefix>/revoke/", views.revoke, name="revoke"),
]
