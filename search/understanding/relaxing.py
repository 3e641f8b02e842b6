"""What is given up when nothing meets all of a text, in the order that costs the reader least."""

from collections.abc import Callable
from dataclasses import replace

from search.analysis.folding import normalise
from search.analysis.segmenting import is_chinese, runs
from search.plan import Alternative, Concept, Plan

Count = Callable[[Plan], int]
"""How many documents meet a plan."""


def relax(plan: Plan, count: Count) -> Plan:
    """The plan itself when something meets it, else the nearest one that something meets, saying what was given up.

    First the same characters in a row instead of words; then what nobody offers as what it is a part of, or not at all;
    then without one concept, the commonest that lets the rest be met, and so on to a single one.
    A plan that nothing can meet comes back as it is.
    """
    if not plan.concepts or count(plan):
        return plan
    in_a_row = _in_a_row(plan)
    if in_a_row is not None and count(in_a_row):
        return in_a_row
    return _without_some(plan, count)


def _in_a_row(plan: Plan) -> Plan | None:
    """A text of Chinese alone as it stands, for where the dictionary cut it wrongly; it says the same, so nothing is lost."""
    typed = [run.text for run in runs(normalise(plan.text))]
    if len(typed) != 1 or not is_chinese(typed[0]) or plan.corrections or plan.concepts[0].text == typed[0]:
        return None
    return replace(
        plan, concepts=(Concept(typed[0], (Alternative((typed[0],), typed[0]),)),), ignored=(), aside=()
    )


def _without_some(plan: Plan, count: Count) -> Plan:
    """What nobody offers goes first, all of it; then of the rest what tells least, until something is found."""
    alone = {concept: count(replace(plan, concepts=(concept,))) for concept in plan.concepts}
    relaxed = plan
    for concept in plan.concepts:
        if alone[concept]:
            continue
        wider = Concept(concept.text, concept.wider)
        if wider.alternatives and (found := count(replace(plan, concepts=(wider,)))):
            alone[wider] = found
            relaxed = relaxed.widened(concept)
        else:
            relaxed = relaxed.without(concept)
    if not relaxed.concepts:
        return plan
    while not count(relaxed):
        commonest = sorted(relaxed.concepts, key=alone.__getitem__, reverse=True)
        less = [relaxed.without(concept) for concept in commonest]
        relaxed = next(filter(count, less), less[0])
    return relaxed
