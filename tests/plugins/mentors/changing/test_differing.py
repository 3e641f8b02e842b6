"""Two versions side by side: what is new is marked, and nothing else (P24)."""

import pytest

from plugins.mentors.changing.differing import Difference, between
from plugins.mentors.models import Mentor
from tests.factories.cms_pages import FieldFactory
from tests.factories.library import a_picture
from tests.plugins.mentors.changing.conftest import public


def drawn(difference: Difference) -> tuple[list[str], list[str]]:
    """Both sides with marks in brackets."""
    return tuple(
        ["".join(f"[{piece.text}]" if piece.marked else piece.text for piece in line) for line in side]
        for side in (difference.before, difference.after)
    )


@pytest.mark.parametrize(
    ("name", "value", "before", "after"),
    [
        ("position", "投资总监、合伙人", ["投资总监"], ["投资总监[、合伙人]"]),
        ("position", "教师", ["[投资总监]"], ["[教师]"]),
        ("years_of_experience", None, ["[15]"], []),
        ("ways", ["message", "phone"], ["留言", "[面谈]"], ["留言", "[电话]"]),
        (
            "help_points",
            [("point", "看商业计划书里哪一页让人停下来。"), ("point", "教你看懂投资协议。")],
            ["看商业计划书里哪一页让人停下来。", "[谈第一轮融资前该备好什么。]"],
            ["看商业计划书里哪一页让人停下来。", "[教你看懂投资协议。]"],
        ),
        (
            "experience",
            [("row", {"period": "2018 至今", "role": "海岸资本 合伙人"})],
            ["2018 至今　海岸资本 [投资总监]"],
            ["2018 至今　海岸资本 [合伙人]"],
        ),
    ],
)
def test_field_when_changed_then_only_what_differs_is_marked(
    mentor: Mentor, name: str, value: object, before: list[str], after: list[str]
) -> None:
    old, new = public(mentor), public(mentor)
    setattr(new, name, value)

    (difference,) = between(old, new)

    assert drawn(difference) == (before, after)


def test_terms_and_picture_when_changed_then_they_are_named(mentor: Mentor) -> None:
    old, new = public(mentor), public(mentor)
    new.fields = [*old.fields.all(), FieldFactory(slug="law", name="合同法务")]
    new.portrait = a_picture()

    picture, fields = between(old, new)

    assert picture.pictures == (None, new.portrait)
    assert drawn(fields) == (["融资"], ["融资", "[合同法务]"])


def test_versions_when_only_the_keys_of_blocks_differ_then_nothing_does(mentor: Mentor) -> None:
    """A form writes lists anew, with other keys."""
    old, new = public(mentor), public(mentor)
    new.help_points = [("point", point) for point in old.points]

    assert between(old, new) == []
