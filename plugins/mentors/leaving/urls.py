"""/m/mine/resignation/ and /m/resignations/: included by the plugin's addresses."""

from django.urls import path

from plugins.mentors.leaving import views

urlpatterns = [
    path("mine/resignation/", views.mine, name="resignation"),
    path("mine/resignation/withdraw/", views.withdraw, name="resignation_withdraw"),
    path("resignations/<int:key>/hand-over/", views.hand_over, name="resignation_hand_over"),
]
