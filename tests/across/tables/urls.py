from django.urls import include, path, re_path

from . import views
from .views import Show

urlpatterns = [
    path("number/<int:pk>/", views.by_number),
    path("name/<str:name>/", views.by_name),
    re_path(r"^year/(?P<year>\d+)/$", views.by_year),
    path("both/<int:number>/", views.by_both),
    path("other/<slug:number>/", views.by_both),
    path("loose/<int:number>/", views.by_either),
    path("loose/<str:number>/", views.by_either),
    path("show/<int:pk>/<path:file>", Show.as_view(), name="show"),
    path("more/", include("tables.more")),
]
