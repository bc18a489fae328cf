"""Files that are damaged on purpose. Two lie in every household, as they do in life; the rest come when asked for."""

from __future__ import annotations

from pathlib import Path

from pkm.household.key import BadFile
from pkm.household.plan import Plan
from pkm.household.scan import png
from pkm.household.typeset import blocks, pdf, write


def write_bad_files(folder: Path, plan: Plan, everything: bool) -> tuple[BadFile, ...]:
    """Write an empty file and half a PDF; with ``everything`` also an encrypted, a garbled and a mislabelled file."""
    whole = pdf(blocks("# Manual\n\nKeep the filter clean and the door closed."), "Manual")
    bad = [
        BadFile(write(folder, "downloads/IMG_2291.jpg", b""), "quarantined", "it is empty"),
        BadFile(write(folder, "downloads/manual.pdf", whole[: len(whole) // 3]), "quarantined", "the download broke off"),
    ]  # fmt: skip
    if everything:
        locked = pdf(blocks("# Payslip\n\nSealed."), "Payslip", password=f"secret-{plan.seed}")
        noise = plan.rng("garbage").randbytes(3000)
        picture = png(f"Parking permit {plan.town}, zone {plan.rng('zone').randint(2, 9)}")
        bad += [
            BadFile(write(folder, "downloads/payslip.pdf", locked), "quarantined", "it is encrypted"),
            BadFile(write(folder, "downloads/letter.docx", noise), "quarantined", "it holds no document, only noise"),
            BadFile(write(folder, "downloads/permit.pdf", picture), "indexed", "a PNG under a PDF's name: content decides"),
        ]  # fmt: skip
    return tuple(bad)
