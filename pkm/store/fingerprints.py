"""By what a space knows its model again: the vectors of a few fixed sentences."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

import sql
from pkm.models import Space
from pkm.store.database import Connection


def read(connection: Connection, space: Space) -> NDArray[np.float32] | None:
    """The vectors, shape (sentences, dimensions): no sentences, if none are kept yet; ``None`` without such a space."""
    row = sql.queries.fingerprints.read(connection, space=space.name)
    if row is None:
        return None
    return np.array(row.fingerprint or [], dtype=np.float32).reshape(-1, space.dimensions)


def write(connection: Connection, space: Space, vectors: NDArray[np.float32]) -> None:
    """Keep the vectors, unless others were kept meanwhile."""
    sql.queries.fingerprints.write(connection, space=space.name, fingerprint=vectors.ravel().tolist())
