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


def made(work, later):
    examples = [SimpleNamespace(source=SimpleNamespace(name=name, split="dev")) for name in "abcd"]
    return bench.Bench(None, examples, later, None, plan(), work)


def test_each_pass_adds_documents_and_the_last_goes_another_way(passes, tmp_path):
    how, own = plan(), made(tmp_path, {"c": 1, "d": 2})
    own.network()
    assert passes == [
        (["a", "b"], how.fit.epochs, how.seed),
        (["a", "b", "c"], how.refit.epochs, how.seed),
        (["a", "b", "c", "d"], how.last.epochs, how.seed + 1),
    ]
    own.network()
    assert len(passes) == 3  # kept


@pytest.mark.parametrize(("later", "names"), [({}, [["b", "c", "d"]]), ({"d": 2}, [["b", "c"], ["b", "c", "d"]])])
def test_passes_that_add_nothing_are_left_out(passes, tmp_path, later, names):
    made(tmp_path, later).network(out={"a"})
    assert [own for own, _, _ in passes] == names


def test_a_share_is_drawn_from_the_first_pass_alone(passes, tmp_path):
    made(tmp_path, {"d": 1}).network(share=2 / 3)
    (own, _, _) = passes[0]
    assert len(passes) == 1 and len(own) == 2 and "d" not in own
