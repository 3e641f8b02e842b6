"""What editors tell the search: words that mean the same, words to leave out, results to put first.

Words are kept folded, as queries are; saving or deleting one takes effect at once in every process.
"""

import re
from functools import lru_cache
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from search.folding import fold

LONGEST_WORD = 40
MOST_SYNONYMS = 2_000
BETWEEN = re.compile(r"[,，、;；\n]+")


class Word(models.Model):
    """One word of an editors' list."""

    word = models.CharField(
        _("词"),
        max_length=LONGEST_WORD,
        unique=True,
        error_messages={"unique": _("这个词已经在列表里了。")},
    )

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        abstract = True
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.word = fold(self.word)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self.word = fold(self.word)
        if not self.word:
            raise ValidationError({"word": _("请填写一个词。")})


class StopWord(Word):
    """A word that says nothing by itself: left out of a query unless nothing else remains."""

    class Meta(Word.Meta):
        verbose_name = _("忽略词")
        verbose_name_plural = _("忽略词")


class BlockedWord(Word):
    """A query that holds this word is answered with nothing, and it is never suggested or reported."""

    class Meta(Word.Meta):
        verbose_name = _("屏蔽词")
        verbose_name_plural = _("屏蔽词")

    def clean(self) -> None:
        super().clean()
        if len(self.word) < 2:
            raise ValidationError({"word": _("屏蔽词至少两个字，一个字会误伤太多搜索。")})


@lru_cache(MOST_SYNONYMS)
def terms_of(words: str) -> tuple[str, ...]:
    """The words of a synonym, each once. Kept, as all synonyms are read anew after each change of any word."""
    return tuple(dict.fromkeys(word for part in BETWEEN.split(words) if (word := fold(part))))


class Synonym(models.Model):
    """Words that mean the same; with `one_way` the first one also finds the others, not the other way round."""

    words = models.CharField(
        _("同义词"), max_length=400, help_text=_("用顿号隔开，如：开公司、注册公司、办执照。")
    )
    one_way = models.BooleanField(
        _("单向"), default=False, help_text=_("只在搜索第一个词时也找后面的词，反过来不找。")
    )

    class Meta:
        verbose_name = _("同义词")
        verbose_name_plural = _("同义词")
        ordering = ["words"]

    def __str__(self) -> str:
        return self.words

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.words = "、".join(self.terms)
        super().save(*args, **kwargs)

    @property
    def terms(self) -> tuple[str, ...]:
        """The words, each once."""
        return terms_of(self.words)

    def clean(self) -> None:
        if len(self.terms) < 2:
            raise ValidationError({"words": _("请至少填写两个不同的词。")})
        if any(len(term) > LONGEST_WORD for term in self.terms):
            raise ValidationError({"words": _("每个词不超过 %d 个字。") % LONGEST_WORD})


class Pin(models.Model):
    """A result that stands first for one query, whether its words match or not, from one day to another."""

    query = models.CharField(_("搜索词"), max_length=100)
    site = models.ForeignKey(
        "wagtailcore.Site", verbose_name=_("站点"), on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(_("类别"), max_length=30)
    key = models.BigIntegerField(_("对象编号"))
    sort_order = models.PositiveSmallIntegerField(_("排序"), default=100)
    since = models.DateField(_("开始日期"), null=True, blank=True, help_text=_("留空则立即生效。"))
    until = models.DateField(_("截止日期"), null=True, blank=True, help_text=_("含当日，留空则一直有效。"))

    class Meta:
        verbose_name = _("置顶结果")
        verbose_name_plural = _("置顶结果")
        ordering = ["query", "sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "query", "kind", "key"], name="search_pinned_once_a_query"
            ),
            models.CheckConstraint(
                condition=models.Q(since=None)
                | models.Q(until=None)
                | models.Q(since__lte=models.F("until")),
                name="search_pinned_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.query} → {self.kind} {self.key}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.query = fold(self.query)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        from search.registry import documents

        self.query = fold(self.query)
        if not self.query:
            raise ValidationError({"query": _("请填写搜索词。")})
        if self.since and self.until and self.until < self.since:
            raise ValidationError({"until": _("截止日期不能早于开始日期。")})
        document = documents.all.get(self.kind)
        if document is None or not document.public(self.site).filter(pk=self.key).exists():
            raise ValidationError({"key": _("没有这样的公开内容。")})
