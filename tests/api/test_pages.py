"""/api/v2/: every page with everything it shows, nothing that is not public, and refusals instead of failures."""

from urllib.parse import urlsplit

import pytest
from modelcluster.models import get_all_child_relations
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, get_page_models

from cms_pages.models import (
    BasePage,
    FaqPage,
    PolicyPage,
    PolicyRepeal,
    PortalImage,
    RecruitmentArticle,
    RecruitmentMaterial,
    ServiceType,
)
from portal.plugin.registry import registry
from portal.plugin.switches import switch
from tests.factories.cms_pages import MentorPageFactory
from tests.factories.content import (
    LAW,
    NewsFactory,
    PolicyFactory,
    RecruitmentFactory,
    ServiceCaseFactory,
)
from tests.factories.library import a_document, a_picture

pytestmark = pytest.mark.usefixtures("wagtail_indexes")


def ids(answer) -> set[int]:
    return {item["id"] for item in answer.json()["items"]}


def detail(get, page, **parameters):
    return get(f"/api/v2/pages/{page.pk}/", **parameters).json()


def test_root_names_the_kinds_of_content_each_of_which_answers(get, site) -> None:
    root = get("/api/v2/").json()
    assert set(root) == {"pages", "images", "documents"}
    assert all(get(urlsplit(address).path).status_code == 200 for address in root.values())


# What a page shows --------------------------------------------------------------------------------------------------


def test_every_page_of_the_site_is_listed_and_readable(get, site) -> None:
    for page in (PolicyFactory(), NewsFactory(), RecruitmentFactory(), MentorPageFactory()):
        assert detail(get, page)["title"] == page.title
    listed = get("/api/v2/pages/", limit=100)
    live = set(Page.objects.live().descendant_of(site.root_page, inclusive=True).values_list("pk", flat=True))
    assert ids(listed) == live


PAGE_TYPES = [model for model in get_page_models() if issubclass(model, BasePage)]
# Fields that say how the page is kept, not what it says.
INTERNAL = {"page_ptr"}


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_every_field_of_a_page_type_is_offered(model) -> None:
    offered = {field.name for field in model.api_fields}
    own = {field.name for field in (*model._meta.local_fields, *model._meta.local_many_to_many)}
    children = {
        relation.get_accessor_name()
        for relation in get_all_child_relations(model)
        if relation.related_model._meta.app_label == "cms_pages"
    }
    assert own | children <= offered | INTERNAL


def test_policy_comes_with_head_structure_terms_and_state(get, site) -> None:
    policy = PolicyFactory(as_law=True)
    shown = detail(get, policy)
    assert shown["document_number"] == policy.document_number
    assert shown["validity_state"] == "valid"
    assert [block["type"] for block in shown["body"]] == [block["type"] for block in LAW]
    assert shown["body"][1]["value"]["content"][0]["value"] == "为做好创业赋能中心的管理，制定本办法。"


def test_related_terms_are_written_out(get, site) -> None:
    page = MentorPageFactory()
    shown = detail(get, page)
    assert shown["district"]["name"] == page.district.name
    assert {term["slug"] for term in shown["fields"]} == {term.slug for term in page.fields.all()}


def test_rows_of_a_page_are_written_out(get, site) -> None:
    page, law = RecruitmentFactory(), PolicyFactory(as_law=True)
    RecruitmentMaterial.objects.create(page=page, name="商业计划书")
    RecruitmentArticle.objects.create(page=page, policy=law, article=2, item=1)
    shown = detail(get, page)
    assert shown["materials"][0]["name"] == "商业计划书"
    assert (shown["articles"][0]["article"], shown["articles"][0]["policy"]["id"]) == (2, law.pk)
    assert shown["current_phase"] == "open"


def test_formatted_text_has_addresses(get, site) -> None:
    policy = PolicyFactory(slug="measures")
    text = f'<p><a linktype="page" id="{policy.pk}">办法</a></p>'
    page = NewsFactory(body=[{"type": "paragraph", "value": text}])
    assert 'href="/policies/measures/"' in detail(get, page)["body"][0]["value"]
    assert "linktype" in detail(get, page, rich_text_format="db_html")["body"][0]["value"]


