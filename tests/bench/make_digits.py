"""Made strips of handwritten numbers -> `extract/data/digits.npz`, the weights that `extract/digit_net.py` runs.

python -m tests.bench.make_digits OUT.npz FONTS [STEPS]

Needs torch, which the product does not, and a folder of fonts that look handwritten, such as those of Debian's packages
fonts-breip, -bwht, -comic-neue, -dancingscript, -dkg-handwriting, -ecolier-court, -femkeklaver, -humor-sans, -isabella,
-kaushanscript, -klee, -kristi, -rufscript and -seto. No page of a real document is used.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from extract.digit_net import HEIGHT
from tests.bench.digit_strips import make_strip

PRINTED = [
    Path(f"/usr/share/fonts/truetype/liberation2/LiberationSerif-{style}.ttf") for style in ("Regular", "Italic")
]
BATCH = 48


class Net(nn.Module):
    def __init__(self) -> None:
        super().__init__()

        def block(a: int, b: int, kernel: tuple[int, int] = (3, 3), pad: tuple[int, int] = (1, 1)) -> list[nn.Module]:
            return [nn.Conv2d(a, b, kernel, padding=pad), nn.BatchNorm2d(b), nn.ReLU()]

        self.body = nn.Sequential(
            *block(1, 12),
            nn.MaxPool2d(2),
            *block(12, 24),
            nn.MaxPool2d((2, 1)),
            *block(24, 40),
            nn.MaxPool2d((2, 1)),
            *block(40, 48),
            *block(48, 64, (5, 3), (0, 1)),
            nn.Dropout(0.1),
            *block(64, 64, (1, 5), (0, 2)),
            nn.Conv2d(64, 11, 1),
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.body(x)[:, :, 0].permute(2, 0, 1).log_softmax(2)  # time, batch, class; class 0 is the blank


def batch_of(strips):
    wide = max(s.shape[1] for s, _ in strips)
    wide += wide % 2
    x = np.zeros((len(strips), 1, HEIGHT, wide), np.float32)
    for i, (s, _) in enumerate(strips):
        x[i, 0, :, : s.shape[1]] = s / 255.0
    lengths = torch.tensor([s.shape[1] // 2 for s, _ in strips])
    y = torch.tensor([int(c) + 1 for _, t in strips for c in t])
    return torch.from_numpy(x), lengths, y, torch.tensor([len(t) for _, t in strips])


def greedy(log):
    best = log.argmax(-1)
    return "".join(str(int(b) - 1) for i, b in enumerate(best) if b and (i == 0 or best[i - 1] != b))


class Strips(torch.utils.data.IterableDataset):
    def __init__(self, fonts, seed):
        self.fonts, self.seed = fonts, seed

    def __iter__(self):
        info = torch.utils.data.get_worker_info()
        chance = random.Random(self.seed + (info.id if info else 0))
        while True:
            yield batch_of([make_strip(chance, self.fonts, PRINTED) for _ in range(BATCH)])


def main(out: str, folder: str, steps: int = 3000) -> None:
    torch.manual_seed(1)
    torch.set_num_threads(1)
    fonts = sorted(Path(folder).rglob("*.?tf"))
    net = Net()
    best = torch.optim.AdamW(net.parameters(), 2e-3, weight_decay=1e-4)
    plan = torch.optim.lr_scheduler.OneCycleLR(best, 4e-3, total_steps=steps)
    loss_of = nn.CTCLoss(zero_infinity=True)
    loader = iter(torch.utils.data.DataLoader(Strips(fonts, 1000), batch_size=None, num_workers=1, prefetch_factor=8))
    began, shown = time.time(), 0.0
    for step in range(steps):
        x, lengths, y, sizes = next(loader)
        net.train()
        log = net(x)
        loss = loss_of(log, y, lengths, sizes)
        best.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        best.step()
        plan.step()
        shown += loss.item()
        if step % 50 == 49:
            print(step + 1, round(shown / 50, 4), f"{time.time() - began:.0f}s", flush=True)
            shown = 0.0
        if step % 500 == 499 or step == steps - 1:
            net.eval()
            chance = random.Random(7)
            strips = [make_strip(chance, fonts, PRINTED) for _ in range(600)]
            right = 0
            with torch.no_grad():
                for s, t in strips:
                    a, *_ = batch_of([(s, t)])
                    right += greedy(net(a)[:, 0]) == t
            print("whole strips right", right / len(strips), flush=True)
            save(net, out)


def save(net: Net, out: str) -> None:
    weights, layers = {}, list(net.body)
    number = 0
    for i, layer in enumerate(layers):
        if isinstance(layer, nn.Conv2d):
            w, b = layer.weight.detach().numpy().copy(), layer.bias.detach().numpy().copy()
            if i + 1 < len(layers) and isinstance(layers[i + 1], nn.BatchNorm2d):
                norm = layers[i + 1]
                scale = (norm.weight / torch.sqrt(norm.running_var + norm.eps)).detach().numpy()
                w, b = (
                    w * scale[:, None, None, None],
                    (b - norm.running_mean.detach().numpy()) * scale + norm.bias.detach().numpy(),
                )
            weights[f"w{number}"], weights[f"b{number}"] = w.astype(np.float16), b.astype(np.float16)
            number += 1
    np.savez_compressed(out, **weights)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:4]))
