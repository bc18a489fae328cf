"""How good is the search? What a question asks for, as a share of characters, within the first characters of hits.

Counting in characters is fair whatever the size of passages: recall among k hits rewards large ones. Beside pkm, in the
same run and over the same documents, what a plain splitter finds (``plain``). ``judged`` has the questions.
``python -m bench.retrieval`` writes JSON.
"""
