"""The security administrator's page of accounts, in Wagtail's admin."""
