"""Turns the content files into a living site: terms, policies, notices, mentors, cases, accounts.

Days in the content files count from the day of seeding, so that the demo is fresh whenever it is made.
"""
