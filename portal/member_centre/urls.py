"""/member/"""

from django.urls import path

from portal.member_centre import views

app_name = "member"
urlpatterns = [
    path("", views.today, name="today"),
    path("cases/", views.cases, name="cases"),
    path("cases/<str:kind>/<int:pk>/", views.case, name="case"),
    path("cases/<str:kind>/<int:pk>/receipt.pdf", views.receipt_pdf, name="receipt_pdf"),
    path("cases/<str:kind>/<int:pk>/moves/<slug:name>/", views.move, name="move"),
    path("receipts/<str:number>/", views.receipt, name="receipt"),
]
