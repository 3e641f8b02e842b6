"""The controlled lists that filters use."""

import pytest

from api.terms import LISTS
from cms_pages.models import District


def test_root_of_terms_leads_to_every_list(get, site) -> None:
    links = get("terms/").json()
    assert [link["list"] for link in links] == list(LISTS)
    for link in links:
        assert get(link["detail_url"]).json()["list"] == link["list"]


def test_terms_come_in_the_editors_order_in_both_languages(get, site, django_assert_max_num_queries) -> None:
    District.objects.create(name="测试乙区", slug="test-b", sort_order=2)
    District.objects.create(name="测试甲区", slug="test-a", name_en="Test A", sort_order=1)
    with django_assert_max_num_queries(3):
        found = get("terms/districts/").json()
    assert found["label"] == "区市"
    assert [term for term in found["terms"] if term["slug"].startswith("test-")] == [
        {"slug": "test-a", "name": "测试甲区", "name_en": "Test A"},
        {"slug": "test-b", "name": "测试乙区", "name_en": ""},
    ]


@pytest.mark.parametrize("name", ["nothing", "Districts", "__class__"])
def test_unknown_list_is_not_found(get, site, name) -> None:
    assert get(f"terms/{name}/").status_code == 404
