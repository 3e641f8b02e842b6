"""The rows that the database engine finds by. Who finds and writes them: `search.engines.database`."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

MASKS = tuple(f"mask_{number:02}" for number in range(24))
"""Columns for facets; each belongs to one facet, a facet with many values has several."""

BITS = 63
"""Values in one column: the sign of a 64-bit number stays out of it."""

PREFIX = 6
"""As many characters of a suggestion's key are looked up."""


class GenerationState(models.TextChoices):
    BUILDING = "building", _("重建中")
    LIVE = "live", _("使用中")
    RETIRED = "retired", _("已停用")


class Generation(models.Model):
    """One complete index: searches read the live one, changes are written to every one that is not retired."""

    state = models.CharField(_("状态"), max_length=10, choices=GenerationState.choices)
    analysis_version = models.CharField(_("分词版本"), max_length=40)
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)
    live_since = models.DateTimeField(_("启用时间"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state"],
                condition=~Q(state=GenerationState.RETIRED),
                name="search_one_generation_a_state",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} ({self.state})"


class Entry(models.Model):
    """One findable object in one generation: what is filtered, counted and sorted by. Its words are in `Text`.

    Days are ordinals (`date.toordinal`), site 0 is every site, facets are bits as `FacetBit` numbers them.
    """

    generation = models.ForeignKey(
        Generation, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    kind = models.CharField(max_length=30)
    key = models.BigIntegerField()
    site = models.IntegerField(default=0)
    first_day = models.IntegerField()
    last_day = models.IntegerField()
    newest = models.IntegerField(null=True)
    rating = models.FloatField(null=True)
    quality = models.FloatField(null=True)
    reply_hours = models.FloatField(null=True)
    next_slot = models.IntegerField(null=True)
    digest = models.CharField(max_length=32)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["generation", "kind", "key"], name="search_one_entry_a_generation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


for _mask in MASKS:
    Entry.add_to_class(_mask, models.BigIntegerField(default=0))


class Text(models.Model):
    """The words of an entry under the entry's key. What else the table holds only its database knows: texts on SQLite,
    from which triggers keep the index of words, vectors on PostgreSQL. It is made by hand in migrations."""

    rowid = models.BigIntegerField(primary_key=True)

    class Meta:
        db_table = "search_text"

    def __str__(self) -> str:
        return str(self.rowid)


class FacetBit(models.Model):
    """Which bit of which mask column stands for a value. Rows are never changed or deleted, so that no bit is ever
    given to another value."""

    facet = models.CharField(max_length=40)
    value = models.CharField(max_length=100)
    column = models.PositiveSmallIntegerField()
    bit = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["facet", "value"], name="search_one_bit_a_value"),
            models.UniqueConstraint(fields=["column", "bit"], name="search_one_value_a_bit"),
        ]

    def __str__(self) -> str:
        return f"{self.facet}={self.value}"


class Suggestion(models.Model):
    """What is offered while somebody types; it goes with its entry, or stands for a facet's value (`entry` is 0)."""

    generation = models.ForeignKey(
        Generation, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    entry = models.BigIntegerField(default=0)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=100)
    text = models.CharField(max_length=255)
    site = models.IntegerField(default=0)
    first_day = models.IntegerField()
    last_day = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["entry", "generation"], name="search_suggested_entry")]

    def __str__(self) -> str:
        return self.text


class SuggestionKey(models.Model):
    """A beginning under which a suggestion is found: of its text, its pinyin or its initials, up to six characters.

    `whole` is the whole text or reading, for those who type on.
    """

    generation = models.ForeignKey(
        Generation, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    prefix = models.CharField(max_length=PREFIX)
    kind = models.CharField(max_length=40)
    weight = models.IntegerField(default=0)
    suggestion = models.ForeignKey(
        Suggestion, on_delete=models.CASCADE, related_name="keys", db_constraint=False
    )
    whole = models.CharField(max_length=60)

    class Meta:
        indexes = [
            models.Index(
                fields=["generation", "prefix", "kind", "-weight", "suggestion"], name="search_prefix"
            )
        ]

    def __str__(self) -> str:
        return self.prefix


class WordCount(models.Model):
    """In how many documents a word or a pair of neighbouring words stands; counted from time to time, for corrections."""

    text = models.CharField(max_length=80, unique=True)
    documents = models.PositiveIntegerField()
    is_phrase = models.BooleanField()

    def __str__(self) -> str:
        return self.text
