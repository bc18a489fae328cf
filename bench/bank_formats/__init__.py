"""Every bank file of a folder, and what became of each of its records: JSON, one object a file and a summary.

    python -m bench.bank_formats [FOLDER] [--peers ENVIRONMENT]

Records are counted by tags and lines of the raw bytes, by nothing that the parsers use. Amounts are held against the
expected results that lie beside the files of mt-940 (``.yml``), genkgo/camt (``.json``) and bank2ynab (its table of layouts),
else against the amounts that stand behind those tags. A file is

* ``exact``: all its records are accounted for, and its amounts are those that are expected;
* ``lossless``: all its records are accounted for, and nothing says what is expected;
* ``asked``: its rows are among those that are expected, and problems name each of the others: what it leaves open, or why;
* ``refused``: it was refused as a whole, with the reason;
* ``wrong``, ``silent loss`` or ``crash``: never.

With ``--peers`` each file is also read by the libraries of ``peers.txt``, in an environment of theirs, as they want other
versions than pkm does::

    python3 -m venv ENVIRONMENT && ENVIRONMENT/bin/pip install -r bench/bank_formats/peers.txt
"""
