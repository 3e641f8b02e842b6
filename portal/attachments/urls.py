"""/attachments/: files, and the pages of those who keep them."""

from django.urls import path

from portal.attachments import views

app_name = "attachments"
urlpatterns = [
    path("<uuid:pk>/", views.file, name="file"),
    path("<uuid:pk>/replace/", views.replace, name="replace"),
    path("<uuid:pk>/remove/", views.remove, name="remove"),
    path("<slug:app>/<slug:model>/<int:pk>/", views.owner, name="owner"),
    path("<slug:app>/<slug:model>/<int:pk>/<slug:slot>/", views.slot, name="slot"),
]
