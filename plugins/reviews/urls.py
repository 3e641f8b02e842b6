"""/reviews/: the expert's desk, and the secretary's pages."""

from django.urls import path

from plugins.reviews.views import experts, keeping, records, rounds

app_name = "reviews"
urlpatterns = [
    path("", experts.index, name="index"),
    path("seats/<int:key>/", experts.seat, name="seat"),
    path("seats/<int:key>/sign/", experts.sign, name="sign"),
    path("seats/<int:key>/leave/", experts.leave, name="leave"),
    path("sheets/<int:key>/", experts.sheet, name="sheet"),
    path("sheets/<int:key>/recuse/", experts.recuse, name="recuse"),
    path("sheets/<int:key>/records/<slug:kind>/", records.record, name="record"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/new/", rounds.new_round, name="new_round"),
    path("rounds/<int:key>/", rounds.round, name="round"),
    path("rounds/<int:key>/cases/", rounds.add, name="add"),
    path("rounds/<int:key>/cases/<int:position>/", rounds.case, name="case"),
    path("rounds/<int:key>/cases/<int:position>/release/", rounds.release, name="release"),
    path("rounds/<int:key>/seats/<int:seat>/leave/", rounds.excuse, name="excuse"),
    path("rounds/<int:key>/draw/", rounds.draw, name="draw"),
    path("rounds/<int:key>/moves/<slug:name>/", rounds.move, name="move"),
    path("rounds/<int:key>/matrix/", rounds.matrix, name="matrix"),
    path("rounds/<int:key>/minutes.pdf", rounds.minutes, name="minutes"),
    path("experts/", keeping.experts, name="experts"),
    path("experts/<int:key>/", keeping.expert, name="expert"),
    path("criteria/", keeping.criteria, name="criteria"),
    path("criteria/new/", keeping.write_criteria, name="new_criteria"),
    path("criteria/<int:key>/", keeping.write_criteria, name="change_criteria"),
]
