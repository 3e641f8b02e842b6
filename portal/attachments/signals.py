"""What others may listen to.

`read` is sent before a file is handed out, with `attachment`, `user`, `request` and `channel` ("page" or "api"). It is
the trace of the look: a receiver that raises keeps the file from being handed out.
"""

from django.dispatch import Signal

read = Signal()
