"""What is found of the portal's content, and where a hit leads."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from cms_pages.models import FaqPage, HomePage, PolicyTopic, SectionPage
from cms_pages.search_documents import PolicyDocument
from search.finding import find
from search.query import Hit, SearchQuery
from tests.factories.content import (
    NewsFactory,
    PolicyFactory,
    RecruitmentFactory,
    ServiceCaseFactory,
    article,
    today,
)


def hits(site: Site, text: str, **parts: Any) -> list[Hit]:
    return list(find(SearchQuery(text=text, **parts), site).hits)


def kinds(site: Site, text: str, **parts: Any) -> list[str]:
    return sorted(hit.kind for hit in hits(site, text, **parts))


def test_policy_leads_to_the_article_that_says_it(site) -> None:
    PolicyFactory(as_law=True, slug="measures")
    [hit] = hits(site, "公示期为五日")
    assert hit.url == "/policies/measures/#a10"
    assert hit.passages[0].label == "第十条 公示"
    assert [hit.passages[0].text[start:end] for start, end in hit.passages[0].marks]


def test_policy_that_is_named_leads_to_its_head(site) -> None:
    PolicyFactory(as_law=True, slug="measures", title="海澜市创业赋能中心管理办法")
    [hit] = hits(site, "创业赋能中心管理办法")
    assert hit.url == "/policies/measures/"


def test_heading_with_a_number_is_a_passage(site) -> None:
    body = [
        {"type": "heading", "value": {"number": 1, "title": "贷款额度"}},
        {"type": "paragraph", "value": "个人最高三十万元。"},
        {"type": "heading", "value": {"number": 2, "title": "申请材料"}},
        {"type": "paragraph", "value": "身份证和营业执照。"},
    ]
    PolicyFactory(slug="loans", body=body)
    [hit] = hits(site, "营业执照")
    assert (hit.url, hit.passages[0].label) == ("/policies/loans/#s2", "二、申请材料")


def test_items_and_sub_items_are_found(site) -> None:
    PolicyFactory(as_law=True, slug="measures")
    assert [hit.url for hit in hits(site, "核对社保缴纳")] == ["/policies/measures/#a2"]


@pytest.mark.parametrize(
    ("factory", "fields", "text", "kind"),
    [
        (NewsFactory, {"title": "路演日程"}, "路演", "notice"),
        (NewsFactory, {"body": [{"type": "table", "value": {"data": [["税务", "讲座"]]}}]}, "税务", "notice"),
        (RecruitmentFactory, {"title": "第三批招募公告"}, "招募公告", "recruitment"),
        (ServiceCaseFactory, {"result": "签下出口订单。"}, "出口订单", "case"),
        (ServiceCaseFactory, {}, "一对一咨询", "case"),
        (PolicyFactory, {"document_number": "海人社规〔2026〕77号"}, "海人社规〔2026〕77号", "policy"),
        (PolicyFactory, {"issuers": "海澜市海洋发展局"}, "海洋发展局", "policy"),
        (PolicyFactory, {"keywords": "稳岗；返还"}, "稳岗", "policy"),
    ],
)
def test_every_kind_is_found_by_its_words(site, factory, fields, text, kind) -> None:
    page = factory(**fields)
    [hit] = hits(site, text, as_typed=True)
    assert (hit.kind, hit.key) == (kind, page.pk)
    assert hit.url.startswith(page.url_path_on_site)


def test_question_leads_to_itself(site) -> None:
    page = FaqPage.objects.get()
    asked = [
        {"question": "入驻要交租金吗？", "answer": "<p>前两年免租。</p>"},
        {"question": "怎样预约导师？", "answer": "<p>在导师主页上点<b>预约面谈</b>。</p>"},
    ]
    page.groups = [("group", {"title": "入驻", "questions": asked})]
    page.save_revision().publish()
    [hit] = hits(site, "预约面谈", kinds=("faq",))
    assert (hit.url, hit.passages[0].label) == ("/faq/#q1-2", "怎样预约导师？")


def test_standing_page_is_found_by_its_facts(site) -> None:
    facts = [("fact", {"label": "办理时限", "text": "五个工作日"})]
    parent = HomePage.objects.get()
    page = parent.add_child(instance=SectionPage(title="工位租用", slug="desks", facts=facts))
    [hit] = hits(site, "工位", kinds=("section",))
    assert (hit.url, hit.key) == ("/desks/", page.pk)


def test_what_is_not_public_is_not_found(site) -> None:
    NewsFactory(title="路演日程", live=False)
    NewsFactory(title="路演日程", withdrawn=True)
    restricted = NewsFactory(title="路演日程")
    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)
    assert hits(site, "路演日程") == []


def test_withdrawing_takes_a_notice_out_at_once(site) -> None:
    notice = NewsFactory(title="路演日程")
    assert kinds(site, "路演") == ["notice"]
    notice.withdrawn_on, notice.withdrawal_reason = today(), "日程有误。"
    notice.save_revision().publish()
    assert kinds(site, "路演") == []


def test_policies_are_filtered_by_topic_and_by_day(site) -> None:
    loans = PolicyTopic.objects.get_or_create(slug="loans", defaults={"name": "创业贷款"})[0]
    policy = PolicyFactory(topic=loans, published_on=today(-3))
    PolicyFactory(published_on=today(-400))
    assert [hit.key for hit in hits(site, "扶持", filters={"topic": ("loans",)})] == [policy.pk]
    assert [hit.key for hit in hits(site, "扶持", since=today(-7))] == [policy.pk]
    assert {hit.day for hit in hits(site, "扶持")} == {today(-3), today(-400)}


def test_topic_is_known_by_its_new_name(site) -> None:
    loans = PolicyTopic.objects.create(slug="loans-2", name="创业贷款")
    PolicyFactory(topic=loans)
    loans.name = "技术转化"
    loans.save()
    assert kinds(site, "技术转化") == ["policy"]


def test_queries_do_not_depend_on_the_number_of_hits(site) -> None:
    costs = []
    for number in (2, 6):
        for _place in range(number):
            PolicyFactory(body=[article(1, "扶持孵化器。")])
            ServiceCaseFactory(result="孵化器扶持到位。")
        hits(site, "孵化器")
        with CaptureQueriesContext(connection) as queries:
            assert len(hits(site, "孵化器")) >= 2 * number
        costs.append(len(queries))
    assert costs[0] == costs[1]


@pytest.mark.parametrize(
    ("title", "offered"),
    [
        ("关于印发《海澜市创业券管理办法》的通知", ("海澜市创业券管理办法", "创业券管理办法")),
        ("进一步支持市民创业的意见", ("进一步支持市民创业的意见",)),
    ],
)
def test_policy_is_offered_by_the_name_that_people_use(site, title, offered) -> None:
    assert PolicyDocument().suggestions(PolicyFactory(title=title)) == offered
