"""Mentors made up from parts, as many as a benchmark needs: `seed_demo --scale N`."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from plugins.mentors.codes import ALPHABET, LENGTH

CONTENT = Path(__file__).resolve().parent / "content"
STEP = 433_494_437  # shares no factor with the number of codes, so that the walk below meets every code once
TERM_DAYS = 730
THIS_YEAR = 2026  # careers end "now"; like the hand-written ones they stand in plain years
LEAST_INTRODUCTION = 95  # before the slots are filled, so that 80 characters are left for certain
LANGUAGES = {
    "海澜话": 0.3,
    "英语": 0.35,
    "日语": 0.05,
    "韩语": 0.05,
    "俄语": 0.03,
    "德语": 0.02,
    "手语": 0.01,
}
WAYS = ("message", "meeting", "phone", "video")
TIMES = ("workday_morning", "workday_afternoon", "workday_evening", "weekend")
STAGES = ("preparing", "starting", "growing", "established")
WITHOUT_FIGURES, WITH_FEW = 0.1, 0.2  # of the mentors; the second holds the first
STARS = (5, 4, 3, 2, 1)
TASTES = ((85, 12, 3, 0, 0), (65, 25, 8, 1, 1), (40, 35, 15, 7, 3))  # how often each of them
SLOWEST = 40.0
SPACED = re.compile(r"(?<=[\u3400-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[\u3400-\u9fff])")


def generate_mentors(count: int, seed: int) -> Iterator[dict[str, Any]]:
    """`count` mentors in the shape of content/mentors.toml; the same seed gives the same mentors.

    Codes differ from each other and from those of the hand-written mentors. No portraits: drawing and storing
    thousands of them is not what a benchmark measures.
    """
    rng = random.Random(seed)  # noqa: S311 - made-up people, no secret
    codes = _codes(rng.randrange(len(ALPHABET) ** LENGTH))
    for _place in range(count):
        yield _mentor(rng, next(codes))


@cache
def _phrases() -> dict[str, Any]:
    return _table("phrases")


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))


def _codes(start: int) -> Iterator[str]:
    taken = {row["code"] for row in _table("mentors")["mentors"]}
    total = len(ALPHABET) ** LENGTH
    for place in range(total):
        number, code = (start + place * STEP) % total, ""
        for _letter in range(LENGTH):
            number, digit = divmod(number, len(ALPHABET))
            code += ALPHABET[digit]
        if code not in taken:
            yield code


def _mentor(rng: random.Random, code: str) -> dict[str, Any]:
    phrases, own = _phrases(), random.Random(code)  # noqa: S311 - as above
    fields = rng.sample(phrases["fields"], rng.choices((1, 2, 3, 4), (2, 5, 5, 2))[0])
    industries = rng.sample(phrases["industries"], rng.choices((1, 2, 3), (5, 4, 2))[0])
    years = rng.randint(5, 36)
    slots = {"years": years, "client": rng.choice(industries[0]["clients"]), "trade": industries[0]["trade"]}
    experience = _experience(rng, years, fields[0], industries)
    row = {
        "code": code,
        "name": _name(rng),
        "organisation": experience[0]["role"].split(" ")[0],
        "position": experience[0]["role"].split(" ")[1],
        "years": years,
        "district": _weighted(rng, phrases["districts"]),
        "headline": _filled(rng, rng.choice(fields[0]["headlines"]), slots),
        "fields": [field["name"] for field in fields],
        "industries": [industry["name"] for industry in industries],
        "ways": _ways(rng),
        "times": _times(own),
        "stages": _stages(code),
        "languages": _languages(rng),
        "service_types": _service_types(rng),
        **_term(rng),
        "portrait": False,
        "help_points": _help_points(rng, fields, slots),
        "introduction": _introduction(rng, fields[0], slots),
        "experience": experience,
    }
    return row | {"figures": figures_of(own, row["appointed_days_ago"])}


def _filled(rng: random.Random, template: str, slots: dict[str, Any]) -> str:
    """The template with its slots filled, numbers set off by spaces as in all running text."""
    text = template.format(count=rng.randint(6, 60), **slots)
    return SPACED.sub(" ", text)


def _weighted(rng: random.Random, weights: dict[str, int]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


def _name(rng: random.Random) -> str:
    phrases = _phrases()
    kind = rng.choices(("surnames", "rare_surnames", "double_surnames"), (92, 6, 2))[0]
    surname = rng.choice(phrases[kind].split())
    first, second = rng.choice(phrases["given_first"].split()), rng.choice(phrases["given_second"].split())
    if rng.random() < 0.18:
        return surname + second
    return surname + first + second if first != second else surname + first


def _ways(rng: random.Random) -> list[str]:
    return [way for way in WAYS if way == "message" or rng.random() < 0.5]


def _times(rng: random.Random) -> list[str]:
    return [time for time in TIMES if rng.random() < 0.5]


def _stages(code: str) -> list[str]:
    """Drawn apart, so that nothing else changed when mentors got them."""
    own = random.Random(f"stages of {code}")  # noqa: S311 - as above
    return [stage for stage in STAGES if own.random() < 0.5]


def figures_of(rng: random.Random, days: int) -> dict[str, Any]:
    """What so many days of service may have come to, as `plugins.mentors.figures.Figures` names it; {} for nothing."""
    luck = rng.random()
    if luck < WITHOUT_FIGURES:
        return {}
    services = rng.randint(1, 4) if luck < WITH_FEW else rng.randint(5, 8 + days // 12)
    explicit = round(services * rng.uniform(0.3, 0.75))
    unrated = rng.randint(0, min(2, services - explicit))
    figures = {"services": services, "explicit_ratings": explicit}
    figures["default_ratings"] = services - explicit - unrated
    return figures | _replies(rng, services) | _mean(rng, explicit)


def _replies(rng: random.Random, services: int) -> dict[str, Any]:
    replies = services - rng.randint(0, services // 5)
    late = min(replies // 2, int(rng.expovariate(1) * 0.06 * replies))
    hours = min(SLOWEST, rng.lognormvariate(2.3, 0.6))
    return {
        "replies": replies,
        "median_reply_hours": round(hours, 1),
        "on_time_share": round((replies - late) / replies, 4),
    }


def _mean(rng: random.Random, ratings: int) -> dict[str, Any]:
    given = rng.choices(STARS, rng.choice(TASTES), k=ratings)
    return {"mean_rating": round(sum(given) / ratings, 2)} if ratings else {}


def _languages(rng: random.Random) -> list[str]:
    return ["普通话", *(name for name, rate in LANGUAGES.items() if rng.random() < rate)]


def _service_types(rng: random.Random) -> list[str]:
    others = ["上门诊断", "专题讲座", "创业培训", "路演点评", "资源对接", "长期陪跑", "集中问诊"]
    return ["一对一咨询", *rng.sample(others, rng.randint(0, 2))]


def _term(rng: random.Random) -> dict[str, Any]:
    state = rng.choices(("serving", "paused", "former"), (95, 3, 2))[0]
    started = rng.randint(1, TERM_DAYS - 10) + (TERM_DAYS + 10 if state == "former" else 0)
    number = rng.choices((1, 2, 3), (6, 3, 1))[0]
    return {
        "state": state,
        "term_from_days_ago": started,
        "term_to_in_days": TERM_DAYS - started,
        "term_number": number,
        "appointed_days_ago": started + TERM_DAYS * (number - 1),
    }


def _help_points(rng: random.Random, fields: list[dict[str, Any]], slots: dict[str, Any]) -> list[str]:
    pool = [point for field in fields for point in field["points"]]
    return [_filled(rng, point, slots) for point in rng.sample(pool, rng.randint(2, 4))]


def _introduction(rng: random.Random, field: dict[str, Any], slots: dict[str, Any]) -> str:
    """An opening, what was done in the field, and two or three remarks: 80 to 200 characters."""
    phrases = _phrases()
    first, second, third = rng.sample(phrases["closings"], 3)
    text = rng.choice(phrases["openings"]) + rng.choice(field["middles"]) + first + second
    return _filled(rng, text if len(text) >= LEAST_INTRODUCTION else text + third, slots)


def _experience(
    rng: random.Random, years: int, field: dict[str, Any], industries: list[dict[str, Any]]
) -> list[dict[str, str]]:
    """Two to four posts, newest first, that fill the years."""
    first, posts = THIS_YEAR - years, rng.randint(2, min(4, years - 2))
    changes = sorted(rng.sample(range(first + 1, THIS_YEAR), posts - 1))
    spans = list(zip([first, *changes], [*changes, None], strict=True))
    juniors = ["专员", "主管", "助理", "技术员", "项目经理"]
    rows = []
    for start, end in reversed(spans):
        industry = industries[0] if end is None else rng.choice(industries)
        firm = rng.choice(_phrases()["prefixes"]) + rng.choice(industry["firms"])
        post = rng.choice(field["positions"] if end is None else juniors)
        rows.append({"period": f"{start}—{end}" if end else f"{start} 至今", "role": f"{firm} {post}"})
    return rows
