"""/accounts/looks/"""

from django.urls import path

from portal.audit import own

app_name = "looks"
urlpatterns = [path("", own.who_looked, name="index")]
