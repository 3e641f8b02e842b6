"""What text is made of, for people who write and search in Chinese: folding, words, pinyin, tokens, marks.

Pure functions without a database; dictionaries load at first use. Engines see what `tokens` makes and nothing else.
"""

from search.analysis.folding import Folded, fold, normalise

ANALYSIS_VERSION = "5"
"""Names the generation of an index: raise it with any change of folding, dictionary, segmentation, tokens, or of what
the portal's own documents declare."""

__all__ = ["ANALYSIS_VERSION", "Folded", "fold", "normalise"]
