"""Which documents a network learns from, pass by pass."""

from types import SimpleNamespace

import pytest

torch = pytest.importorskip("torch")

from pipeline.model.plan import plan  # noqa: E402
from pipeline.train import bench  # noqa: E402


class Nothing(torch.nn.Module):
    """A network that learns nothing."""

    def __init__(self, encoder):
        super().__init__()


@pytest.fixture
def passes(monkeypatch):
    """Return what each pass is given: names, epochs, seed."""
    seen = []

    def fit(network, own, pieces, how, seed, part):
        seen.append(([item.source.name for item in own], how.epochs, seed))
        return network

    monkeypatch.setattr(bench, "Network", Nothing)
    monkeypatch.setattr(bench, "fit", fit)
    monkeypatch.setattr(bench.card, "digest", lambda sources: " ".join(source.name for source in sources))
    return seen


def made(work, later, pieces=("a", "b")):
    examples = [SimpleNamespace(source=SimpleNamespace(name=name, split="dev")) for name in "abcd"]
    return bench.Bench(None, examples, later, SimpleNamespace(names=list(pieces)), plan(), work)


def test_each_pass_adds_documents_or_goes_another_way(passes, tmp_path):
    how, own = plan(), made(tmp_path, {"c": 1, "d": 2})
    own.network()
    assert passes == [
        (["a", "b"], how.fit.epochs, how.seed),
        (["a", "b", "c"], how.refit.epochs, how.seed),
        (["a", "b", "c", "d"], how.last.epochs, how.seed + 1),
        *((["a", "b", "c", "d"], how.again.epochs, how.seed + 2 + turn) for turn in range(how.again.times)),
    ]
    own.network()
    assert len(passes) == 3 + how.again.times  # kept


@pytest.mark.parametrize(
    ("later", "names"), [({}, [["b", "c", "d"]]), ({"d": 2}, [["b", "c"], *[["b", "c", "d"]] * (1 + plan().again.times)])]
)
def test_passes_that_add_nothing_are_left_out(passes, tmp_path, later, names):
    made(tmp_path, later).network(out={"a"})
    assert [own for own, _, _ in passes] == names


def test_a_share_is_drawn_from_the_first_pass_alone(passes, tmp_path):
    made(tmp_path, {"d": 1}).network(share=2 / 3)
    (own, _, _) = passes[0]
    assert len(passes) == 1 and len(own) == 2 and "d" not in own


def test_another_vocabulary_makes_another_network(passes, tmp_path):
    made(tmp_path, {}).network()
    made(tmp_path, {}, pieces=("a", "c")).network()
    assert len(passes) == 2 and len(list(tmp_path.glob("*.pt"))) == 2


def test_an_encoder_is_pretrained_anew_for_another_plan_or_vocabulary_and_else_kept(monkeypatch, tmp_path):
    made_from = []

    def pretrain(base, pieces, corpus, how, seed, held, part):
        made_from.append((how.steps, pieces.names))
        return Nothing(None)

    monkeypatch.setattr(bench, "pretrain", pretrain)
    monkeypatch.setattr(bench, "pretrained", lambda base, rows: Nothing(None))
    monkeypatch.setattr(bench, "Base", SimpleNamespace(installed=lambda: None))
    monkeypatch.setattr(bench.vocabulary, "rows", lambda base, pieces: None)
    first = plan()
    longer = first.model_copy(update={"pretrain": first.pretrain.model_copy(update={"steps": first.pretrain.steps + 1})})
    for how, names in ((first, "ab"), (first, "ab"), (longer, "ab"), (first, "ac")):
        bench.start(tmp_path, SimpleNamespace(names=list(names)), tmp_path / "work", how, [])
    assert [(steps - first.pretrain.steps, "".join(names)) for steps, names in made_from] == [(0, "ab"), (1, "ab"), (0, "ac")]