def test_children_are_walked_from_the_root(get, site) -> None:
    home = get("/api/v2/pages/", descendant_of="root", type="cms_pages.PolicyIndexPage").json()["items"][0]
    policy = PolicyFactory()
    assert ids(get("/api/v2/pages/", child_of=home["id"])) == {policy.pk}
    assert home["id"] in ids(get("/api/v2/pages/", child_of="root", limit=100))
    assert {home["id"], site.root_page.pk} == ids(get("/api/v2/pages/", ancestor_of=policy.pk))
    assert detail(get, policy)["meta"]["parent"]["id"] == home["id"]


def test_fields_can_be_chosen_and_filtered_by(get, site) -> None:
    law = PolicyFactory(document_number="海人社规〔2026〕7号")
    PolicyFactory(document_number="海人社规〔2026〕8号")
    found = get(
        "/api/v2/pages/",
        type="cms_pages.PolicyPage",
        document_number="海人社规〔2026〕7号",
        fields="_,id,issuers",
    )
    assert found.json()["items"] == [{"id": law.pk, "issuers": law.issuers}]


def test_page_is_found_by_its_address(get, site) -> None:
    policy = PolicyFactory(slug="measures")
    answer = get("/api/v2/pages/find/", html_path="/policies/measures/")
    assert answer.status_code == 302
    assert answer.headers["Location"].split("?")[0].endswith(f"/api/v2/pages/{policy.pk}/")
    assert get("/api/v2/pages/find/", html_path="/nothing/").status_code == 404


# What is not public -------------------------------------------------------------------------------------------------


def hidden(get, page) -> bool:
    listed = page.pk in ids(get("/api/v2/pages/", limit=100))
    return not listed and get(f"/api/v2/pages/{page.pk}/").status_code == 404


def test_drafts_and_unpublished_pages_are_hidden(get, site) -> None:
    page = PolicyFactory(live=False)
    assert hidden(get, page)


@pytest.mark.parametrize("visitor", ["nobody", "an editor"])
def test_private_pages_and_what_is_below_are_hidden_from_everybody(
    get, site, signed_in, editor, visitor
) -> None:
    policy = PolicyFactory()
    PageViewRestriction.objects.create(page=policy.get_parent(), restriction_type=PageViewRestriction.LOGIN)
    if visitor == "an editor":
        client = signed_in(editor)
        assert client.get(f"/api/v2/pages/{policy.pk}/").status_code == 404
    assert hidden(get, policy)
    assert hidden(get, policy.get_parent())


def test_pages_of_a_plugin_that_is_off_are_hidden(get, site) -> None:
    page = MentorPageFactory()
    assert not hidden(get, page)
    switch(registry["mentors"], site, on=False)
    assert hidden(get, page)
    assert hidden(get, page.get_parent())


def test_pages_of_another_site_are_not_shown(get, site) -> None:
    elsewhere = Page.get_first_root_node().add_child(instance=Page(title="另一个网站", slug="elsewhere"))
    assert hidden(get, elsewhere)
    assert get("/api/v2/pages/", site="other.example").status_code == 400


def test_links_to_pages_that_are_not_public_are_null(get, site) -> None:
    mentor, law = MentorPageFactory(), PolicyFactory(as_law=True)
    kind = ServiceType.objects.create(name="融资对接", slug="finance")
    case, later = ServiceCaseFactory(mentor_page=mentor, service_type=kind), PolicyFactory()
    PolicyRepeal.objects.create(page=later, target=law, title=law.title)
    assert detail(get, case)["mentor_page"]["title"] == mentor.title
    assert detail(get, later)["repeals"][0]["target"]["id"] == law.pk
    switch(registry["mentors"], site, on=False)
    law.unpublish()
    assert detail(get, case)["mentor_page"] is None
    row = detail(get, later)["repeals"][0]
    assert (row["target"], row["title"]) == (None, law.title)


def test_withdrawn_notice_does_not_say_what_it_said(get, site) -> None:
    page = NewsFactory(withdrawn=True)
    for shown in (
        detail(get, page),
        get("/api/v2/pages/", type="cms_pages.NewsPage", fields="*").json()["items"][0],
    ):
        assert (shown["summary"], shown["body"]) == ("", [])
        assert shown["withdrawal_reason"] == page.withdrawal_reason


