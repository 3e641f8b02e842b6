"""/member/"""

from django.urls import path

from portal.member_centre import views

app_name = "member"
urlpatterns = [
    path("cases/<str:kind>/<int:pk>/", views.case, name="case"),
    path("receipts/<str:number>/", views.receipt, name="receipt"),
]
