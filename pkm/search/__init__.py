"""Search: candidates by meaning and by words, fused into one ranking."""

from pkm.search.searcher import Conditions, Searcher

__all__ = ["Conditions", "Searcher"]
