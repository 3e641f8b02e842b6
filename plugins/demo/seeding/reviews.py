"""What a review needs before it can begin: criteria with anchors, and what is known of the experts."""

from cms_pages.models import Field
from plugins.demo.seeding.content import read
from plugins.reviews.actions.criteria import Line, keep_expert, write_criteria
from plugins.reviews.models import CriteriaSet, ExpertProfile
from portal.accounts.models import User


def seed_reviews() -> int:
    """Write what is missing, as the clerk who organises reviews; how many criteria and experts the content has."""
    content, clerk = read("reviews"), User.objects.get(username="clerk")
    criteria = content["criteria"]
    if not CriteriaSet.objects.filter(kind=criteria["kind"]).exists():
        lines = [Line(**line) for line in criteria["lines"]]
        write_criteria(None, kind=criteria["kind"], name=criteria["name"], lines=lines, actor=clerk)
    for row in content["experts"]:
        expert = User.objects.get(username=row["username"])
        if not ExpertProfile.objects.filter(user=expert).exists():
            fields = Field.objects.filter(name__in=row["fields"])
            keep_expert(expert, employer=row["employer"], specialities=fields, is_available=True, actor=clerk)
    return len(criteria["lines"]) + len(content["experts"])
