"""What mail programs call the folders of what was thrown away, and of what nobody asked for."""

from __future__ import annotations

TRASH_AND_JUNK = frozenset(
    [  # in lower case
        "trash", "deleted items", "deleted messages", "deleted", "bin", "junk", "junk e-mail", "junk email", "spam",
        "bulk mail", "papierkorb", "gelöscht", "gelöschte elemente", "gelöschte objekte", "corbeille",
        "éléments supprimés", "messages supprimés", "courrier indésirable", "indésirables", "pourriel", "papelera",
        "correo no deseado", "cestino", "posta indesiderata", "prullenbak", "ongewenste e-mail",
    ]
)  # fmt: skip
