"""/accounts/my-data/, /accounts/consents/, /accounts/reveal/"""

from django.urls import path

from portal.privacy import views

app_name = "privacy"
urlpatterns = [
    path("my-data/", views.my_data, name="my_data"),
    path("my-data/copy/", views.copy_of_my_data, name="copy"),
    path("consents/", views.consents, name="consents"),
    path("reveal/<str:model>/<str:key>/<str:field>/", views.reveal_value, name="reveal"),
]
