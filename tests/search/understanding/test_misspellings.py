"""What is typed wrongly, half or in two scripts comes out as what was meant; what is meant stays as it is.

Over the synonyms and stop words that a new portal starts with, and the words of some documents.
"""

import tomllib
from pathlib import Path

import pytest

from search.analysis.folding import normalise
from search.analysis.segmenting import cut, cut_for_index, neighbours
from search.understanding.lexicon import Lexicon, Term
from search.understanding.understand import understand

DEFAULTS = Path(__file__).resolve().parents[3] / "search" / "defaults"
FIELDS = [
    "融资",
    "税务筹划",
    "股权设计",
    "知识产权",
    "跨境电商",
    "供应链",
    "商业计划书",
    "合同法务",
    "品牌设计",
]
NAMES = ["王雨桐", "李雨桐", "曾可心", "单思齐", "尉迟清扬", "张丽娜", "黄海", "刘志明", "Anna Weber"]
TEXTS = """
创业担保贷款申请办法，担保贷款额度最高三十万元，货款结算另行约定。
科技企业孵化器认定管理办法，孵化器应当有专职导师。
商标注册和商标注销的办理流程，营业执照怎样变更。
劳动仲裁申请，劳动合同纠纷，冷链物流补贴，直播带货培训。
股权激励方案，员工持股平台，民宿主理人沙龙，软件著作权登记。
高新技术企业认定，专精特新中小企业，代理记账机构名单，税务登记，保险理赔。
"""


@pytest.fixture(scope="module")
def known() -> Lexicon:
    texts = [normalise(line) for line in TEXTS.split("\n") if line]
    synonyms = tomllib.loads((DEFAULTS / "synonyms.toml").read_text(encoding="utf-8"))
    words = {word for text in texts for word in cut_for_index(text)}
    return Lexicon(
        terms=[Term(label, "field", label) for label in FIELDS],
        synonyms=[group["words"] for group in synonyms["same"]],
        one_way=[group["words"] for group in synonyms["one_way"]],
        stop_words=tomllib.loads((DEFAULTS / "stop_words.toml").read_text(encoding="utf-8"))["words"].split(),
        names=NAMES,
        words=dict.fromkeys(words, 3),
        phrases=dict.fromkeys((pair for text in texts for pair in neighbours(cut(text))), 3),
    )


SLIPS = [
    # the same sound
    ("创业但保贷款", "创业担保贷款"),
    ("孵华器", "孵化器"),
    ("税务愁划", "税务筹划"),
    ("劳动种裁", "劳动仲裁"),
    ("跨镜电商", "跨境电商"),
    # strokes alike
    ("担保货款", "担保贷款"),
    ("股杈激励", "股权激励"),
    # another order
    ("担贷保款", "担保贷款"),
    ("标商", "商标"),
    # one missing
    ("商业划书", "商业计划书"),
    ("知识权", "知识产权"),
    # one doubled
    ("融融资", "融资"),
    ("税务务筹划", "税务筹划"),
    # pinyin half typed
    ("wangyt", "王雨桐"),
    ("rongz", "融资"),
    ("chuangyed", "创业担保贷款"),
    ("guquanjl", "股权激励"),
    # initials of two letters
    ("zhshchq", "知识产权"),
    # two scripts
    ("融zi", "融资"),
    ("创业dk", "创业贷款"),
    ("王雨tong", "王雨桐"),
    ("rong资", "融资"),
]
# Written after the rules: nothing was fitted to them.
SLIPS += [
    ("税努筹划", "税务筹划"),
    ("创业补帖", "创业补贴"),
    ("法律咨寻", "法律咨询"),
    ("专利生请", "专利申请"),
    ("招骋", "招聘"),
    ("带直播货", "直播带货"),
    ("加计除", "加计扣除"),
    ("劳动动仲裁", "劳动仲裁"),
    ("民宿宿", "民宿"),
    ("gaoxjsqy", "高新技术企业"),
    ("gongsizc", "公司注册"),
    ("zengkex", "曾可心"),
    ("yuchiqy", "尉迟清扬"),
    ("shuiwuchohua", "税务筹划"),
    ("rongzhi", "融资"),
    ("zishichanquan", "知识产权"),
    ("商biao注册", "商标注册"),
    ("跨境ds", "跨境电商"),
    ("营业zz", "营业执照"),
    ("曾kexin", "曾可心"),
]


@pytest.mark.parametrize(("typed", "meant"), SLIPS)
def test_slip_is_taken_for_what_was_meant(typed: str, meant: str, known: Lexicon) -> None:
    plan = understand(typed, known)
    (concept,) = plan.concepts
    assert meant in {"".join(way.words) for way in concept.alternatives} | {
        way.characters for way in concept.alternatives
    }
    assert meant in [correction.meant for correction in plan.corrections]


@pytest.mark.parametrize("typed", ["创业孵华器", "孵华器怎么入驻", "科技孵华器补贴", "我要申请创业但保贷款"])
def test_slip_inside_a_longer_text_is_put_right_once(typed: str, known: Lexicon) -> None:
    """What came out of a correction is not taken for a slip in its turn."""
    plan = understand(typed, known)
    assert [correction.meant for correction in plan.corrections] == [
        "孵化器" if "器" in typed else "担保贷款"
    ]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gqjl", "股权激励"),
        ("swch", "税务筹划"),
        ("zscq", "知识产权"),
        ("dbdk", "担保贷款"),
        ("wyt", "王雨桐"),
    ],
)
def test_initials_are_read_without_a_word_about_it(typed: str, meant: str, known: Lexicon) -> None:
    plan = understand(typed, known)
    (concept,) = plan.concepts
    assert meant in ["".join(way.words) for way in concept.alternatives] + [
        way.characters for way in concept.alternatives
    ]
    assert plan.corrections == ()


MEANT = [
    "商标注销",
    "货款结算",
    "专刊",
    "但保险理赔",
    "贷款但利率低",
    "融贷",
    "重庆火锅",
    "海澜恒信",
    "鼎泓轩",
    "黄海",
    "王雨",
]
MEANT += [
    "saas",
    "crm",
    "python",
    "hello",
    "design",
    "excel",
    "tiktok",
    "vr",
    "5g",
    "iso9001",
    "b2b融资",
    "ai创业",
    "t恤",
]


@pytest.mark.parametrize("typed", MEANT)
def test_what_is_meant_stays_as_it_is(typed: str, known: Lexicon) -> None:
    assert understand(typed, known).corrections == ()
