"""What editors have in the admin: the words of the search, pinned results, reports, a page to try queries on."""
