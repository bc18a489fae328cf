"""``python -m pkm.cli``."""

from pkm.cli import main

main()
