"""Mentors with a hidden truth: what each can help with is drawn first, then told in varying words.

The engine is given `Profile`s and never sees `abilities`. Much of the text is there to mislead: employers that are named
after what this person does not do, and sentences in which a searched word only arises across the border of two others.
"""

import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ABILITIES = Path(__file__).parent / "abilities.toml"

SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许邓冯韩曹彭萧蔡潘田董袁于余叶杜苏魏程吕丁沈任姚卢钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
GIVEN = "明伟芳娜敏静丽强磊军洋勇艳杰娟涛超霞平刚桂文辉鹏华建国志海燕玲红梅波斌宇浩凯健俊帆雪晨思佳欣怡嘉诚博睿哲翔峰岩松柏青云天成立新春秋亮东南北安康宁乐美玉珍珠金银铁石山川河湖江波涛"
PLANTED = """王雨桐 李雨桐 单思齐 解鸣远 仇若谷 逄敬之 曾可心 朴正浩 尉迟清扬 欧阳知远 查慎行 翟墨涵 盖叫山 葛亦舟 阮清和
慕容砚秋 司徒静好 缪以宁 员半千 乐无忧""".split()  # noqa: SIM905 - a list of names is read more easily like this
DISTRICTS = ["海东区", "澜湾区", "高新区", "沙岬区", "北岭市", "青屿县"]
LANGUAGES = ["普通话", "海澜话", "英语", "日语", "韩语", "俄语", "德语", "手语"]
SERVICES = ["一对一咨询", "上门诊断", "专题讲座", "创业培训", "路演点评", "资源对接", "长期陪跑", "集中问诊"]
PLACES = ["海澜", "澜湾", "沙岬", "北岭", "青屿", "东港", "望海", "石湾"]
WORDS = ["正和", "远帆", "恒信", "众诚", "启明", "海岳", "同舟", "立信", "蓝湾", "九州", "金桥", "天衡"]
EMPLOYERS = [
    "律师事务所",
    "会计师事务所",
    "知识产权代理有限公司",
    "投资管理有限公司",
    "电子商务有限公司",
    "服装厂",
    "物流有限公司",
]
EMPLOYERS += [
    "食品有限公司",
    "品牌设计工作室",
    "人力资源有限公司",
    "软件有限公司",
    "餐饮管理有限公司",
    "科技有限公司",
    "职业学院",
]
POSITIONS = ["合伙人", "总经理", "创始人", "部门主任", "副总经理", "高级顾问", "退休职工", "讲师"]
HEADLINES = [
    "{}，讲人话，不绕弯。",
    "{}。你的问题，我多半遇到过。",
    "一句话：{}。",
    "{}，愿意陪你走一段。",
    "先听你说，再谈{}。",
]
SENTENCES = [
    "{}，每一步都有清单。",
    "擅长{}。",
    "最近两年主要是{}。",
    "{}，欢迎带着材料来。",
    "常被问到的是：{}。",
    "可以从{}谈起。",
]
MENTIONS = ["早年也接触过：{}。", "另外，{}。", "退下来之前的老本行：{}。", "顺带也能聊：{}。"]
PLAIN = [
    "说话直，守时。",
    "每周二在赋能中心坐班。",
    "家在海边，喜欢骑车。",
    "相信慢就是快。",
    "二十年一线，见过起落。",
    "不收费，不推销。",
]
BORDERS = [
    "在厂里培养老师傅带徒弟。",
    "靠手艺做出口碑。",
    "老公社保留下来的院子还在用。",
    "每逢周末办线上市集。",
    "态度和服务一样要紧。",
]
BORDERS += [
    "走过欧亚洲际航线。",
    "先把规章程序理顺。",
    "带渔民宿营海岛。",
    "做过银行金融资产登记。",
    "开发票据打印机起家。",
    "一心提高企业效率。",
]
BORDERS += [
    "结合规模看账。",
    "发展会员三千人。",
    "记得每种产品牌号。",
    "联网店面四十间。",
    "见过出殡葬礼上的人情。",
    "在研究生物样本。",
]
BORDERS += ["当过工会计时员。", "讲究用工具说话。", "把人民法院的判决读给你听。", "收集体验报告。"]


