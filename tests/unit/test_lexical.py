import subprocess
import sys
import unicodedata
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkm import lexical, marks


def meet(left: str, right: str) -> bool:
    """Whether two words share a term."""
    return bool(lexical.terms(left).keys() & lexical.terms(right).keys())


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Rent", "RENT"), ("licence", "licences"), ("parties", "party"), ("fees", "fee"), ("Straße", "STRASSE"),
        ("résumé", "resume"), ("1,234.50", "1234.50"), ("1.234,50", "1'234.50"), ("naïve", "NAI\u0308VE"),
        ("InnerscopeHearing", "hearing"), ("invoice2024", "2024"), ("ﬁnance", "finance"), ("snake_case", "case"),
    ],
)  # fmt: skip
def test_forms_of_a_word_meet(left: str, right: str) -> None:
    assert meet(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [("bus", "bu"), ("class", "clas"), ("rent", "tenant"), ("12", "123"), ("Straße", "Strafe")],
)
def test_other_words_do_not(left: str, right: str) -> None:
    assert not meet(left, right)


def test_terms_are_counted() -> None:
    assert sorted(lexical.terms("Rent, rent and RENT: the rents.").values()) == [1, 1, 4]


def test_a_term_is_the_crc_of_its_word_as_a_signed_number() -> None:
    assert lexical.terms("tenant") == {int.from_bytes(zlib.crc32(b"tenant").to_bytes(4, "big"), "big", signed=True): 1}


def test_terms_are_the_same_in_another_process() -> None:
    text = "Müller pays 1,234.50 for cameraRepair"
    other = subprocess.run(
        [sys.executable, "-c", f"from pkm import lexical; print(lexical.terms({text!r}))"],
        capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7"},
    )  # fmt: skip
    assert other.stdout.strip() == str(lexical.terms(text))


@given(st.text(max_size=300))
def test_any_text_gives_terms_that_postgres_holds(text: str) -> None:
    counts = lexical.terms(text)
    assert all(-(2**31) <= term < 2**31 and count > 0 for term, count in counts.items())
    assert bool(counts) == bool(lexical.words(text))


@given(st.text(max_size=200))
def test_words_are_ranges_of_the_text_in_order(text: str) -> None:
    end = 0
    for start, stop in lexical.words(text):
        assert end <= start < stop
        assert not any(each.isalnum() for each in text[end:start])
        end = stop
    assert not any(each.isalnum() for each in text[end:])


# ---------------------------------------------------------------- languages


@pytest.mark.parametrize(
    ("language", "left", "right"),
    [
        ("en", "termination", "terminated"), ("en", "obligation", "obligations"), ("de", "Verträge", "Vertrages"),
        ("de", "Kündigung", "Kündigungen"), ("fr", "résilier", "résiliation"), ("es", "facturas", "factura"),
        ("it", "contratti", "contratto"), ("nl", "huren", "huur"), ("pt", "pagamentos", "pagamento"),
    ],
)  # fmt: skip
def test_a_question_finds_the_forms_of_a_language_among_others(language: str, left: str, right: str) -> None:
    at_hand = (None, "en", "de", "fr", "es", "it", "nl", "pt")
    assert lexical.terms(left, (language,)).keys() <= lexical.terms(right, at_hand).keys()


@given(st.text(max_size=60), st.sampled_from([None, "en", "de", "fr", "xx"]))
def test_every_text_is_found_by_its_own_words_whatever_its_language(text: str, language: str | None) -> None:
    assert lexical.terms(text, (language,)).keys() <= lexical.terms(text, (None, "en", "de", "fr", "xx")).keys()


def test_threads_cut_words_apart() -> None:
    from concurrent.futures import ThreadPoolExecutor

    many = [f"{'un' * (n % 7)}terminations{'ly' * (n % 5)}{chr(97 + n % 26)}{n % 26 * 'x'}s" for n in range(2000)]
    lexical.word_terms.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda each: lexical.word_terms(each, ("en",)), many))
    lexical.word_terms.cache_clear()
    assert together == [lexical.word_terms(each, ("en",)) for each in many]


@pytest.mark.parametrize(
    ("question", "text", "others"),
    [
        ("合同什么时候到期？", "租赁合同将于六月三十日到期。", ["每年的保险费为一千二百元。", "秋季运动会"]),
        ("解約の手続き", "解約は二か月前までに書面で通知してください。", ["月会費は七千円です。"]),
        ("계약은 언제 끝나나요", "이 계약이 유월에 종료됩니다.", ["보험료는 매년 냅니다."]),
        ("2025年6月の家賃", "家賃は2025年から八万円", ["会費は二〇二四年から"]),
        ("ค่าเช่าเท่าไร", "ผู้เช่าต้องชำระค่าเช่าเดือนละแปดพันบาท", ["สระว่ายน้ำปิดวันศุกร์"]),
        ("ຄ່າເຊົ່າ", "ຄ່າເຊົ່າເດືອນລະແປດພັນ", ["ສະລອຍນ້ຳປິດ"]),
    ],
)  # fmt: skip
def test_letters_that_blanks_do_not_part_are_found_by_twos(question: str, text: str, others: list[str]) -> None:
    def shared(other: str) -> int:
        return len(lexical.terms(question, (None, "en", "de")).keys() & lexical.terms(other).keys())

    assert shared(text) > max(map(shared, others))
    decomposed = unicodedata.normalize("NFD", text)
    assert lexical.terms(decomposed) == lexical.terms(text)
    assert not list(lexical.spelt(lexical.read("租赁合同将于六月三十日到期"), (None,)))


