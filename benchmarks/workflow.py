"""What a move of a case costs, against a bare UPDATE and INSERT; and how fast the sweep clears what is overdue.

    python -m benchmarks.workflow [--rounds 400] [--due 10000]

Both kinds of write are done in turns in one run, each in a transaction of its own, so that only their ratio means
anything; of each the faster quarter counts, for the rest tells of the machine's other work. The move hands a question
over: it asks two parties, sets two deadlines anew and has an effect that saves the case once more. The database is a SQLite file in a temporary folder, or an empty one named by DATABASE_URL. Bars: a move takes
at most six times as long, the sweep does at least 300 a second. Exit code 1 when one is missed.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

RATIO_BAR, SWEEP_BAR = 6.0, 300.0


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        _set_up(folder)
        ratio = _measure_moves(options.rounds)
        rate = _measure_sweep(options.due)
    print(f"a move takes {ratio:.1f} times as long as UPDATE and INSERT (bar {RATIO_BAR:.0f})")
    print(f"the sweep does {rate:.0f} a second (bar {SWEEP_BAR:.0f})")
    sys.exit(ratio > RATIO_BAR or rate < SWEEP_BAR)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=400)
    parser.add_argument("--due", type=int, default=10_000)
    return parser.parse_args()


def _set_up(folder: str) -> None:
    """The portal on an empty database, with the question of the workflow's tests as its only workflow."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    os.environ["DATA_DIR"] = folder
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from portal.accounts.models import User
    from portal.plugin.base import Plugin
    from portal.plugin.registry import registry
    from tests.questions import Question, QuestionFlow

    call_command("migrate", verbosity=0, interactive=False)
    with connection.schema_editor() as editor:
        editor.create_model(Question)
    declared = {"slug": "questions", "label": "questions", "workflows": (QuestionFlow,)}
    registry._usable = {"questions": type("Questions", (Plugin,), declared)("questions")}
    for name in ("asker", "mentor"):
        User.objects.create_user(name)


def _measure_moves(rounds: int) -> float:
    """How many times as long a move takes as what it cannot do without."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import transaction

    from portal import clock
    from portal.accounts.models import User
    from portal.workflow.models import Step
    from tests.questions import Question, QuestionFlow

    asker = User.objects.get(username="asker")
    kind = ContentType.objects.get_for_model(Question)
    case = QuestionFlow.ask(Question(text="?", asker=asker, mentor=asker), actor=asker)
    bare = Question.objects.create(text="?", asker=asker, state="open", version=1)

    def move() -> None:
        nonlocal case
        case = QuestionFlow.hand_over(case, actor=asker, note="reason")

    def write() -> None:
        with transaction.atomic():
            bare.version += 1
            bare.save(update_fields=["state", "version"])
            Step.objects.create(
                case_type=kind,
                case_id=bare.pk,
                version=bare.version,
                move="hand_over",
                actor=asker,
                party="asker",
                source="open",
                target="open",
                note="reason",
                at=clock.read(),
            )

    taken: dict[Callable[[], None], list[float]] = {move: [], write: []}
    for _round in range(rounds):
        for act in taken:
            started = time.perf_counter()
            act()
            taken[act].append(time.perf_counter() - started)
    moved, written = (statistics.quantiles(times, n=4)[0] for times in taken.values())
    return moved / written


def _measure_sweep(count: int) -> float:
    """Overdue cases a second, with nothing but the kernel's own work and an effect that saves the case."""
    from portal import clock
    from portal.accounts.models import User
    from portal.workflow.timers import run_due

    overdue(count, User.objects.get(username="asker"))
    started = time.perf_counter()
    with clock.put(clock.read() + timedelta(days=3)):
        done = 0
        while swept := run_due().done:
            done += swept
    assert done >= count, f"{done} of {count}"
    return done / (time.perf_counter() - started)


def overdue(count: int, asker: Any) -> None:
    """So many open questions whose 48 hours are over."""
    from django.contrib.contenttypes.models import ContentType

    from portal import clock
    from portal.workflow.models import Deadline
    from tests.questions import Question

    kind, due = ContentType.objects.get_for_model(Question), clock.read() + timedelta(hours=48)
    questions = Question.objects.bulk_create(
        Question(text=str(number), asker=asker, mentor=asker, state="open", version=1)
        for number in range(count)
    )
    Deadline.objects.bulk_create(
        Deadline(
            case_type=kind,
            case_id=question.pk,
            move="overdue",
            unit="seconds",
            amount=48 * 3600,
            counted_from=due - timedelta(hours=48),
            due_at=due,
            try_at=due,
        )
        for question in questions
    )


if __name__ == "__main__":
    main()
