"""What people type is understood: words, names, pinyin, slips, sentences."""

import tomllib

import pytest

from benchmarks.search.quality import DEFAULTS
from search.plan import Alternative
from search.understanding.lexicon import Lexicon, Term
from search.understanding.understand import understand


def asked(text: str, lexicon: Lexicon) -> list[str]:
    return [concept.text for concept in understand(text, lexicon).concepts]


def meant(text: str, lexicon: Lexicon) -> list[str]:
    """The words of each concept's own alternative, put together."""
    return ["".join(one.alternatives[0].words) for one in understand(text, lexicon).concepts]


@pytest.mark.parametrize(
    ("typed", "concepts"),
    [
        ("融资", ["融资"]),
        ("融資", ["融资"]),
        ("　ＳａａＳ　", ["saas"]),
        ("SaaS融資", ["saas", "融资"]),
        ("融资，日语", ["融资", "日语"]),
        ("融资 融资", ["融资"]),
        ("VI设计", ["vi设计"]),
        ("我想找一个懂融资的导师", ["融资"]),
        ("找会日语的跨境電商老师", ["日语", "跨境电商"]),
        ("王雨桐老师", ["王雨桐"]),
        ("雨桐", ["雨桐"]),
        ("anna weber", ["annaweber"]),
        ("股权激励", ["股权激励"]),
        ("导师", ["导师"]),
        ("的", ["的"]),
        ("和服", ["和服"]),
    ],
)
def test_concepts(typed: str, concepts: list[str], lexicon: Lexicon) -> None:
    assert asked(typed, lexicon) == concepts


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("rongzi", "融资"),
        ("rz", "融资"),
        ("rong zi", "融资"),
        ("ｒｏｎｇｚｉ", "融资"),
        ("zengkexin", "曾可心"),
        ("zkx", "曾可心"),
        ("yuchiqingyang", "尉迟清扬"),
        ("shan si qi", "单思齐"),
        ("minsu", "民宿"),
        ("saas", "saas"),
        ("róngzī", "融资"),
        ("rong2 zi1", "融资"),
        ("yutong", "雨桐"),
        ("s a a s", "saas"),
    ],
)
def test_letters_are_read_as_pinyin_unless_they_are_a_word(typed: str, text: str, lexicon: Lexicon) -> None:
    assert meant(typed, lexicon) == [text]
    assert understand(typed, lexicon).corrections == ()


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("融姿", "融资"),
        ("资融", "融资"),
        ("股权激力", "股权激励"),
        ("税务筹画", "税务筹划"),
        ("商标主册", "商标注册"),
        ("直薄带货", "直播带货"),
        ("知识产全", "知识产权"),
        ("知识权产", "知识产权"),
        ("供应连", "供应链"),
        ("跨境电高", "跨境电商"),
        ("王雨同", "王雨桐"),
        ("rognzi", "融资"),
    ],
)
def test_slip_is_corrected_and_told(typed: str, text: str, lexicon: Lexicon) -> None:
    plan = understand(typed, lexicon)
    assert meant(typed, lexicon) == [text] or asked(typed, lexicon) == [text]
    assert plan.corrections


@pytest.mark.parametrize(
    ("typed", "text"), [("雨同", "雨桐"), ("股权激", "股权激励"), ("王雨同老师", "王雨桐")]
)
def test_part_of_a_name_or_text_is_corrected_too(typed: str, text: str, lexicon: Lexicon) -> None:
    assert meant(typed, lexicon) == [text]


@pytest.mark.parametrize(
    ("typed", "concept"), [("元融资", "融资"), ("500元融资", "融资"), ("融资谈", "融资"), ("年民宿", "民宿")]
)
def test_character_beside_a_known_text_is_no_slip_of_it(typed: str, concept: str, lexicon: Lexicon) -> None:
    plan = understand(typed, lexicon)
    assert [one.text for one in plan.concepts] == [concept]
    assert plan.corrections == ()


@pytest.mark.parametrize("typed", ["融 资", "融　資", "王 雨 桐"])
def test_characters_written_apart_are_one_text(typed: str, lexicon: Lexicon) -> None:
    (concept,) = understand(typed, lexicon).concepts
    assert concept.text in ("融资", "王雨桐")


def test_characters_that_are_no_words_together_stay_apart(lexicon: Lexicon) -> None:
    assert asked("鱼 税", lexicon) == ["鱼", "税"]


@pytest.mark.parametrize(
    ("typed", "concept"),
    [
        ("注册一个公司", "注册公司"),
        ("注册不了公司", "注册公司"),
        ("开不了公司", "开公司"),
        ("开了家公司怎么办", "开公司"),
        ("分点股权", "分股权"),
    ],
)
def test_verb_and_object_are_found_apart(typed: str, concept: str, lexicon: Lexicon) -> None:
    assert asked(typed, lexicon) == [concept]


