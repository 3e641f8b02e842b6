"""/accounts/identity/ and /accounts/oidc/<provider>/: allauth includes these beside its own addresses."""

from django.urls import path

from portal.identity import views

urlpatterns = [
    path("identity/", views.overview, name="identity"),
    path("identity/noted/", views.noted, name="identity_noted"),
    path("identity/needed/", views.needed, name="identity_needed"),
    path("oidc/<slug:slug>/login/", views.login, name="identity_login"),
    path("oidc/<slug:slug>/login/callback/", views.callback, name="identity_callback"),
    path("oidc/<slug:slug>/link/", views.link, name="identity_link"),
    path("oidc/<slug:slug>/unlink/", views.unlink, name="identity_unlink"),
]
