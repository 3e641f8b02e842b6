from django.urls import path

from qingchuang_hello import views

app_name = "hello"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.detail, name="detail"),
    path("requests/<int:pk>/answer/", views.answer, name="answer"),
]
