"""Files of rendered lines -> the network that reads them, as ONNX. Needs torch and onnx, which nothing else here does.

python -m tests.bench.recogniser.train LINES_FOLDER CHECKPOINT --hours 1.5 [--onnx FILE]
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from torch import Tensor, nn
from torch.nn import functional

from extract.line_signs import ALPHABET, HEIGHT, STRIDE, encode
from tests.bench.recogniser.render_lines import DrawnLine, read_lines

_FALL = 0.5  # of the time, at its end, in which the rate of learning falls to nothing
_COLUMNS = 12_000  # pixels across all lines of a batch


class _Conv(nn.Sequential):
    """A convolution, its normalisation and its bend."""

    def __init__(
        self, given: int, made: int, size: tuple[int, int], step: tuple[int, int], edge: tuple[int, int]
    ) -> None:
        super().__init__(
            nn.Conv2d(given, made, size, step, edge, bias=False), nn.BatchNorm2d(made), nn.ReLU(inplace=True)
        )


class _Residual(nn.Module):
    """Two convolutions beside a short cut."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = _Conv(width, width, (3, 3), (1, 1), (1, 1))
        self.second = nn.Sequential(nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width))

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(x + self.second(self.first(x)))


class _Context(nn.Module):
    """What stands left and right: a wide convolution of each channel for itself, then of all channels at each place."""

    def __init__(self, width: int, reach: int, inner: int) -> None:
        super().__init__()
        self.across = nn.Conv2d(width, width, (1, reach), 1, (0, reach // 2), groups=width, bias=False)
        self.norm = nn.BatchNorm2d(width)
        self.wide = nn.Conv2d(width, inner, 1)
        self.narrow = nn.Conv2d(inner, width, 1)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.narrow(functional.relu(self.wide(self.norm(self.across(x)))))


class LineNet(nn.Module):
    """A batch of lines (n, 1, HEIGHT, width), ink at 1 -> logits (n, signs + 1, width / STRIDE)."""

    def __init__(self, widths: tuple[int, int, int, int, int] = (32, 48, 96, 256, 512)) -> None:
        super().__init__()
        a, b, c, d, inner = widths
        self.look = nn.Sequential(
            _Conv(1, a, (3, 3), (2, 2), (1, 1)),
            _Conv(a, b, (3, 3), (2, 1), (1, 1)),
            _Residual(b),
            _Conv(b, c, (3, 3), (2, 2), (1, 1)),
            _Residual(c),
            _Conv(c, d, ((HEIGHT + 7) // 8, 1), (1, 1), (0, 0)),
        )
        self.drop = nn.Dropout2d(0.05)
        self.context = nn.Sequential(*(_Context(d, reach, inner) for reach in (7, 9, 11, 13)))
        self.tell = nn.Conv2d(d, len(ALPHABET) + 1, 1)

    def forward(self, x: Tensor) -> Tensor:
        return self.tell(self.context(self.drop(self.look(x)))).squeeze(2)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Lines padded to one width. `signs` are all targets in a row; `frames` is the sign at each step."""

    images: Tensor
    steps: Tensor
    signs: Tensor
    counts: Tensor
    frames: Tensor


def _batches(folder: Path, chance: random.Random, leave: set[str], columns: int) -> Iterator[_Batch]:
    """Batches of lines of about one width, without end, from the files that were used least."""
    seen: dict[Path, int] = {}
    while True:
        files = [path for path in sorted(folder.glob("*.npz")) if path.name not in leave]
        if not files:
            time.sleep(5)
            continue
        chance.shuffle(files)
        files.sort(key=lambda path: seen.get(path, 0))
        lines = []
        for path in files[:2]:
            seen[path] = seen.get(path, 0) + 1
            lines += read_lines(path)
        lines.sort(key=lambda line: line.image.shape[1] + chance.uniform(0, 30))
        groups: list[list[DrawnLine]] = [[]]
        for line in lines:
            if (len(groups[-1]) + 1) * (line.image.shape[1] + 16) > columns:
                groups.append([])
            groups[-1].append(line)
        chance.shuffle(groups)
        for group in groups:
            yield _make_batch(group, chance)


def _make_batch(lines: Sequence[DrawnLine], chance: random.Random) -> _Batch:
    """Lines padded to one width; each moved, weakened or strengthened, and soiled a little."""
    width = -(-(max(line.image.shape[1] for line in lines) + 12) // 8) * 8
    batch = np.zeros((len(lines), 1, HEIGHT, width), dtype=np.float32)
    frames = np.full((len(lines), width // STRIDE), -1, dtype=np.int64)
    steps, signs, counts = [], [], []
    for k, line in enumerate(lines):
        left = chance.randrange(9)
        piece = line.image.astype(np.float32) / 255.0
        down = chance.choice((-1, 0, 0, 0, 1))
        if down:
            piece = np.roll(piece, down, axis=0)
        if chance.random() < 0.3:
            piece = piece ** chance.uniform(0.6, 1.6)
        if chance.random() < 0.08:
            x, y = chance.randrange(piece.shape[1]), chance.randrange(HEIGHT)
            piece[y : y + chance.randint(2, 8), x : x + chance.randint(2, 8)] = chance.choice((0.0, 0.0, 1.0))
        batch[k, 0, :, left : left + piece.shape[1]] = piece
        target = encode(line.text) or []
        steps.append(min(width, left + piece.shape[1] + 4) // STRIDE)
        signs += target
        counts.append(len(target))
        frames[k] = _frames_of(line.places + left, target, width // STRIDE)
    return _Batch(
        torch.from_numpy(batch),
        torch.tensor(steps),
        torch.tensor(signs),
        torch.tensor(counts),
        torch.from_numpy(frames),
    )


def _frames_of(places: npt.NDArray[np.float32], target: Sequence[int], count: int) -> npt.NDArray[np.int64]:
    """The sign in the middle of whose place a step lies, the blank at its edges and outside."""
    frames = np.zeros(count, dtype=np.int64)
    for (start, end), sign in zip(places.tolist(), target, strict=True):
        quarter = (end - start) / 4
        first, last = round((start + quarter) / STRIDE - 0.5), round((end - quarter) / STRIDE - 0.5)
        frames[max(0, first) : max(0, last) + 1] = sign
    return frames


def train(folder: Path, checkpoint: Path, hours: float, peak: float, leave: set[str]) -> LineNet:
    """Train for so long, going on from a checkpoint where there is one; writes it every few minutes."""
    torch.manual_seed(5)
    net = LineNet().to(memory_format=torch.channels_last)
    weights = [p for p in net.parameters() if p.dim() > 1]
    optimiser = torch.optim.AdamW(
        [
            {"params": weights, "weight_decay": 0.01},
            {"params": [p for p in net.parameters() if p.dim() <= 1], "weight_decay": 0.0},
        ],
        lr=peak,
        betas=(0.9, 0.98),
    )
    spent, step = 0.0, 0
    if checkpoint.exists():
        kept = torch.load(checkpoint, weights_only=True)
        net.load_state_dict(kept["net"])
        optimiser.load_state_dict(kept["optimiser"])
        spent, step = kept["spent"], kept["step"]
    ctc = nn.CTCLoss(zero_infinity=True)
    began, saved = time.monotonic() - spent, time.monotonic()
    total, shown, lines = 0.0, 0, 0
    net.train()
    for batch in _batches(folder, random.Random(step + 1), leave, _COLUMNS):
        spent = time.monotonic() - began
        part = spent / (hours * 3600)
        if part >= 1.0:
            break
        rate = peak * min(1.0, (step + 1) / 150, (1.0 - part) / _FALL)
        for group in optimiser.param_groups:
            group["lr"] = float(rate)
        with torch.autocast("cpu", torch.bfloat16):
            logits = net(batch.images.contiguous(memory_format=torch.channels_last))
        chances = logits.float().log_softmax(1)
        placed = functional.nll_loss(chances, batch.frames, ignore_index=-1)
        loss = placed * (2.0 * (1.0 - part) ** 2)
        if placed.item() < 1.5:  # before signs are known where they stand, CTC only teaches the blank
            loss = loss + ctc(chances.permute(2, 0, 1), batch.signs, batch.steps, batch.counts)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimiser.step()
        step, total, shown, lines = step + 1, total + placed.item(), shown + 1, lines + len(batch.counts)
        if shown == 50:
            print(
                f"{spent / 60:6.1f} min, step {step}, {lines} lines, rate {rate:.2e}, loss {total / shown:.4f}",
                flush=True,
            )
            total, shown = 0.0, 0
        if time.monotonic() - saved > 180:
            _save(net, optimiser, spent, step, checkpoint)
            saved = time.monotonic()
    _save(net, optimiser, spent, step, checkpoint)
    return net


def _save(net: LineNet, optimiser: torch.optim.Optimizer, spent: float, step: int, path: Path) -> None:
    part = path.with_suffix(".part")
    torch.save({"net": net.state_dict(), "optimiser": optimiser.state_dict(), "spent": spent, "step": step}, part)
    part.replace(path)


def write_onnx(net: LineNet, path: Path) -> None:
    """The trained network as ONNX, for any number and width of lines."""
    net.eval()
    torch.onnx.export(
        net,
        (torch.zeros(1, 1, HEIGHT, 256),),
        str(path),
        input_names=["lines"],
        output_names=["logits"],
        dynamic_axes={"lines": {0: "n", 3: "width"}, "logits": {0: "n", 2: "steps"}},
        opset_version=17,
        dynamo=False,
    )
    _halve_weights(path)


def _halve_weights(path: Path) -> None:
    """Keep the weights in 16 bits, which halves the file; they are widened when it is loaded."""
    model = onnx.load(str(path))
    kept, casts = [], []
    for weight in model.graph.initializer:
        values = onnx.numpy_helper.to_array(weight)
        if values.dtype != np.float32 or values.size < 64:
            kept.append(weight)
            continue
        kept.append(onnx.numpy_helper.from_array(values.astype(np.float16), f"{weight.name}.half"))
        casts.append(onnx.helper.make_node("Cast", [f"{weight.name}.half"], [weight.name], to=onnx.TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.initializer[:], model.graph.node[:]
    model.graph.initializer.extend(kept)
    model.graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, then write the network."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--hours", type=float, default=1.5)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--leave", nargs="*", default=[], help="names of files of lines that are not trained on")
    parser.add_argument("--onnx", type=Path)
    options = parser.parse_args(arguments)
    torch.set_num_threads(options.threads)
    net = train(options.folder, options.checkpoint, options.hours, options.rate, set(options.leave))
    if options.onnx:
        write_onnx(net, options.onnx)


if __name__ == "__main__":
    main()