@pytest.mark.parametrize(
    ("word", "text", "other"),
    [
        ("किराया", "मासिक किराया आठ हज़ार रुपये है।", "किरण"),
        ("समझौता", "समझौता जून में समाप्त होता है", "समय"),
        ("শিক্ষা", "শিক্ষা বিভাগ", "শিকার"),
        ("வாடகை", "மாத வாடகை", "வாழை"),
        ("שלום", "שָׁלוֹם לכולם", "שלג"),
        ("Vertrag", "der Ver\u00adtrag endet", "ver"),
        ("کتاب\u200cها", "کتاب\u200cها را", "کتابی"),
    ],
)
def test_what_is_written_on_letters_belongs_to_the_word(word: str, text: str, other: str) -> None:
    assert lexical.words(word) == [(0, len(word))]
    assert lexical.terms(word).keys() <= lexical.terms(text).keys()
    assert not meet(other, text)


def test_tones_and_joined_letters_make_other_words_and_accents_do_not() -> None:
    assert lexical.fold("ไม่") != lexical.fold("ไม้")
    assert lexical.fold("पक्का") != lexical.fold("पकका")
    assert lexical.fold("हज़ार") == lexical.fold("हजार")


def test_one_letter_is_a_word_and_what_stands_beside_it_too() -> None:
    assert lexical.terms("茶").keys() == {lexical.number("茶")}
    assert lexical.terms("第3条").keys() == {lexical.number(each) for each in "第3条"}
    assert lexical.terms("银行IBAN").keys() == {lexical.number("银行"), lexical.number("iban")}


# ---------------------------------------------------------------- marks


def mark(text: str) -> set[int]:
    return set(lexical.terms(text)) - {term for a, b in lexical.words(text) for term in lexical.word_terms(text[a:b])}


@pytest.mark.parametrize(
    "writings",
    [
        ["12.05.2024", "2024-05-12", "12 May 2024", "May 12, 2024", "12. Mai 2024", "12/05/2024", "le 12 mai 2024"],
        ["31.12.1999", "31.12.99", "12/31/1999", "December 31, 1999"],
        [
            "1.234,56",
            "1,234.56",
            "1234.56",
            "1 234,56",
            "1'234.56",
            "1234,56",
            "1\u202f234,56",
            "EUR1234.56",
            "CHF1'234.56",
        ],
        ["1.234", "1,234", "1234", "1'234", "1.234,00"],
        ["0,50", "0.5", "0.50"],
        [
            "DE89 3704 0044 0532 0130 00",
            "DE89370400440532013000",
            "DE89-3704-0044-0532-0130-00",
            "DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000",
            "DE89 3704 0044\n0532 0130 00 BIC",
            "DE89\u202f3704\u202f0044\u202f0532\u202f0130\u202f00\nBIC COBADEFFXXX",
        ],
        [
            "AT611904300234573201",
            "IBAN AT61 1904 3002 3457 3201 BIC BKAUATWW",
            "AT61 1904 3002 3457 3201 EUR 5",
            "AT61 1904 3002 3457 3201 BANK OF",
        ],
        ["RE-2024-00123", "RE/2024/00123", "re202400123", "RE2024.00123", "RE-2024-\n00123"],
    ],
    ids=lambda each: each[0],
)
def test_every_writing_is_found_by_one_term(writings: list[str]) -> None:
    shared = set.intersection(*(set(lexical.terms(f"paid {each} today")) for each in writings))
    shared -= set(lexical.terms("paid today"))
    assert shared, "no term is shared by all"
    others = [
        "13.05.2024",
        "31.12.2000",
        "1234.57",
        "12345.6",
        "123456",
        "5",
        "DE02120300000000202051",
        "RE-2024-00124",
    ]
    best = [term for term in shared if not any(term in lexical.terms(each) for each in others)]
    assert best, "what is shared says nothing"


@pytest.mark.parametrize(
    ("left", "right"), [("12.50", "1250"), ("1.234,56", "123456"), ("1.2.3", "123"), ("2nd", "21")]
)
def test_numbers_that_differ_share_no_term(left: str, right: str) -> None:
    assert not meet(left, right)


def test_an_account_number_with_wrong_check_digits_is_none() -> None:
    wrong = "DE88 3704 0044 0532 0130 00"
    assert lexical.number("de88370400440532013000") not in lexical.terms(wrong)


@pytest.mark.parametrize(
    "like", ["Tİ33 0006 1005 1978 6457 8413 26", "GB82 \u212aEST 1234 5698 7654 32", "DEſ9 3704 0044 0532 0130 00"]
)
def test_letters_that_only_look_like_those_of_an_account_number_make_none(like: str) -> None:
    assert not any(each.startswith(like[:2].casefold()) for each in marks.doubtful_accounts(like))
    assert lexical.terms(like)


def test_a_day_is_found_by_its_month_and_year() -> None:
    text = "signed on 12.05.2024"
    assert mark("in May 2024") & set(lexical.terms(text))
    assert lexical.terms("2024").keys() <= lexical.terms(text).keys()


def test_a_day_that_can_be_read_in_two_ways_is_found_by_both() -> None:
    found = lexical.terms("05/12/2024").keys()
    assert mark("5 December 2024") <= found
    assert mark("12 May 2024") <= found
