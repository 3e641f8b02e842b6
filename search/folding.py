"""The form in which editors' words are compared: what analysis makes of letters, widths and characters."""


def fold(text: str) -> str:
    """Folded text without blanks at its ends."""
    # Analysis brings dictionaries along; a process that never searches shall not load them.
    from search.analysis import normalise

    return str(normalise(text)).strip()