# Pictures and files -------------------------------------------------------------------------------------------------


@pytest.fixture
def closed(site) -> Collection:
    above = Collection.get_first_root_node().add_child(name="内部")
    CollectionViewRestriction.objects.create(
        collection=above, restriction_type=CollectionViewRestriction.LOGIN
    )
    return above.add_child(name="内部之下")


@pytest.fixture
def shown_picture(site, django_capture_on_commit_callbacks) -> PortalImage:
    """A picture that a published page shows."""
    image = a_picture("路演", description="三个人在台上")
    with django_capture_on_commit_callbacks(execute=True):
        PolicyFactory(listing_image=image)
    return image


def test_picture_is_as_public_as_the_page_that_shows_it(
    get, site, django_capture_on_commit_callbacks
) -> None:
    """D2: a photo that waits for approval, or was taken away with its page, is not to be had."""
    waiting, hidden = a_picture("尉迟青"), a_picture("司徒远")
    with django_capture_on_commit_callbacks(execute=True):
        page = PolicyFactory(listing_image=hidden)
    assert ids(get("/api/v2/images/")) == {hidden.pk}
    assert get(f"/api/v2/images/{waiting.pk}/").status_code == 404
    page.unpublish()
    assert ids(get("/api/v2/images/")) == set()
    assert get(f"/api/v2/images/{hidden.pk}/").status_code == 404


def test_picture_comes_in_sizes_with_its_alternative_text(get, shown_picture) -> None:
    image = shown_picture
    shown = get(f"/api/v2/images/{image.pk}/").json()
    assert shown["alt"] == "三个人在台上"
    assert set(shown["renditions"]) == {"thumbnail", "square", "large"}
    assert shown["renditions"]["thumbnail"]["width"] == 480
    assert "/original_images/" not in str(shown)
    assert "download_url" not in shown["meta"]


def test_pictures_are_listed_without_making_sizes(get, shown_picture) -> None:
    image = shown_picture
    assert ids(get("/api/v2/images/")) == {image.pk}
    assert image.renditions.count() == 0
    assert get("/api/v2/images/", fields="renditions").status_code == 400


def test_picture_of_a_page_says_what_it_shows(get, site) -> None:
    page = PolicyFactory(listing_image=a_picture(description="海边的楼"))
    shown = detail(get, page)
    assert shown["listing_image"]["alt"] == "海边的楼"
    assert shown["listing_image_thumbnail"]["alt"] == "海边的楼"
    assert "/original_images/" not in str(shown)


def test_file_leaves_through_the_serve_view(get, site, django_capture_on_commit_callbacks) -> None:
    document = a_document()
    assert get(f"/api/v2/documents/{document.pk}/").status_code == 404, "no page carries it yet"
    with django_capture_on_commit_callbacks(execute=True):
        PolicyFactory(attachments=[("document", document)])
    shown = get(f"/api/v2/documents/{document.pk}/").json()
    assert shown["meta"]["download_url"].endswith(document.url)
    assert document.url.startswith("/documents/")
    assert (shown["file_extension"], shown["file_size"]) == ("pdf", document.file_size)


def test_closed_collections_are_hidden_with_what_is_below(get, closed) -> None:
    image, document = a_picture(collection=closed), a_document(collection=closed)
    for kind, item in (("images", image), ("documents", document)):
        assert get(f"/api/v2/{kind}/").json()["items"] == []
        assert get(f"/api/v2/{kind}/{item.pk}/").status_code == 404


# Refusals -----------------------------------------------------------------------------------------------------------

