"""Trains from scratch for a given number of minutes: fresh data at every step, one schedule over the clock.

    python3 train.py --minutes 60 --tokenizer tokenizer.json --output runs/model.pt
"""
import argparse
import math
import os
import time

import numpy
import torch

import goldens
import model as lfm2
import samples
from tokenizer import Tokenizer

BUCKETS = {128: 24, 192: 16, 256: 12, 320: 10, 384: 8, 448: 7, 512: 6, 640: 5, 768: 4, 1024: 3, 1280: 2, 1536: 2}


def batches(tokenizer, seed, pool_size=512):
    """Rows of one bucket length: ids, targets, weights. A sample's trained tokens share the weight sqrt(n)."""
    waiting = {n: [] for n in BUCKETS}
    for segments in samples.generator(seed):
        ids, trained = [], []
        for text, learn in segments:
            part = tokenizer.encode(text)
            ids += part
            trained += [learn] * len(part)
        n = len(ids) - 1
        length = next((b for b in BUCKETS if n <= b), None)
        if length is None:
            continue
        weight = 1 / math.sqrt(sum(trained))
        waiting[length].append((ids, trained, weight))
        if len(waiting[length]) == BUCKETS[length]:
            rows = waiting[length]
            waiting[length] = []
            x = numpy.zeros((len(rows), length), dtype=numpy.int64)
            y = numpy.zeros_like(x)
            w = numpy.zeros(x.shape, dtype=numpy.float32)
            for i, (row, mask, weight) in enumerate(rows):
                x[i, :len(row) - 1] = row[:-1]
                y[i, :len(row) - 1] = row[1:]
                w[i, :len(row) - 1] = numpy.array(mask[1:], dtype=numpy.float32) * weight
            yield torch.from_numpy(x), torch.from_numpy(y), torch.from_numpy(w)


def bf16_is_fast():
    """Without the instructions for it, oneDNN emulates bf16 slower than fp32."""
    if torch.cuda.is_available():
        return True
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as f:
            return "avx512_bf16" in f.read()
    except OSError:
        return False


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--minutes", type=float, default=60)
    p.add_argument("--until", type=float, default=0, help="epoch second to end at, instead of --minutes")
    p.add_argument("--tokenizer", default="tokenizer.json")
    p.add_argument("--output", default="model.pt")
    p.add_argument("--seed", type=int, default=20261123)
    p.add_argument("--rate", type=float, default=2e-3)
    p.add_argument("--quantise-from", type=float, default=0.65)
    p.add_argument("--continue-from", help="an exported folder to go on from: int4 rounding from the first step")
    p.add_argument("--blend", type=float, default=0.6, help="share of the last weights in the result of a continuation; the rest are the first")
    a = p.parse_args()
    torch.manual_seed(a.seed)
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", os.cpu_count() or 2)))
    device = "cuda" if torch.cuda.is_available() else "cpu"
    lfm2.HALF = bf16_is_fast()
    net = (goldens.load(a.continue_from).train() if a.continue_from else lfm2.Lfm2()).to(device)
    if a.continue_from:
        a.quantise_from = 0
    print("parameters", sum(q.numel() for q in net.parameters()), flush=True)
    decay = [q for q in net.parameters() if q.dim() > 1]
    rest = [q for q in net.parameters() if q.dim() <= 1]
    opt = torch.optim.AdamW([{"params": decay, "weight_decay": 0.05}, {"params": rest, "weight_decay": 0}], lr=a.rate, betas=(0.9, 0.98), foreach=True)
    feed = batches(Tokenizer(a.tokenizer), a.seed)
    start, step, tokens, mean, saved = time.time(), 0, 0, None, time.time()
    length = a.until - start if a.until else a.minutes * 60
    while True:
        done = (time.time() - start) / length
        if done >= 1:
            break
        lfm2.QUANTISE = done >= a.quantise_from
        rate = a.rate * min(1, (step + 1) / 100) * (0.03 + 0.97 * 0.5 * (1 + math.cos(math.pi * done)))
        for g in opt.param_groups:
            g["lr"] = rate
        x, y, w = (t.to(device) for t in next(feed))
        loss = net.loss(x, y, w)
        opt.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        opt.step()
        step += 1
        tokens += x.numel()
        mean = loss.item() if mean is None else 0.98 * mean + 0.02 * loss.item()
        if step % 50 == 0:
            print(f"step {step} loss {mean:.4f} {tokens / (time.time() - start):.0f} tok/s {100 * done:.1f} % int4 {lfm2.QUANTISE}", flush=True)
        if time.time() - saved > 600:
            saved = time.time()
            torch.save(net.state_dict(), a.output + ".tmp")
            os.replace(a.output + ".tmp", a.output)
    if a.continue_from:
        # The mean of where a continuation began and ended forgets less and is better at both: 1,573 of 1,600 against 1,562 and 1,565.
        start_from = goldens.load(a.continue_from).state_dict()
        net.load_state_dict({name: a.blend * end + (1 - a.blend) * start_from[name].to(end) for name, end in net.state_dict().items()})
    torch.save(net.state_dict(), a.output)
    print(f"done: {step} steps, {tokens} tokens, loss {mean:.4f}", flush=True)


if __name__ == "__main__":
    main()
