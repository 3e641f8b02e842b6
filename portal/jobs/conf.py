"""How the queue behaves; settings.base takes it over. Nothing here imports Django.

The queue delivers at least once: a task that a dead worker held runs again after `retry` seconds. A task waiting in
a worker's memory counts as held, so queue_limit / workers x timeout must stay below retry, or healthy tasks run twice.
"""

from typing import Any

WORKERS = 2
QUEUE_LIMIT = 2 * WORKERS
TIMEOUT = 120  # seconds that one task may take

Q_CLUSTER: dict[str, Any] = {
    "name": "qingchuang",
    "label": "后台任务",
    "orm": "default",  # an enqueue inside a transaction that is rolled back leaves nothing
    "workers": WORKERS,
    "queue_limit": QUEUE_LIMIT,
    "bulk": 1,
    "timeout": TIMEOUT,
    "retry": QUEUE_LIMIT // WORKERS * TIMEOUT + TIMEOUT + 60,
    "max_attempts": 5,
    "ack_failures": False,
    "catch_up": False,  # after a standstill a job runs once, not once for every interval it missed
    "poll": 1,
    "guard_cycle": 1,
    "save_limit": 1000,
}
