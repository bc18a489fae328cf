"""pkm for llama-index: its search as a retriever, its embedder as an embedding, a collection as a vector store.

    from pkm.search.llama import PkmRetriever
    nodes = PkmRetriever(searcher, k=5).retrieve("when does the lease end?")

Importing this package imports llama-index; nothing else in pkm does so for a search.
"""

from pkm.search.llama.embedding import PkmEmbedding
from pkm.search.llama.retriever import PkmRetriever
from pkm.search.llama.store import PkmVectorStore

__all__ = ["PkmEmbedding", "PkmRetriever", "PkmVectorStore"]
