"""Every place of a page from which the public reads is searched, and named so that an editor finds it."""

import json

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from wagtail.blocks import (
    CharBlock,
    IntegerBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
)
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.embeds.blocks import EmbedBlock
from wagtail.fields import StreamField
from wagtail.models import Comment, Page

from cms_pages.models import (
    FaqPage,
    NewsPage,
    PolicyPage,
    PolicyRepeal,
    PortalDocument,
    PortalImage,
    RecruitmentMaterial,
    RecruitmentPage,
    SectionPage,
)
from cms_pages.personal_data.findings import in_passages
from cms_pages.personal_data.pages import page_content
from tests.factories import files

pytestmark = pytest.mark.django_db

MOBILE = "13800138000"


def places(page: Page, **options: object) -> list[str]:
    return [finding.where for finding in in_passages(page_content(page, **options).passages)]


def typed_table(heads: list[str], rows: list[list[str]]) -> dict[str, object]:
    """The stored form of a table whose columns are all of the block `text`."""
    columns = [{"type": "text", "heading": head} for head in heads]
    return {"columns": columns, "rows": [{"values": row} for row in rows], "caption": ""}


@pytest.fixture
def image(site) -> PortalImage:
    return PortalImage.objects.create(title="海边", file=ContentFile(files.picture(), "a.jpg"))


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("title", f"联系 {MOBILE}"),
        ("slug", f"lianxi-{MOBILE}"),
        ("summary", f"联系 {MOBILE}"),
        ("source", MOBILE),
        ("keywords", f"创业；{MOBILE}"),
        ("seo_title", MOBILE),
        ("search_description", MOBILE),
        ("objection_contact", f"王科长，{MOBILE}"),
    ],
)
def test_text_field_when_it_holds_a_number_then_its_label_is_the_place(field, text):
    (finding,) = in_passages(page_content(NewsPage(**{field: text})).passages)
    assert finding.field == field
    assert finding.where == str(NewsPage._meta.get_field(field).verbose_name)


@pytest.mark.parametrize(
    ("block", "place"),
    [
        ({"type": "heading", "value": f"电话 {MOBILE}"}, "正文第 2 段"),
        ({"type": "paragraph", "value": f"<p>电话 {MOBILE}</p>"}, "正文第 2 段"),
        ({"type": "paragraph", "value": "<p>电话 138<b>0013</b>8000</p>"}, "正文第 2 段"),
        ({"type": "paragraph", "value": "<p>电话 1380013<br/>8000</p>"}, "正文第 2 段"),
        ({"type": "paragraph", "value": f'<p><a href="tel:{MOBILE}">致电</a></p>'}, "正文第 2 段"),
        ({"type": "quote", "value": {"text": "好", "attribution": f"王 {MOBILE}"}}, "正文第 2 段“出处”"),
        (
            {"type": "table", "value": {"data": [["姓名", "电话"], ["王", MOBILE]], "table_caption": ""}},
            "正文第 2 段表格第 2 行第 2 列",
        ),
        ({"type": "table", "value": {"data": [["a"]], "table_caption": MOBILE}}, "正文第 2 段表格标题"),
        (
            {"type": "table", "value": {"data": [["姓名", "身份证号"], ["王", "370299900101123"]]}},
            "正文第 2 段表格第 2 行第 2 列",
        ),
    ],
)
def test_body_block_when_it_holds_a_number_then_its_place_is_counted(block, place):
    assert places(NewsPage(body=[{"type": "heading", "value": "一、说明"}, block])) == [place]


def test_paragraphs_when_they_end_and_begin_with_digits_then_they_are_not_one_number():
    assert places(NewsPage(body=[("paragraph", "<p>共 13800</p><p>138000 元</p>")])) == []


def test_law_when_an_item_deep_inside_holds_a_number_then_it_is_found():
    sub_items = {"type": "items", "value": [{"text": f"电话 {MOBILE}"}]}
    items = {"type": "items", "value": [{"text": "一", "content": [sub_items]}]}
    article = {"type": "article", "value": {"number": 1, "title": "", "content": [items]}}
    (place,) = places(PolicyPage(body=[article]))
    assert place.startswith("正文第 1 段")


