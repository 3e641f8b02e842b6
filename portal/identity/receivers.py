"""What allauth tells of links, told on in the portal's own words."""

from typing import Any

from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.signals import social_account_added
from django.dispatch import receiver
from django.http import HttpRequest

from portal.identity.signals import provider_linked


@receiver(social_account_added, dispatch_uid="identity.provider_linked")
def tell_of_link(request: HttpRequest, sociallogin: SocialLogin, **kwargs: Any) -> None:
    provider_linked.send(
        SocialAccount,
        request=request,
        user=sociallogin.user,
        provider=sociallogin.account.provider,
        new=False,
    )
