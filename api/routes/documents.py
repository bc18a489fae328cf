"""Documents: taking them in, showing them at the very words, forgetting them."""

from __future__ import annotations

from datetime import date as Day
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, File, Form, Query, Response, UploadFile
from fastapi import Path as InPath
from fastapi.responses import HTMLResponse, PlainTextResponse
from pydantic import BaseModel, Field

from api import page
from api.access import content_security
from api.auth import Caller, Writer
from api.context import Served
from api.links import PARAMETER
from api.problems import documented
from api.schemas import Count
from ingest import jobs
from pkm.json import to_json
from pkm.models import DocumentId, FileState, Kind, Page
from pkm.store import documents, versions

router = APIRouter(prefix="/v1/documents", tags=["documents"], responses=documented(404))

Number = Annotated[int, InPath(ge=1, le=2**62)]
Offset = Annotated[int | None, Query(ge=0, le=2**31)]


class PageInfo(BaseModel):
    """A page of a document: a range of its text."""

    number: int
    char_start: int
    char_end: int
    width: float
    height: float
    confidence: float | None


class Version(BaseModel):
    """One version of a document and the time in which it held."""

    id: int
    valid_from: datetime
    valid_to: datetime | None


class Document(BaseModel):
    """What is known of a document; its text has an address of its own."""

    id: int
    path: str
    locator: str | None
    name: str | None
    parent_id: int | None
    kind: Kind
    title: str
    date: Day | None
    language: str | None
    mime: str
    sha256: str
    characters: int
    meta: dict[str, str]
    pages: list[PageInfo]
    text_url: str
    also_at: list[str] = Field(description="Where the same bytes lie beside path.")
    valid_from: datetime = Field(description="When this version was first seen.")
    valid_to: datetime | None = Field(description="When it no longer held; null: it holds.")
    versions: list[Version] = Field(description="All versions of it, the oldest first, itself among them.")


class Upload(BaseModel):
    """A file that was taken in; it is read in the background, and its state tells how far that is."""

    file_id: int
    sha256: str
    path: str
    state: FileState


class Forgotten(BaseModel):
    """What went."""

    documents: Count
    chunks: Count
    vectors: Count
    transactions: Count
    objects: Count


@router.post("", status_code=HTTPStatus.ACCEPTED, response_model=Upload, responses=documented(403, 413))
def upload(
    service: Served,
    response: Response,
    caller: Writer,
    file: Annotated[UploadFile, File(description="The file; its name is kept as a name, never as a path.")],
    collection: Annotated[str | None, Form()] = None,
) -> dict[str, Any]:
    """Take a file in. It is read in the background; where ``Location`` leads, its state tells how far that is."""
    receipt = jobs.receive_upload(
        service.database, service.settings, file.filename or "", file.file, collection, caller.person
    )
    response.headers["Location"] = f"/v1/files?{urlencode({'path': receipt.path})}"
    found: dict[str, Any] = to_json(receipt)
    return found


@router.get("/{document_id}", response_model=Document)
def document(service: Served, caller: Caller, document_id: Number) -> dict[str, Any]:
    """What is known of a document."""
    with service.database.transaction(caller.person) as connection:
        found = documents.find(connection, DocumentId(document_id))
        pages = documents.pages(connection, found.id)
        chain, copies = versions.chain(connection, found.id), documents.copies(connection, found.id)
    known = {name: value for name, value in to_json(found).items() if name in Document.model_fields}
    shown = [{name: getattr(each, name) for name in PageInfo.model_fields} for each in pages]
    return known | {
        "characters": len(found.text), "pages": shown, "text_url": f"/v1/documents/{found.id}/text", "also_at": copies,
        "versions": to_json(chain),
    }  # fmt: skip


@router.get("/{document_id}/text", response_class=PlainTextResponse)
def text(service: Served, caller: Caller, document_id: Number) -> PlainTextResponse:
    """The document's text, whose offsets citations count."""
    with service.database.transaction(caller.person) as connection:
        found = documents.find(connection, DocumentId(document_id))
    return PlainTextResponse(found.text)


@router.get("/{document_id}/view", response_class=HTMLResponse)
def view(
    service: Served, caller: Caller, document_id: Number, start: Offset = None, end: Offset = None
) -> HTMLResponse:
    """The document for a person to read, opened at the words from ``start`` to ``end``."""
    with service.database.transaction(caller.person) as connection:
        found = documents.find(connection, DocumentId(document_id))
        number = (
            None
            if start is None or found.valid_to is not None
            else _page_at(documents.pages(connection, found.id), start)
        )
    picture = None
    if number is not None:
        signed = service.links.token(caller.person, found.id)
        picture = f"/v1/documents/{found.id}/pages/{number}.png?start={start}&end={end or start}&{PARAMETER}={signed}"
    csp = content_security(style_src=page.STYLE_HASH, img_src="'self' data:")
    return HTMLResponse(page.render(found, start, end, picture), headers=csp)


@router.get(
    "/{document_id}/pages/{number}.png", response_class=Response, responses={200: {"content": {"image/png": {}}}}
)
def page_image(
    service: Served, caller: Caller, document_id: Number, number: Number, start: Offset = None, end: Offset = None
) -> Response:
    """A page as it looks in the original, the words from ``start`` to ``end`` marked."""
    marked = None if start is None or end is None else (start, end)
    png = jobs.render_page(service.database, service.settings, DocumentId(document_id), number, marked, caller.person)
    return Response(png, media_type="image/png")


@router.delete("/{document_id}", response_model=Forgotten, responses=documented(403))
def forget(service: Served, caller: Writer, document_id: Number) -> dict[str, Any]:
    """Forget a document and all that is attached to it: its text, passages, vectors, bookings and kept original."""
    return jobs.forget_document(service.database, service.settings, DocumentId(document_id), caller.person)


def _page_at(pages: list[Page], offset: int) -> int | None:
    return next((each.number for each in pages if each.char_start <= offset < each.char_end), None)