@pytest.mark.parametrize(
    ("typed", "concepts"),
    [
        ("不要融资，要懂税务的", ["税务"]),
        ("不是融资的民宿", ["民宿"]),
        ("除了直播带货以外的民宿", ["民宿"]),
        ("除了融资还想做民宿", ["融资", "民宿"]),
        ("要不要注册公司", ["注册公司"]),
        ("不会做直播", ["直播"]),
    ],
)
def test_what_is_refused_is_not_asked_for(typed: str, concepts: list[str], lexicon: Lexicon) -> None:
    assert asked(typed, lexicon) == concepts


def test_numbers_are_not_asked_for_beside_other_words(lexicon: Lexicon) -> None:
    assert asked("100万融资", lexicon) == ["融资"]
    assert asked("三个民宿", lexicon) == ["民宿"]
    assert asked("2026", lexicon) == ["2026"]


def test_characters_that_are_left_alone_are_looked_for_together(lexicon: Lexicon) -> None:
    (concept,) = understand("怎么上云", lexicon).concepts
    assert concept.alternatives == (Alternative(("上云",), "上云"),)


def test_unused_word_knows_the_chosen_word_in_it(lexicon: Lexicon) -> None:
    (concept,) = understand("融资租赁", lexicon).concepts
    assert Alternative(("融资",)) in concept.wider
    assert Alternative(("融资",)) not in concept.alternatives


@pytest.mark.parametrize("typed", ["融姿", "股权激力", "王雨同", "rognzi"])
def test_text_as_typed_is_not_corrected(typed: str, lexicon: Lexicon) -> None:
    plan = understand(typed, lexicon, as_typed=True)
    assert plan.corrections == ()
    assert plan.concepts[0].text == typed


@pytest.mark.parametrize("typed", ["和服", "亚洲", "章程", "殡葬", "考古", "剧本"])
def test_real_word_that_nobody_uses_is_not_taken_for_another(typed: str, lexicon: Lexicon) -> None:
    plan = understand(typed, lexicon)
    assert plan.corrections == ()
    assert [one.alternatives for one in plan.concepts] == [(Alternative((typed,)),)]


def test_synonyms_become_alternatives(lexicon: Lexicon) -> None:
    (concept,) = understand("跨境电商", lexicon).concepts
    assert [way.words for way in concept.alternatives] == [("跨境电商",), ("卖到国外",), ("出海",)]
    assert concept.alternatives[1].characters == "卖到国外"


def test_one_way_synonym_leads_one_way(lexicon: Lexicon) -> None:
    assert Alternative(("融资",)) in understand("投资", lexicon).concepts[0].alternatives
    assert Alternative(("投资",)) not in understand("融资", lexicon).concepts[0].alternatives


def test_unknown_characters_are_looked_for_in_a_row(lexicon: Lexicon) -> None:
    (concept,) = understand("鼎泓轩", lexicon).concepts
    assert concept.alternatives == (Alternative(("鼎泓轩",), "鼎泓轩"),)


def test_number_in_a_word_is_found_apart_too(lexicon: Lexicon) -> None:
    (concept,) = understand("iso9001", lexicon).concepts
    assert [way.words for way in concept.alternatives] == [("iso9001",), ("iso", "9001")]


def test_plain_word_in_a_sentence_lifts_and_excludes_nothing(lexicon: Lexicon) -> None:
    plan = understand("想做销售的时候找融资", lexicon)
    (concept,) = plan.concepts
    assert concept.text == "融资"
    assert concept.alternatives[0].words == ("融资",)
    assert ("融资", "销售") in [way.words for way in concept.alternatives]
    assert "销售" in plan.ignored


@pytest.mark.parametrize(
    ("typed", "aside"),
    [
        ("不要律师，要懂税务的", ("律师",)),
        ("除了直播带货以外的民宿", ("直播带货",)),
        ("想做销售的时候找融资", ("销售",)),
        ("我想找一个懂融资的导师", ()),
        ("除了融资还想做民宿", ()),
        ("不要律师", ()),
        ("100万融资", ()),
    ],
)
def test_what_seems_meant_but_is_not_asked_for_is_told(
    typed: str, aside: tuple[str, ...], lexicon: Lexicon
) -> None:
    assert understand(typed, lexicon).aside == aside


@pytest.mark.parametrize(
    ("typed", "concepts"),
    [
        ("股权激励办法第三条", ["股权激励", "第3条"]),
        ("办法 第 3 条", ["第3条"]),
        ("税务规定 三条", ["税务", "第3条"]),
        ("税务 三条", ["税务"]),
        ("导师办法第十二条", ["导师", "第12条"]),
    ],
)
def test_article_is_asked_for_by_its_number(typed: str, concepts: list[str], lexicon: Lexicon) -> None:
    asked_for = asked(typed, lexicon)
    assert [one for one in asked_for if one not in ("办法", "规定")] == concepts


def test_stop_words_are_told(lexicon: Lexicon) -> None:
    assert understand("我想找一个懂融资的导师", lexicon).ignored == (
        "我",
        "想",
        "找",
        "一个",
        "懂",
        "的",
        "导师",
    )


def test_empty_lexicon_understands_words() -> None:
    assert asked("税务筹划 民宿 rongzi", Lexicon()) == ["税务筹划", "民宿", "rongzi"]