def test_faq_when_an_answer_holds_a_number_then_it_is_found():
    group = {"title": "一", "questions": [{"question": "怎么联系？", "answer": f"<p>{MOBILE}</p>"}]}
    (place,) = places(FaqPage(groups=[{"type": "group", "value": group}]))
    assert "回答" in place


def test_link_when_its_address_holds_a_number_then_it_is_found():
    link = {"label": "致电", "path": "", "url": f"https://hailan.example/{MOBILE}"}
    assert len(places(SectionPage(links=[{"type": "link", "value": link}]))) == 1


@pytest.mark.parametrize(
    ("block", "raw"),
    [
        (EmbedBlock(), f"https://video.example/{MOBILE}"),
        (TypedTableBlock([("text", CharBlock())]), typed_table(["电话"], [[MOBILE]])),
        (TypedTableBlock([("text", RichTextBlock())]), typed_table(["电话"], [[f"<p>{MOBILE}</p>"]])),
        (
            ListBlock(StructBlock([("label", CharBlock()), ("amount", IntegerBlock())])),
            [{"label": "", "amount": 13800138000}],
        ),
        (
            StreamBlock([("inner", StreamBlock([("text", TextBlock())]))]),
            [{"type": "inner", "value": [{"type": "text", "value": MOBILE}]}],
        ),
    ],
    ids=["embed", "typed table", "typed table of rich text", "list of structs", "stream in a stream"],
)
def test_block_of_another_plugin_when_it_holds_a_number_then_it_is_found(block, raw):
    field = StreamField([("block", block)])
    page = NewsPage()
    page.body = field.to_python(json.dumps([{"type": "block", "value": raw}]))
    assert len(places(page)) == 1


def test_list_field_when_it_holds_a_number_then_it_is_found():
    assert places(RecruitmentPage(applicant_kinds=["startup", f"联系我 {MOBILE}"])) == ["招募对象第 2 项"]


def test_child_rows_when_they_hold_a_number_then_their_row_is_counted():
    page = RecruitmentPage()
    page.materials = [
        RecruitmentMaterial(name="身份证复印件"),
        RecruitmentMaterial(name="表", note=f"交至 {MOBILE}"),
    ]
    assert places(page) == ["申请材料第 2 行说明"]


def test_child_rows_when_given_from_a_form_then_those_count_instead():
    page = PolicyPage()
    page.repeals = [PolicyRepeal(title=f"旧 {MOBILE}")]
    assert places(page, children={"repeals": [PolicyRepeal(title="新")]}) == []


def test_picture_when_its_words_hold_a_number_then_the_place_says_so(image):
    image.description = f"王经理 {MOBILE}"
    image.save()
    value = {"image": image.pk, "alt_text": f"扫码联系 {MOBILE}", "decorative": False}
    page = NewsPage(listing_image=image, body=[{"type": "image", "value": value}])
    assert set(places(page)) == {"列表图片图片说明", "正文第 1 段图片说明"}


def test_picture_in_rich_text_when_its_words_hold_a_number_then_they_are_found(image):
    image.title = f"王 {MOBILE}"
    image.save()
    embed = f'<embed embedtype="image" id="{image.pk}" format="fullwidth" alt="电话 {MOBILE}"/>'
    assert places(NewsPage(body=[{"type": "paragraph", "value": f"<p>看图</p>{embed}"}])) != []


def test_files_when_attached_anywhere_then_they_are_collected_with_their_field(site):
    first, second = (
        PortalDocument.objects.create(title=f"名单{number}", file=ContentFile(files.pdf(["text"]), "a.pdf"))
        for number in (1, 2)
    )
    link = f'<p><a linktype="document" id="{second.pk}">下载</a></p>'
    page = NewsPage(body=[{"type": "attachment", "value": first.pk}, {"type": "paragraph", "value": link}])
    assert page_content(page).files == {first: "body", second: "body"}


def test_every_page_model_when_empty_then_it_can_be_walked(site):
    models = [model for model in apps.get_app_config("cms_pages").get_models() if issubclass(model, Page)]
    assert len(models) > 10
    for model in models:
        assert places(model()) == []


def test_finding_when_it_stands_in_an_editors_comment_then_it_is_not_public(site, editor):
    page = NewsPage(title="通知")
    page.wagtail_admin_comments = [Comment(user=editor, text=f"打 {MOBILE}", contentpath="title")]
    assert places(page) == []
