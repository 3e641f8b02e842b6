"""/accounts/: allauth's pages and the portal's own."""

from django.urls import include, path
from django.views.generic import RedirectView

from portal.accounts import views

urlpatterns = [
    path("", views.overview, name="account_overview"),
    path("after-login/", views.after_login, name="after_login"),
    path("profile/", views.profile, name="account_profile"),
    path("devices/", views.own_devices, name="account_devices"),
    path("devices/others/end/", views.end_other_devices, name="account_end_other_devices"),
    path("devices/<int:key>/end/", views.end_device, name="account_end_device"),
    path("second-factor/", views.second_factor, name="account_second_factor"),
    path("session/", views.own_session, name="account_session"),
    path("kept/", views.kept_form, name="account_kept_form"),
    path("password/reset/", views.FindBackView.as_view(), name="account_reset_password"),
    path("sessions/", RedirectView.as_view(pattern_name="account_devices"), name="usersessions_list"),
    path("", include("allauth.urls")),
]