CITY = Lexicon(
    terms=[Term("餐饮文旅", "industry", "food")],
    synonyms=[("开公司", "注册公司"), ("写代码", "做app", "软件开发")],
    stop_words=[
        "我",
        "想",
        "想开",
        "公司",
        "的",
        "怎么",
        "当",
        "创业导师",
        "导师",
        "管理",
        "办法",
        "服务",
        "做",
        "找",
    ],
    names=["韩乐知", "欧阳牧"],
    words={"券": 3, "韩": 4, "管理": 9, "办法": 9, "导师": 9, "餐饮": 3},
)


@pytest.mark.parametrize("typed", ["我想开公司", "想开公司", "开公司"])
def test_chosen_text_is_known_where_the_dictionary_cuts_into_it(typed: str) -> None:
    assert [one.text for one in understand(typed, CITY).concepts] == ["开公司"]


def test_of_words_that_say_nothing_those_of_the_trade_are_looked_for() -> None:
    plan = understand("创业导师怎么当", CITY)
    assert [one.text for one in plan.concepts] == ["创业导师"]
    assert plan.ignored == ("怎么", "当")


@pytest.mark.parametrize("typed", ["韩老师", "姓韩的导师", "找韩老师", "韩女士", "姓韩"])
def test_family_name_with_a_title_is_how_the_index_calls_somebody(typed: str) -> None:
    assert [one.alternatives[0].words for one in understand(typed, CITY).concepts] == [("韩老师",)]


def test_family_name_of_two_characters_and_of_nobody() -> None:
    assert [one.text for one in understand("欧阳老师", CITY).concepts] == ["欧阳老师"]
    assert "王老师" not in CITY.names
    assert not CITY.is_address("王老师")


def test_word_beside_one_that_says_nothing_may_be_a_slip_of_both() -> None:
    plan = understand("服务卷怎么领", CITY)
    assert [(one.typed, one.meant) for one in plan.corrections] == [("服务卷", "服务券")]


def test_three_letters_are_no_beginning_of_a_word_that_nobody_chose() -> None:
    known = Lexicon(words={"放大": 5, "房贷": 5})
    assert understand("FDA", known).corrections == ()
    assert understand("fangd", known).corrections


@pytest.mark.parametrize(
    ("typed", "unmarked"),
    [
        ("软件开发", {"做"}),
        ("写代码", {"做"}),
        ("导师管理办法", {"导师", "管理", "办法"}),
        ("导师", set()),
        ("餐饮文旅", set()),
    ],
)
def test_words_that_say_nothing_are_not_to_be_marked(typed: str, unmarked: set[str]) -> None:
    assert understand(typed, CITY).unmarked == unmarked


def test_law_is_looked_for_by_its_name_beside_its_words() -> None:
    concepts = understand("导师管理办法的", CITY).concepts
    assert [one.text for one in concepts] == ["导师", "管理", "办法"]
    assert concepts[0].alternatives[1].words == ("导师", "导师管理办法")
    assert [one.alternatives for one in understand("办法", CITY).concepts] == [(Alternative(("办法",)),)]


def test_abbreviation_is_what_it_is_a_part_of_only_where_nobody_writes_it() -> None:
    known = Lexicon(synonyms=[("IoT", "物联网")], one_way=[("IoT", "软件", "制造"), ("火锅", "餐饮")])
    asked_for = understand("ＩｏＴ", known).concepts[0]
    assert [one.words for one in asked_for.alternatives] == [("iot",), ("物联网",)]
    assert [one.words for one in asked_for.wider] == [("软件",), ("制造",)]
    assert ("餐饮",) in [one.words for one in understand("火锅", known).concepts[0].alternatives]


def test_abbreviation_of_the_list_is_known_and_not_corrected() -> None:
    known = Lexicon(one_way=[("ERP", "软件")], words={"erha": 9, "二人": 9, "er": 9})
    plan = understand("ERP", known)
    assert plan.corrections == ()
    assert [one.text for one in plan.concepts] == ["erp"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("SaaS", "数字化转型"),
        ("ERP", "数字化转型"),
        ("CRM", "软件信息"),
        ("IoT", "智能制造"),
        ("5G", "软件信息"),
        ("MVP", "产品设计"),
        ("PE", "融资"),
        ("FA", "融资"),
        ("IPO", "融资"),
        ("IP", "知识产权"),
        ("NDA", "合同法务"),
        ("MCN", "直播带货"),
        ("SEO", "市场营销"),
        ("B2B", "跨境贸易"),
        ("OEM", "供应链"),
        ("POS", "门店运营"),
        ("HR", "招人用人"),
        ("KPI", "团队管理"),
    ],
)
def test_abbreviation_of_founders_leads_to_a_field_of_advice(typed: str, field: str) -> None:
    groups = tomllib.loads((DEFAULTS / "synonyms.toml").read_text(encoding="utf-8"))
    lists = {
        "synonyms": [group["words"] for group in groups["same"]],
        "one_way": [group["words"] for group in groups["one_way"]],
    }
    concept = understand(typed, Lexicon(**lists, terms=[Term(field)])).concepts[0]
    assert concept.text == typed.lower()
    assert field in ["".join(way.words) for way in concept.wider]
