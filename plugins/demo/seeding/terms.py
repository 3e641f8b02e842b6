"""The lists that content refers to by name."""

from cms_pages.models import (
    Audience,
    District,
    Field,
    Industry,
    Language,
    PolicyTopic,
    ServiceType,
    Term,
)
from plugins.demo.seeding.content import read

MODELS: dict[str, type[Term]] = {
    "districts": District,
    "fields": Field,
    "industries": Industry,
    "service_types": ServiceType,
    "languages": Language,
    "policy_topics": PolicyTopic,
    "audiences": Audience,
}
SHOWN_FIRST = 7


def seed_terms() -> int:
    """Make every term that is missing; returns how many there are."""
    count = 0
    for table, model in MODELS.items():
        known = set(model.objects.values_list("slug", flat=True))
        for place, row in enumerate(read("terms")[table]):
            count += 1
            if row["slug"] in known:
                continue
            fields = {name: row[name] for name in ("slug", "name", "name_en")} | {"sort_order": place}
            if model is Field:
                fields |= {"need": row.get("need", ""), "shown_first": place < SHOWN_FIRST}
            model.objects.create(**fields)
    return count


def named(model: type[Term], names: list[str]) -> list[Term]:
    """The terms of these names, in this order; raises KeyError for an unknown one."""
    known = {term.name: term for term in model.objects.all()}
    return [known[name] for name in names]
