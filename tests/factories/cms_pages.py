"""Terms and mentors' pages for tests; other pages are in tests.factories.content."""

from typing import Any

import factory
from wagtail.models import Page

from cms_pages.choices import Way
from cms_pages.models import (
    District,
    Field,
    Industry,
    Language,
    MentorIndexPage,
    MentorPage,
    ServiceType,
    Term,
)
from tests.factories.content import PageFactory

TERM_LISTS = ("fields", "industries", "languages", "service_types")


class TermFactory(factory.django.DjangoModelFactory[Term]):
    """A term; asking again for the same slug gives the same term."""

    class Meta:
        abstract = True
        django_get_or_create = ("slug",)


class DistrictFactory(TermFactory):
    class Meta:
        model = District

    slug, name, name_en = "haidong", "海东区", "Haidong"


class FieldFactory(TermFactory):
    class Meta:
        model = Field

    slug = factory.Sequence(lambda n: f"field-{n}")
    name = factory.Sequence(lambda n: f"领域 {n}")


class IndustryFactory(TermFactory):
    class Meta:
        model = Industry

    slug = factory.Sequence(lambda n: f"industry-{n}")
    name = factory.Sequence(lambda n: f"行业 {n}")


class LanguageFactory(TermFactory):
    class Meta:
        model = Language

    slug, name, name_en = "english", "英语", "English"


class ServiceTypeFactory(TermFactory):
    class Meta:
        model = ServiceType

    slug = factory.Sequence(lambda n: f"service-{n}")
    name = factory.Sequence(lambda n: f"服务 {n}")


class MentorPageFactory(PageFactory):
    """A published page without a record of appointment; lists of terms are given as `fields=[…]` and so on.

    Needs the fixture `site`, like every page.
    """

    index_model = MentorIndexPage

    class Meta:
        model = MentorPage

    class Params:
        draft = factory.Trait(live=False, has_unpublished_changes=True)

    title = factory.Sequence(lambda n: f"王晓{chr(0x4E00 + n)}")
    slug = factory.Sequence(lambda n: f"mentor-{n}")
    headline = "把商业计划书改到投资人愿意看第二遍"
    organisation = "海岸资本"
    position = "投资总监"
    years_of_experience = 15
    ways = [Way.MESSAGE.value, Way.MEETING.value]
    district = factory.SubFactory(DistrictFactory)
    help_points = [("point", "看商业计划书里哪一页让人停下来。"), ("point", "谈第一轮融资前该备好什么。")]
    introduction = "在海澜做了十五年早期投资。"
    experience = [("row", {"period": "2018 至今", "role": "海岸资本 投资总监"})]

    @classmethod
    def _create(cls, model_class: type[Page], *args: Any, **fields: Any) -> MentorPage:
        lists = {name: fields.pop(name) for name in TERM_LISTS if name in fields}
        lists.setdefault("fields", [FieldFactory(slug="financing", name="融资", name_en="Financing")])
        parent = cls.parent_of(fields)
        page = model_class(locale_id=parent.locale_id, **fields)
        for name, terms in lists.items():
            setattr(page, name, terms)
        added: MentorPage = parent.add_child(instance=page)
        return added
