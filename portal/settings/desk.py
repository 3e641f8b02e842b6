"""The desk `/desk/`: how long things last there. Numbers cite the clause they come from.

portal.settings.base takes everything over; docs/settings.md explains the variables.
"""

from environs import Env

env = Env()

DESK_CLAIM_MINUTES = env.int("DESK_CLAIM_MINUTES", default=30)  # S3: nobody else decides meanwhile
DESK_LOOKED_MINUTES = 5  # S3: who opened a case so long ago still looks at it
DESK_SOON_HOURS, DESK_WATCH_HOURS = 12, 24  # S2: what is left when an item is 临期 and 关注
DESK_PAGE = 50  # S1
DESK_COUNTED = 1_000  # counts stop there, so that a long queue costs no more than a short one
DESK_EXPORT_ROWS = 5_000
DESK_SAVED_FILTERS = 20
PORTAL_NOTICES = ["portal.desk.notices.NOTICES"]
