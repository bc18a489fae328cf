"""A question's words as other languages have them, where a home has papers in several.

An embedder may know one language only, and BM25 finds words as they are written. So what a word means otherwise
(``pkm.lexicon``) counts in words too, for less than the word itself. Where all is in one language nothing is added: there
synonyms gain little, and every word costs a look at its postings (docs/measurements.md).
"""

from __future__ import annotations

from collections.abc import Collection

from pkm import lexical, lexicon
from pkm.lexical import Languages

SHARE = 0.5  # of its idf, what a word counts that is not the question's own


def kin(text: str, small: Collection[int], languages: Languages) -> dict[int, frozenset[int]]:
    """The terms of what the text's words mean otherwise, with their kin (``lexical.kin``), none of them the text's own.

    Args:
        small: The terms of words that ask for nothing.
        languages: Of the home; ``None`` among them stands for unknown ones.
    """
    if len([each for each in languages if each is not None]) < 2:
        return {}
    said = {text[start:end] for start, end in lexical.words(text)}
    telling = [each for each in said if not any(term in small for term in lexical.word_terms(each, languages))]
    own = lexical.terms(text, languages)
    others = " ".join(sorted({other for each in telling for other in lexicon.otherwise(each)}))
    return {term: forms for term, forms in lexical.kin(others, languages).items() if term not in own}
