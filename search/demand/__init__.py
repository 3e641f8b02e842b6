"""What is searched for and not found, or found and not opened, without a trace of who searched.

What is kept and what is not: docs/decisions/0009-what-searches-leave-behind.md.
"""
