"""XML that programs export, read as a stream: an element at a time, nothing expanded, nothing fetched, memory that of one element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pkm.errors import Refused

if TYPE_CHECKING:
    from lxml.etree import _Element

_DECLARES = re.compile(rb"<!DOCTYPE[^>]*\[")


def stream(path: Path, head: bytes, tags: tuple[str, ...]) -> Iterator[_Element | None]:
    """The elements of these names as they end, each forgotten when the next is asked for; ``None`` where the file breaks off.

    Args:
        tags: Names as lxml matches them; ``{*}name`` in any namespace.

    Raises:
        Refused: The file declares a document type of its own, with which alone entities can be declared.
    """
    from lxml import etree

    if _DECLARES.search(head):
        raise Refused("it declares entities, which no export does and by which harmful files are made")
    try:
        for _, element in etree.iterparse(
            str(path), tag=tags, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
        ):
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError:
        yield None
