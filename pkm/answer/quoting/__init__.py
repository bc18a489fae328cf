"""Words of documents that answer: which passages, which sentences of them, and where those stand."""
