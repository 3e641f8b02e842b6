"""The WSGI entry point; production settings unless the environment names others."""

import os

from django.core.wsgi import get_wsgi_application

from portal.garbage import look_seldom

look_seldom()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

application = get_wsgi_application()
