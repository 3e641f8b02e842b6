"""What the search does by the clock."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from portal.jobs.base import Job

JOBS = (
    Job("search.drain", _("同步检索改动"), "search.draining.drain", timedelta(minutes=1)),
    Job("search.purge", _("清理已删除的检索条目"), "search.mirroring.purge", timedelta(days=1)),
    Job("search.count_words", _("统计检索用词"), "search.counting.count_words", timedelta(hours=6)),
    Job("search.keep_counts", _("记录检索统计"), "search.demand.keeping.keep", timedelta(minutes=5)),
    Job("search.forget_counts", _("清理过期的检索统计"), "search.demand.keeping.forget", timedelta(days=1)),
    Job("search.drop_retired", _("清理停用的检索索引"), "search.indexing.drop_retired", timedelta(days=1)),
)
