"""Which worker runs which test, so that a portal of a module's own is prepared and served once."""

from xdist.scheduler import LoadScopeScheduling

WITHOUT_DEMO = "portals without the demo"  # tests that run while the demo is seeded
PARTIES = {
    "test_accounts.py": "strict portal",
    "test_reviewing.py": WITHOUT_DEMO,
    "test_stopping_the_server.py": WITHOUT_DEMO,
    "test_uploading.py": WITHOUT_DEMO,
    "test_uploading_in_parts.py": WITHOUT_DEMO,
    "test_stored_scripts.py": "stored scripts",  # needs no portal: runs while one is seeded
}


class SharingOut(LoadScopeScheduling):
    """Each test goes to whoever is free, but those that share a portal go together, the larger parties first."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0].rpartition("/")[2]
        return PARTIES.get(file, nodeid)
