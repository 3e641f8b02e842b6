from datetime import timedelta

from django.utils import timezone

from portal.plugin.registry import registry
from qingchuang_hello.models import Greeting
from qingchuang_hello.settings import HelloSettings


def forget_old_greetings() -> int:
    """Delete what is older than each site keeps; return how many."""
    deleted = 0
    for site in registry.sites_with("hello"):
        oldest = timezone.now() - timedelta(days=HelloSettings.for_site(site).keep_days)
        deleted += Greeting.objects.filter(site=site, created_at__lt=oldest).delete()[0]
    return deleted