HUGE = str(2**63)
REFUSED = [
    "pages/?limit=x",
    "pages/?limit=101",
    f"pages/?limit={HUGE}",
    f"pages/?offset={HUGE}",
    "pages/?offset=-1",
    f"pages/?id={HUGE}",
    f"pages/?child_of={HUGE}",
    "pages/?child_of=branch",
    f"pages/?descendant_of={HUGE}",
    f"pages/?ancestor_of={HUGE}",
    "pages/?title=%00",
    "pages/?search=%00",
    "pages/?slug=%00",
    "pages/?search=a&search_operator=xor",
    "pages/?order=password",
    "pages/?order=random&offset=1",
    "pages/?fields=nothing",
    "pages/?fields=a(b(c(d(e(f",
    "pages/?fields=" + "a(" * 2000,
    "pages/?type=auth.User",
    "pages/?type=nothing",
    "pages/?type=cms_pages.BasePage",
    "pages/?rich_text_format=pdf",
    "pages/?first_published_at=yesterday",
    "pages/?colour=red",
    "pages/?type=cms_pages.PolicyPage&issued_on=soon",
    "pages/?type=cms_pages.PolicyPage&issued_on=2026-02-30",
    "pages/?type=cms_pages.PolicyPage&topic=space",
    "pages/?type=cms_pages.PolicyPage&audiences=startups",
    f"pages/?type=cms_pages.PolicyPage&topic={HUGE}",
    "pages/?type=cms_pages.PolicyPage&repeals=x",
    "pages/?type=cms_pages.PolicyPage&body=x",
    "pages/?type=cms_pages.PolicyPage&validity_years=three",
    f"pages/?type=cms_pages.PolicyPage&validity_years={HUGE}",
    "pages/?type=cms_pages.RecruitmentPage&applicant_kinds=startup",
    "pages/?type=cms_pages.RecruitmentPage&opens_at=noon",
    f"pages/find/?id={HUGE}",
    "pages/find/?id=x",
    "pages/find/?html_path=%00",
    f"images/?id={HUGE}",
    "images/?tags=%00",
    "images/?width=wide",
    "documents/?order=file",
]


@pytest.mark.parametrize("address", REFUSED, ids=lambda address: address[:60])
def test_what_the_database_cannot_answer_is_refused(get, site, address) -> None:
    answer = get(f"/api/v2/{address}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json"), (
        answer.content
    )
    assert answer.json()["errors"]


ACCEPTED = [
    "pages/?type=cms_pages.PolicyPage&issued_on=2026-02-28",
    "pages/?type=cms_pages.PolicyPage&topic=1",
    "pages/?type=cms_pages.PolicyPage&audiences=1",
    "pages/?type=cms_pages.PolicyPage&repeals=1",
    "pages/?type=cms_pages.PolicyPage,cms_pages.NewsPage",
    "pages/?show_in_menus=true",
    "pages/?search=办法&search_operator=or",
    "pages/?order=-first_published_at",
    "pages/?order=random",
    "images/?tags=海边",
    "images/?search=路演",
]


@pytest.mark.parametrize("address", ACCEPTED)
def test_what_the_database_can_answer_is_answered(get, site, address) -> None:
    assert get(f"/api/v2/{address}").status_code == 200


@pytest.mark.parametrize("key", ["0", "999999999", HUGE])
def test_page_that_is_not_there_is_not_found(get, site, key) -> None:
    assert get(f"/api/v2/pages/{key}/").status_code == 404


def test_faq_comes_in_groups(get, site) -> None:
    page = FaqPage.objects.get()
    page.groups = [
        {
            "type": "group",
            "value": {"title": "入驻", "questions": [{"question": "谁能申请？", "answer": "<p>三类。</p>"}]},
        }
    ]
    page.save()
    group = detail(get, page)["groups"][0]["value"]
    assert group["questions"][0] == {"question": "谁能申请？", "answer": "<p>三类。</p>"}


def test_types_are_named_as_the_documentation_says(get, site) -> None:
    types = {item["meta"]["type"] for item in get("/api/v2/pages/", limit=100).json()["items"]}
    assert f"cms_pages.{PolicyPage.__name__.replace('Page', 'IndexPage')}" in types


@pytest.mark.parametrize("fields", ["title", "*", "fields,headline"])
def test_fields_of_a_page_that_has_a_relation_of_that_name_are_chosen_all_the_same(
    client, site, fields
) -> None:
    """A mentor's `fields` are what they advise on; the parameter still says what to show."""
    MentorPageFactory()
    answer = client.get("/api/v2/pages/", {"type": "cms_pages.MentorPage", "fields": fields})
    assert answer.status_code == 200
    assert len(answer.json()["items"]) == 1
