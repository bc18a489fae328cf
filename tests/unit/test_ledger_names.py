"""Whether a name, as people or domains write it, is a payee's."""

from pkm.ledger.names import is_named_by, run_together


def test_a_domain_names_who_is_called_so() -> None:
    assert is_named_by("puregym.co.uk", "pure gym")
    assert is_named_by("letsgo.example", "fitness let's go lausanne")
    assert not is_named_by("post.ch", "postfinance")
    assert not is_named_by("ing.de", "ing")  # three letters are in too many names


def test_words_that_follow_each_other_may_be_written_as_one() -> None:
    assert {"pure", "gym", "puregym"} == run_together("Pure Gym")
