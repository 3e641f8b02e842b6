"""What others may listen to.

`withdrawn` is sent in the transaction in which somebody takes a consent back, with `person` and `key`: whoever shows
something by that consent stops showing it (D2).
"""

from django.dispatch import Signal

withdrawn = Signal()
