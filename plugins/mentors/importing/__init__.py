"""Mentors from a sheet: the same for the command and for the upload in the admin.

    table = read_table("导师.xlsx", content, limit=5000)
    plan = check(table, index=index)
    outcome = write(plan, index=index, user=user)

`check` reports every mistake of every row at once; nothing is written before it is asked for.
"""

from plugins.mentors.importing.checking import Plan, check
from plugins.mentors.importing.problems import Problem, SheetRefused
from plugins.mentors.importing.reading import Table, read_table
from plugins.mentors.importing.writing import Outcome, write

__all__ = ["Outcome", "Plan", "Problem", "SheetRefused", "Table", "check", "read_table", "write"]
