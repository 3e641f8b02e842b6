#!/usr/bin/env python
"""Run Django's commands with the development settings unless the environment names others; Ctrl-C ends them in silence."""

import os
import signal
import sys

from django.core.management import execute_from_command_line

from portal.garbage import look_seldom

if __name__ == "__main__":
    look_seldom()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
