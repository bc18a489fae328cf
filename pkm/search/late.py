"""Late interaction: each token of the question finds its best token in the passage.

MaxSim of ColBERT (Khattab and Zaharia 2020, https://arxiv.org/abs/2004.12832), divided by the number of the question's
tokens as BGE-M3 has it (https://arxiv.org/abs/2402.03216, section 3.2).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def score(question: NDArray[np.float32], passage: NDArray[np.float32]) -> float:
    """The mean over the question's tokens of the largest inner product; both of shape (tokens, dimensions)."""
    return float((question @ passage.T).max(axis=1).mean())
