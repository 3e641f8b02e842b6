"""How well queries are answered: nDCG@10, precision and recall of whole sets, wrong hits, by category.

python -m benchmarks.search.quality [--size 10000] [--seed 7] [--engine memory] [--misses]
"""

import argparse
import math
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.search.memory import MemoryEngine
from benchmarks.search.mentors import Person, labels, mentors
from search.analysis.folding import normalise
from search.analysis.segmenting import cut, cut_for_index, neighbours
from search.analysis.tokens import tokens
from search.plan import Plan
from search.understanding.lexicon import Lexicon, Term
from search.understanding.relaxing import relax
from search.understanding.understand import understand

FOLDER = Path(__file__).parent
DEFAULTS = Path(__file__).resolve().parents[2] / "search" / "defaults"
DEPTH = 10
BARS = {"nDCG": 0.94, "category": 0.85, "precision": 0.90, "recall": 0.90}
NEVER_WRONG = ("和服", "亚洲", "章程", "殡葬")

Answer = Callable[[str], Sequence[int]]
"""The keys of everything that is found for a text, best first."""


@dataclass(frozen=True)
class Judged:
    category: str
    text: str
    grades: Mapping[int, int]
    held_out: bool


@dataclass(frozen=True)
class Outcome:
    judged: Judged
    ndcg: float
    precision: float
    recall: float
    wrong: int
    plan: Plan | None = None


def judged_queries(people: Sequence[Person]) -> list[Judged]:
    """The queries with the grade of everybody who should be found."""
    found = []
    for category, rows in tomllib.loads((FOLDER / "queries.toml").read_text(encoding="utf-8")).items():
        for place, row in enumerate(rows):
            grades = {person.profile.key: grade for person in people if (grade := _grade(person, row))}
            found.append(Judged(category, row["q"], grades, held_out=place % 2 == 1))
    return found


def _grade(person: Person, row: Mapping[str, Any]) -> int:
    if "name" in row:
        return 3 if row["name"] in person.profile.name else 0
    needs: Sequence[str] = row.get("need", ())
    return min((_met(person, need) for need in needs), default=0)


def _met(person: Person, need: str) -> int:
    met = [
        grade
        for key, grade in person.abilities.items()
        for wanted in need.split("|")
        if key == wanted or (wanted.endswith("*") and key.startswith(wanted[:-1]))
    ]
    return max(met, default=0)


def judge(judged: Judged, found: Sequence[int], plan: Plan | None = None) -> Outcome:
    """Where nobody is to be found, finding nobody is perfect and finding anybody is worthless."""
    right = sum(key in judged.grades for key in found)
    gains = [judged.grades.get(key, 0) for key in found[:DEPTH]]
    ideal = sorted(judged.grades.values(), reverse=True)[:DEPTH]
    nothing = 0.0 if found else 1.0
    return Outcome(
        judged,
        ndcg=_discounted(gains) / _discounted(ideal) if ideal else nothing,
        precision=right / len(found) if found else float(not judged.grades),
        recall=right / len(judged.grades) if judged.grades else 1.0,
        wrong=len(found) - right,
        plan=plan,
    )


def _discounted(gains: Iterable[int]) -> float:
    return sum((2**gain - 1) / math.log2(place + 2) for place, gain in enumerate(gains))


def lexicon(people: Sequence[Person]) -> Lexicon:
    """What understanding may know of a portal with these mentors: lists, defaults, names, the words of the index."""
    words: Counter[str] = Counter()
    phrases: Counter[str] = Counter()
    for person in people:
        texts = [normalise(text) for text in (*person.profile.tags, *person.profile.body)]
        words.update({word for text in texts for word in cut_for_index(text)})
        phrases.update({pair for text in texts for pair in neighbours(cut(text))})
    synonyms = tomllib.loads((DEFAULTS / "synonyms.toml").read_text(encoding="utf-8"))
    stop_words = tomllib.loads((DEFAULTS / "stop_words.toml").read_text(encoding="utf-8"))["words"].split()
    return Lexicon(
        terms=[Term(label, facet, label) for facet, label in labels()],
        synonyms=[group["words"] for group in synonyms["same"]],
        one_way=[group["words"] for group in synonyms["one_way"]],
        stop_words=stop_words,
        names=[person.profile.name for person in people],
        words=words,
        phrases=phrases,
    )


