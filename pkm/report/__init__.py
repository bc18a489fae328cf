"""Reports of a month or a year: composed from the ledger and the papers, written as Markdown, HTML or PDF."""
