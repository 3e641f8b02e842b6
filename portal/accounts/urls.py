"""/accounts/: allauth's pages and the portal's own."""

from django.urls import include, path

from portal.accounts import views

urlpatterns = [
    path("after-login/", views.after_login, name="after_login"),
    path("", include("allauth.urls")),
]
