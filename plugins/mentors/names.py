"""How names are read; search knows, since it must find them by it."""

from search.analysis.pinyin import reading, spellings

__all__ = ["reading", "spellings"]
