"""The addresses of the local provider."""

from allauth.account.views import login, logout, reauthenticate
from django.urls import include, path

from bin.identity_provider.views import home

urlpatterns = [
    path("", home, name="home"),
    path("login/", login, name="account_login"),
    path("logout/", logout, name="account_logout"),
    path("reauthenticate/", reauthenticate, name="account_reauthenticate"),
    path("signup/", home, name="account_signup"),
    path("password/reset/", home, name="account_reset_password"),
    path("", include("allauth.idp.urls")),
]
