"""From what somebody typed to a plan that every engine can answer.

Import `understand` from `search.understanding.understand`, `Lexicon` and `Term` from `search.understanding.lexicon`,
`relax` from `search.understanding.relaxing`: they load dictionaries, which a process that never searches does not need.
"""
