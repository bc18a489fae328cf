"""Search: candidates by meaning and by words, fused into one ranking."""

from pkm.search.searcher import Searcher

__all__ = ["Searcher"]
