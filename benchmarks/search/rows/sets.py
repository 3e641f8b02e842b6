"""The same answer whatever the engine: hits, totals and counts of every judged text, with filters and without."""

import hashlib
import json
import os
import pickle
import subprocess
import sys
import uuid
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.search.asked import FACETS, questions
from benchmarks.search.portal import POSTGRESQL, SQLITE, NotReachable, portal, service
from benchmarks.search.table import Measured, not_run
from bin.paths import ROOT
from portal.progress import counted, step

ELASTICSEARCH = "elasticsearch"
ENGINES = (SQLITE, POSTGRESQL, ELASTICSEARCH)
TURNS, ATTEMPTS = 3, 5
Answers = Mapping[str, str]
"""By question: what stands for its hits, totals and counts."""


def measure(size: int, seconds: int) -> list[Measured]:
    found: dict[str, Answers] = {}
    measured = []
    with TemporaryDirectory() as folder:
        for engine in ENGINES:
            command = [sys.executable, "-m", "benchmarks.search.rows.sets", engine, str(size), folder]
            subprocess.run(command, cwd=ROOT, check=True)
            answer = json.loads((Path(folder) / engine).read_text(encoding="utf-8"))
            if "missing" in answer:
                measured.append(not_run(f"sets: {engine}", answer["missing"]))
            else:
                found[engine] = answer
    first, *others = found
    for engine in others:
        differing = [text for text, answer in found[first].items() if found[engine].get(text) != answer]
        measured.append(
            Measured(
                f"sets: {first} and {engine}",
                f"{len(differing)} of {len(found[first])} differ",
                "0",
                not differing,
                "、".join(differing[:5]),
            )
        )
    return measured


def _answers(engine: str, size: int, plans: Path) -> dict[str, str]:
    """Every answer of an engine; under "missing" why there is none. The first one says how texts are understood."""
    try:
        if engine == ELASTICSEARCH:
            return _on_elasticsearch(size, plans)
        with portal(size, engine):
            from search.engines.database import DatabaseEngine

            if not plans.exists():
                with step("texts understood"):
                    plans.write_bytes(pickle.dumps(_plans()))
            return _asked(DatabaseEngine(), engine, plans)
    except NotReachable as reason:
        return {"missing": str(reason)}


def _on_elasticsearch(size: int, plans: Path) -> dict[str, str]:
    os.environ["ELASTICSEARCH_URL"] = service("ELASTICSEARCH_SERVER")
    os.environ["ELASTICSEARCH_PREFIX"] = f"benchmark-{uuid.uuid4().hex[:8]}"
    with portal(size, copy=True):
        from search.engines.base import EngineUnavailable
        from search.engines.elastic.engine import ElasticEngine
        from search.generations import live
        from search.indexing import rebuild

        with counted(f"mentors on {ELASTICSEARCH}", size) as advance:
            for _kind, number in rebuild():
                for _entry in range(number):
                    advance()
        try:
            return _asked(ElasticEngine(), ELASTICSEARCH, plans)
        except EngineUnavailable as error:
            raise NotReachable(f"Elasticsearch: {error}") from error
        finally:
            current = live()
            with suppress(EngineUnavailable):
                ElasticEngine().indices.drop(current.pk if current else 0)


def _asked(engine: Any, name: str, kept: Path) -> dict[str, str]:
    from plugins.mentors.models import Mentor

    codes = dict(Mentor.objects.values_list("pk", "code"))
    plans = pickle.loads(kept.read_bytes())
    asked = [(turn, question) for turn in range(TURNS) for question in questions(turn)]
    found = {}
    with counted(f"answers of {name}", len(asked)) as advance:
        for turn, question in asked:
            found[f"{question.text} ({turn})"] = _answer(engine, plans[question.text], question, codes)
            advance()
    return found


def _plans() -> dict[str, Any]:
    """How each text is understood in the end, on the database: corrections and relaxing ask it."""
    from wagtail.models import Site

    from search.engines.database import DatabaseEngine
    from search.finding import _Search
    from search.registry import documents

    site = Site.objects.get()
    known = {"mentor": documents.all["mentor"]}
    plans = {}
    for question in questions(0):
        search = _Search(question, site, known, documents.facets_of(known), DatabaseEngine())
        plans[question.text] = search.matches().plan
    return plans


def _answer(engine: Any, plan: Any, question: Any, codes: Mapping[int, str]) -> str:
    from django.utils import timezone
    from wagtail.models import Site

    from search.engines.base import Request

    request = Request(
        kinds=("mentor",),
        site=Site.objects.get().pk,
        day=timezone.localdate(),
        filters=question.filters,
        facets=FACETS,
        seeker=question.seeker,
        size=1_000_000,
    )
    answer = _patiently(engine, plan, request)
    counts = {name: sorted(found.items()) for name, found in answer.counts.items()}
    whole = [
        sorted(codes[hit.key] for hit in answer.ranked),
        answer.total,
        answer.matching,
        sorted(counts.items()),
        sorted(answer.without.items()),
    ]
    return hashlib.sha256(json.dumps(whole).encode()).hexdigest()


def _patiently(engine: Any, plan: Any, request: Any) -> Any:
    """On a busy machine a second may be too short; what is answered is asked here, not how soon."""
    from search.engines.base import EngineUnavailable

    for _attempt in range(ATTEMPTS - 1):
        with suppress(EngineUnavailable):
            return engine.search(plan, request)
    return engine.search(plan, request)


if __name__ == "__main__":
    _engine, _size, _folder = sys.argv[1:]
    _found = _answers(_engine, int(_size), Path(_folder) / "plans")
    (Path(_folder) / _engine).write_text(json.dumps(_found), encoding="utf-8")
