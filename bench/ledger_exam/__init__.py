"""A household of another make than the sample one, with its truth: how well does pkm read, compute, find and link?

Its money is planned first (``plan``), printed as five banks would (``statements``), overlapping and more than once, and
followed by papers (``papers``); ``questions`` asks with answers that the plan gives. ``python -m bench.ledger_exam``.
"""