def show(outcomes: Sequence[Outcome], misses: bool) -> None:
    print(f"{'category':12} {'n':>4} {'nDCG@10':>8} {'precision':>10} {'recall':>8} {'wrong hits':>11}")
    categories = dict.fromkeys(outcome.judged.category for outcome in outcomes)
    for category in categories:
        _row(category, [outcome for outcome in outcomes if outcome.judged.category == category])
    _row("looked at", [outcome for outcome in outcomes if not outcome.judged.held_out])
    _row("held out", [outcome for outcome in outcomes if outcome.judged.held_out])
    _row("all", outcomes)
    never = [outcome for outcome in outcomes if outcome.judged.text in NEVER_WRONG]
    print(f"wrong hits for {'、'.join(NEVER_WRONG)}: {sum(outcome.wrong for outcome in never)}")
    if misses:
        for outcome in sorted(
            outcomes, key=lambda outcome: outcome.ndcg + outcome.precision + outcome.recall
        ):
            if min(outcome.ndcg, outcome.precision, outcome.recall) < 0.9:
                _miss(outcome)


def _row(title: str, outcomes: Sequence[Outcome]) -> None:
    number = len(outcomes)
    ndcg, precision, recall = (
        sum(getattr(outcome, figure) for outcome in outcomes) / number
        for figure in ("ndcg", "precision", "recall")
    )
    wrong = sum(outcome.wrong for outcome in outcomes)
    print(f"{title:12} {number:4} {ndcg:8.3f} {precision:10.3f} {recall:8.3f} {wrong:11}")


def _miss(outcome: Outcome) -> None:
    half = "held out" if outcome.judged.held_out else "        "
    figures = f"{outcome.ndcg:.2f} {outcome.precision:.2f} {outcome.recall:.2f}"
    print(f"  {half} {outcome.judged.category:11} {figures} {outcome.judged.text}", end="  ")
    if outcome.judged.held_out or outcome.plan is None:
        print()  # how it failed is not looked at
        return
    print(" & ".join(concept.text for concept in outcome.plan.concepts), outcome.plan.relaxed or "")


def memory_outcomes(people: Sequence[Person], judged: Sequence[Judged]) -> list[Outcome]:
    """The outcomes of the small engine, with the time that making and asking took."""
    started = time.perf_counter()
    profiles = (person.profile for person in people)
    engine = MemoryEngine((one.key, tokens(name=one.name, tags=one.tags, body=one.body)) for one in profiles)
    print(f"index of {len(people)} mentors: {time.perf_counter() - started:.1f} s")
    started = time.perf_counter()
    known = lexicon(people)
    counted = time.perf_counter() - started
    started = time.perf_counter()
    known.load()
    print(f"words counted: {counted:.1f} s, lexicon loaded: {time.perf_counter() - started:.1f} s")
    outcomes, times = [], []
    for one in judged:
        started = time.perf_counter()
        plan = understand(one.text, known)
        times.append((time.perf_counter() - started) * 1000)
        plan = relax(plan, engine.count)
        scores = engine.search(plan)
        outcomes.append(judge(one, sorted(scores, key=lambda key: (-scores[key], key)), plan))
    times.sort()
    print(f"understanding: p50 {times[len(times) // 2]:.2f} ms, p95 {times[int(len(times) * 0.95)]:.2f} ms")
    return outcomes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--engine", choices=["memory", "database"], default="memory")
    parser.add_argument("--misses", action="store_true", help="name the queries below 0.9")
    options = parser.parse_args()
    people = mentors(options.size, options.seed)
    judged = judged_queries(people)
    outcomes = memory_outcomes(people, judged)
    show(outcomes, options.misses)


if __name__ == "__main__":
    main()
