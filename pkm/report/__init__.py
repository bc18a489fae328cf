"""Reports of a month or a year: composed from the ledger and the papers, written as Markdown, HTML or PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pkm.answer.language import Language
    from pkm.report.model import Report

Form = Literal["markdown", "html", "pdf"]


def write(report: Report, form: Form, language: Language) -> bytes:
    """The report in one of its forms; the texts are UTF-8."""
    from pkm.report import html, markdown, pdf

    if form == "pdf":
        return pdf.write(report, language)
    text = html.write(report, language) if form == "html" else markdown.write(report, language)
    return text.encode()
