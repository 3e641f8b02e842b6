"""The refusal that every check of a file ends in."""


class BadFile(Exception):
    """The file is not what it must be; the message says why, in a sentence for the uploader."""
