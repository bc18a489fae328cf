"""Which code page a text of before Unicode is in: the one in which all its letters are those of one language, and stand where letters do."""

from __future__ import annotations

import re

_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_LANGUAGES = {
    "western": "äöüßéèêëàâçùûúôòóîïíìñáåæœøãý",
    "german": "äöüßé", "french": "éèêëàâçùûôîïœæ", "spanish": "áéíóúüñ", "italian": "àèéìòù", "portuguese": "áâãàçéêíóôõú",
    "nordic": "åäöæøé", "dutch": "éèëïöüç",
    "hungarian": "áéíóöőúüű", "polish": "ąćęłńóśźż", "czech": "áčďéěíňóřšťúůýž", "slovak": "áäčďéíĺľňóôŕšťúýž",
    "croatian": "čćđšž", "romanian": "ăâîșțşţ", "turkish": "âçğıîöşüûİ", "baltic": "āčēģīķļņšūžąęėįųõäöü",
    "russian": _CYRILLIC + "ё", "ukrainian": _CYRILLIC.translate(dict.fromkeys(map(ord, "ъыэ"))) + "ґєії",
    "bulgarian": _CYRILLIC, "serbian": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "greek": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ", "hebrew": "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
}  # fmt: skip
_WEST = "german french spanish italian portuguese nordic dutch"
_OF = {
    "cp1252": "western portuguese", "cp850": _WEST, "mac_roman": _WEST,
    "cp1250": "hungarian polish czech slovak croatian romanian", "iso8859_2": "hungarian polish czech slovak croatian romanian",
    "cp852": "hungarian polish czech slovak croatian romanian", "mac_latin2": "hungarian polish czech slovak",
    "cp1254": "turkish", "mac_turkish": "turkish", "cp1257": "baltic", "cp1255": "hebrew",
    "cp1253": "greek", "iso8859_7": "greek", "cp1251": "russian ukrainian bulgarian serbian", "koi8_r": "russian",
    "koi8_u": "ukrainian", "cp866": "russian", "iso8859_5": "russian serbian bulgarian", "mac_cyrillic": "russian ukrainian",
}  # fmt: skip
"""What was written in each, the likelier ones first."""
_MARKS = "–—…•·§°«»‹›„“”‚‘’´€£©®™№²³½¼¾±×¿¡ªº\u00a0\u00ad\u2019"
_MISPLACED = re.compile(
    r"[^\W\d_][§°«»‹›„“”‚´€£©®™№²³¼¾±×¿¡•†‡][a-zß-ÿ]"  # a mark within a word
    r"|[A-Za-z][\u0370-\u05ff]|[\u0370-\u05ff][A-Za-z]"  # or two scripts in a word
    r"|ς[α-ώ]|[ךםןףץ][א-ת]"  # or a letter within a word that only ends one
    r"|(?<![^\W\d_])[§†‡•©®™±²³½¼¾][a-z]{2}"  # or where a word begins
)
_FEWEST = 3  # letters that are no ASCII: fewer tell nothing


def code_page_of(sample: bytes) -> str | None:
    """The first code page in which a text is of one language without a flaw; ``None`` where there is none, or too little to tell."""
    if len(re.findall(rb"[\x80-\xff]", sample)) < _FEWEST:
        return None
    for page, languages in _OF.items():
        try:
            text = sample.decode(page)
        except UnicodeDecodeError:
            continue
        foreign = {each for each in text if ord(each) > 0x7F and each not in _MARKS}
        is_told = any(_is_of(foreign, each) for each in languages.split()) if foreign else page == "cp1252"
        if is_told and not _is_flawed(text):
            return page
    return None


def _is_of(foreign: set[str], language: str) -> bool:
    alphabet = _LANGUAGES[language]
    return all(each in alphabet or each.lower() in alphabet for each in foreign)


def _is_flawed(text: str) -> bool:
    """Whether a capital stands behind a small letter, or a mark where a letter does."""
    if _MISPLACED.search(text):
        return True
    before = ""
    for each in text:
        if before.islower() and each.isupper() and ord(each) > 0x7F:
            return True
        before = each
    return False
