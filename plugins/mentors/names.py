"""How names are read: the family name decides, and many family names are not read as the word they look like."""

from pypinyin import lazy_pinyin

from portal.templatetags.portal_tags import surname

# Family names whose reading differs from the character's usual one.
READINGS = {
    "曾": "zeng",
    "解": "xie",
    "单": "shan",
    "仇": "qiu",
    "查": "zha",
    "区": "ou",
    "盖": "ge",
    "朴": "piao",
    "翟": "zhai",
    "覃": "qin",
    "缪": "miao",
    "员": "yun",
    "乐": "yue",
    "召": "shao",
    "折": "she",
    "黑": "he",
    "秘": "bi",
    "种": "chong",
    "冼": "xian",
    "祭": "zhai",
    "繁": "po",
    "洗": "xian",
    "尉迟": "yu chi",
    "万俟": "mo qi",
    "长孙": "zhang sun",
    "澹台": "tan tai",
    "宓": "mi",
}


def reading(name: str) -> list[str]:
    """The syllables of a name: 曾可心 → zeng ke xin; what is not Chinese stays as it is."""
    family = surname(name)
    if family not in READINGS:
        return lazy_pinyin(name)
    return [*READINGS[family].split(), *lazy_pinyin(name.strip()[len(family) :])]


def spellings(name: str) -> list[str]:
    """What somebody may type for the name on a Latin keyboard: in full and by initials, also as it looks."""
    read = (reading(name), lazy_pinyin(name))
    typed = [
        spelling for syllables in read for spelling in ("".join(syllables), "".join(s[:1] for s in syllables))
    ]
    return list(dict.fromkeys(typed))
