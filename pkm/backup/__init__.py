"""Backups of a home: database and kept files together, each whole or not there, and brought back anywhere.

A folder of backups holds, beside one folder for each backup, the files of all of them once, by hash (``files/``), and what
was forgotten (``forgotten.json``). A backup's folder gets its name when all that it needs lies there.
"""
