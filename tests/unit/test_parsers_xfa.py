"""A form in XML inside a PDF: its pages only ask to wait, and what is printed and filled in is read all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.parsers import Candidate, parse
from pkm.models import Parsed

WAIT = "Please wait."
TEMPLATE = """<template xmlns="http://www.xfa.org/schema/xfa-template/3.0/"><subform name="lease">
<draw><value><exData><body xmlns="http://www.w3.org/1999/xhtml"><p>Lease of a <b>flat</b></p></body></exData></value></draw>
<field name="rent"><caption><value><text>Monthly rent</text></value></caption></field>
<field name="rent"><caption><value><text>Rent of the garage</text></value></caption></field>
<field name="pets"><caption><value><text>Pets</text></value></caption><value><text>none</text></value></field>
<draw><value><text>Please wait.</text></value></draw></subform></template>"""
DATA = """<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data><lease>
<rent>940 €</rent><rent>60 €</rent><tenant>Zoë Braun</tenant></lease></xfa:data></xfa:datasets>"""


def form(**packets: str) -> bytes:
    """A PDF of one page with these packets."""
    streams = [f"BT /F1 12 Tf 50 700 Td ({WAIT}) Tj ET", *packets.values()]
    names = " ".join(f"({name}) {number} 0 R" for number, name in enumerate(packets, 6))
    objects = [
        f"<</Type/Catalog/Pages 2 0 R/NeedsRendering true/AcroForm<</Fields[]/XFA[{names}]>>>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 5 0 R/Resources<</Font<</F1 4 0 R>>>>>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    bodies = [each.encode() for each in objects]
    bodies += [b"<</Length %d>>stream\n%s\nendstream" % (len(each.encode()), each.encode()) for each in streams]
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    return (
        data + head + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, len(data))
    )


def read(folder: Path, data: bytes) -> Parsed:
    path = folder / "form.pdf"
    path.write_bytes(data)
    return parse(Candidate.at(path))


@pytest.mark.parametrize("apart", [True, False])
def test_captions_and_values_of_a_form_are_read(tmp_path: Path, apart: bool) -> None:
    whole = f'<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/">{TEMPLATE}{DATA}</xdp:xdp>'
    parsed = read(tmp_path, form(**({"template": TEMPLATE, "datasets": DATA} if apart else {"": whole})))
    assert not parsed.problems
    assert parsed.documents[0].text.split("\n\n", 1) == [
        WAIT,
        "Lease of a flat\nMonthly rent: 940 €\nRent of the garage: 60 €\nPets: none\ntenant: Zoë Braun",
    ]


def test_a_damaged_form_is_named(tmp_path: Path) -> None:
    parsed = read(tmp_path, form(template=TEMPLATE[:-20], datasets=DATA))
    assert "print it to a PDF" in parsed.problems[0].reason
