"""Editors keep the words of the search and see how a query is understood; a change holds at once."""

import pytest
from django.urls import reverse

from search.finding import find
from search.models import BlockedWord, Pin, StopWord, Synonym
from search.query import SearchQuery
from tests.factories.cms_pages import FieldFactory
from tests.factories.content import NewsFactory, PolicyFactory
from tests.factories.mentors import MentorFactory

TRY = "/admin/search/try/"


@pytest.fixture
def notice(site):
    return NewsFactory(title="办理营业执照的新流程")


def titles(text: str, site) -> list[str]:
    return [hit.title for hit in find(SearchQuery(text=text), site).hits]


def test_synonym_from_the_desk_is_effective_at_once(notice, site, editor, signed_in) -> None:
    assert notice.title not in titles("开店证照", site)
    address = reverse("wagtailsnippets_search_synonym:add")
    answer = signed_in(editor).post(address, {"words": "开店证照、营业执照"})
    assert answer.status_code == 302
    assert Synonym.objects.get(words__startswith="开店证照").terms == ("开店证照", "营业执照")
    assert titles("开店证照", site) == [notice.title]


def test_synonym_alone_is_refused_in_words_and_kept_in_the_form(site, editor, signed_in) -> None:
    address = reverse("wagtailsnippets_search_synonym:add")
    text = signed_in(editor).post(address, {"words": "孤零零"}).content.decode()
    assert "请至少填写两个不同的词。" in text
    assert "孤零零" in text


def test_synonym_begins_with_what_the_address_brings(editor, signed_in) -> None:
    address = reverse("wagtailsnippets_search_synonym:add")
    text = signed_in(editor).get(address, {"words": "开店证照"}).content.decode()
    assert 'value="开店证照、"' in text


def test_list_says_which_way_synonyms_lead_and_can_be_searched(editor, signed_in) -> None:
    Synonym.objects.create(words="开店证照、营业执照", one_way=True)
    address = reverse("wagtailsnippets_search_synonym:list")
    text = signed_in(editor).get(address, {"q": "开店证照"}).content.decode()
    assert "单向" in text
    assert "互通" not in text
    assert "False" not in text
    assert "专精特新" not in text
    assert "互通" in signed_in(editor).get(address).content.decode()


@pytest.mark.parametrize(
    ("model", "word", "sentence"),
    [
        ("stopword", "怎么办", "这个词已经在列表里了。"),
        ("stopword", " 怎麼辦", "这个词已经在列表里了。"),
        ("blockedword", "的", "屏蔽词至少两个字，一个字会误伤太多搜索。"),
    ],
)
def test_wrong_word_is_refused_in_a_sentence(editor, signed_in, model: str, word: str, sentence: str) -> None:
    address = reverse(f"wagtailsnippets_search_{model}:add")
    text = signed_in(editor).post(address, {"word": word}).content.decode()
    assert sentence in text


def test_blocked_word_answers_with_nothing_at_once(notice, site) -> None:
    assert titles("营业执照", site) == [notice.title]
    BlockedWord.objects.create(word="执照")
    assert find(SearchQuery(text="营业执照"), site).blocked


def test_stop_word_is_left_out_at_once(notice, site) -> None:
    StopWord.objects.create(word="敢问")
    result = find(SearchQuery(text="敢问 营业执照"), site)
    assert result.plan.ignored == ("敢问",)
    assert result.relaxed == ()


def test_page_shows_how_a_query_was_understood_and_why_hits_stand_there(notice, editor, signed_in) -> None:
    Synonym.objects.create(words="开店证照、营业执照")
    text = signed_in(editor).get(TRY, {"q": "开店证照"}).content.decode()
    assert "营业执照" in text
    assert "<mark>营业执照</mark>" in text
    assert notice.url_path_on_site in text


@pytest.mark.parametrize("asked", ["", '"', "，。", "<script>", "字" * 300])
def test_whatever_is_tried_gets_a_page(notice, editor, signed_in, asked: str) -> None:
    answer = signed_in(editor).get(TRY, {"q": asked})
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode().partition('id="try-q"')[2][:200]


def test_whoever_keeps_no_words_is_not_let_in(site, clerk, signed_in) -> None:
    assert signed_in(clerk).get(TRY).status_code == 302
    assert TRY not in signed_in(clerk).get("/admin/").content.decode()


def test_terms_are_those_by_which_the_engine_ranked(editor, signed_in, site) -> None:
    export = FieldFactory(slug="export", name="跨境")
    MentorFactory(page__title="王雨桐", page__headline="民宿", page__fields=[export])
    MentorFactory(page__title="李青", page__headline="民宿", page__fields=[])
    given = {"q": "民宿", "kind": "mentor", "field": "export"}
    lines = signed_in(editor).get(TRY, given).context["lines"]
    assert [(line.hit.title, [(term.label, term.part) for term in line.terms]) for line in lines] == [
        ("王雨桐", [("服务质量", 0.048), ("擅长领域相符", 0.1)]),
        ("李青", [("服务质量", 0.048)]),
    ]
    for line in lines:
        expected = 1 + sum(term.part for term in line.terms)
        assert line.factor == pytest.approx(expected)
    text = signed_in(editor).get(TRY, given).content.decode()
    assert "擅长领域相符 +10%" in text
    assert "× 1.15" in text


def test_equals_are_said_to_take_turns_and_pins_to_be_pinned(editor, signed_in, site) -> None:
    for name in ("王雨桐", "李青"):
        MentorFactory(page__title=name, page__headline="民宿")
    notice = NewsFactory(title="别的消息")
    Pin.objects.create(query="民宿", site=site, kind="notice", key=notice.pk)
    answer = signed_in(editor).get(TRY, {"q": "民宿"})
    lines = answer.context["lines"]
    assert [line.hit.pinned for line in lines] == [True, False, False]
    assert [line.changes_turns for line in lines] == [False, True, True]
    assert {line.hit.equals for line in lines[1:]} == {1}
    text = answer.content.decode()
    assert text.count("轮流在前") == 2
    assert "置顶" in text


def test_facets_of_the_kind_are_counted(editor, signed_in, site) -> None:
    PolicyFactory(title="民宿扶持办法", issuers="海澜市文旅局")
    text = signed_in(editor).get(TRY, {"q": "民宿", "kind": "policy"}).content.decode()
    assert "海澜市文旅局 1" in text
    assert "有效 1" in text
