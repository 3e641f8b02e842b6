"""How well the judged queries are answered, on the database engine."""

from benchmarks.search.quality import BARS, CATEGORY_BAR, NEVER_WRONG, by_category, mean, outcomes_on
from benchmarks.search.table import Measured


def measure(size: int, seconds: int) -> list[Measured]:
    outcomes = outcomes_on("database", size)
    measured = []
    for figure, bar in BARS.items():
        found = mean(outcomes, figure)
        measured.append(Measured(f"quality: {TITLES[figure]}", f"{found:.3f}", f">= {bar:.2f}", found >= bar))
    figures = {category: mean(some, "ndcg") for category, some in by_category(outcomes).items()}
    worst = min(figures, key=figures.__getitem__)
    measured.append(
        Measured(
            "quality: worst category",
            f"{figures[worst]:.3f}",
            f">= {CATEGORY_BAR:.2f}",
            figures[worst] >= CATEGORY_BAR,
            f"{worst}; {len(outcomes)} queries, {size} mentors",
        )
    )
    wrong = sum(outcome.wrong for outcome in outcomes if outcome.judged.text in NEVER_WRONG)
    words = "、".join(NEVER_WRONG)
    return [
        *measured,
        Measured("quality: words across borders", f"{wrong} wrong hits", "0", not wrong, words),
    ]


TITLES = {"ndcg": "nDCG@10", "precision": "precision of whole sets", "recall": "recall of whole sets"}