@dataclass(frozen=True)
class Profile:
    """What the public reads of a mentor: this, and nothing else, goes to the engine."""

    key: int
    name: str
    organisation: str
    position: str
    headline: str
    fields: tuple[str, ...]
    industries: tuple[str, ...]
    district: str
    languages: tuple[str, ...]
    services: tuple[str, ...]
    texts: tuple[str, ...]

    @property
    def tags(self) -> tuple[str, ...]:
        labels = (*self.fields, *self.industries, self.district, *self.services, *self.languages)
        return (*labels, self.headline)

    @property
    def body(self) -> tuple[str, ...]:
        return (*self.texts, f"{self.organisation} {self.position}")


@dataclass(frozen=True)
class Person:
    """A profile with the truth behind it: 3 for what the person mainly does, 1 for what is only mentioned."""

    profile: Profile
    abilities: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Ability:
    key: str
    label: str
    clauses: Sequence[str]


def mentors(size: int, seed: int) -> list[Person]:
    """As many people as asked for, the same for the same seed; the planted names come first."""
    chance = random.Random(seed)
    fields, trades = _abilities("abilities"), _abilities("trades")
    return [_person(key, chance, fields, trades) for key in range(size)]


def labels() -> Iterator[tuple[str, str]]:
    """The controlled lists: facet and label."""
    found = [("field", ability.label) for ability in _abilities("abilities")]
    found += [("industry", ability.label) for ability in _abilities("trades")]
    found += [("district", label) for label in DISTRICTS] + [("language", label) for label in LANGUAGES]
    found += [("service", label) for label in SERVICES]
    return iter(dict.fromkeys(found))


def _abilities(table: str) -> list[Ability]:
    rows = tomllib.loads(ABILITIES.read_text(encoding="utf-8"))[table]
    return [Ability(key, row["label"], row["clauses"]) for key, row in rows.items()]


def _person(key: int, chance: random.Random, fields: list[Ability], trades: list[Ability]) -> Person:
    main = chance.sample(fields, chance.choice([1, 2, 2, 3]))
    trade = chance.sample(trades, chance.choice([1, 1, 2]))
    mentioned = [
        ability for ability in chance.sample(fields, chance.choice([0, 0, 1, 1])) if ability not in main
    ]
    languages = tuple(dict.fromkeys(["普通话", *chance.sample(LANGUAGES[1:], chance.choice([0, 1, 1]))]))
    district = chance.choice(DISTRICTS)
    told = [chance.choice(SENTENCES).format(_clause(chance, ability)) for ability in (*main, *trade)]
    told += [chance.choice(MENTIONS).format(_clause(chance, ability)) for ability in mentioned]
    told += chance.sample(PLAIN, 2) + (chance.sample(BORDERS, 1) if chance.random() < 0.4 else [])
    chance.shuffle(told)
    profile = Profile(
        key=key,
        name=PLANTED[key] if key < len(PLANTED) else _name(chance),
        organisation=chance.choice(PLACES) + chance.choice(WORDS) + chance.choice(EMPLOYERS),
        position=chance.choice(POSITIONS),
        headline=chance.choice(HEADLINES).format(_clause(chance, main[0])),
        fields=tuple(dict.fromkeys(ability.label for ability in main)),
        industries=tuple(dict.fromkeys(ability.label for ability in trade)),
        district=district,
        languages=languages,
        services=tuple(chance.sample(SERVICES, 2)),
        texts=("".join(told[:2]), "".join(told[2:])),
    )
    truth = {ability.key: 3 for ability in (*main, *trade)} | {ability.key: 1 for ability in mentioned}
    truth |= {f"label:{ability.label}": 1 for ability in mentioned}
    truth |= {f"label:{label}": 3 for label in profile.tags[:-1]}
    return Person(profile, truth)


def _clause(chance: random.Random, ability: Ability) -> str:
    return chance.choice(ability.clauses)


def _name(chance: random.Random) -> str:
    return chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.choice([1, 2, 2, 2])))
