"""Goldens for the Java engine: logits and greedy texts of the exported folder, in fp32, by PyTorch.

    python3 goldens.py --model FOLDER --output FOLDER
"""
import argparse
import json
import os
import struct

import torch

import model as lfm2
import samples
from tokenizer import Tokenizer
from words import seeded

STOP = 7


def load(folder):
    net = lfm2.Lfm2()
    with open(os.path.join(folder, "model.safetensors"), "rb") as f:
        n = struct.unpack("<Q", f.read(8))[0]
        header = json.loads(f.read(n))
        data = f.read()
    state = {}
    for name, entry in header.items():
        if name != "__metadata__":
            a, b = entry["data_offsets"]
            raw = torch.frombuffer(bytearray(data[a:b]), dtype=torch.int16).to(torch.int32) << 16
            state[name[len("model."):]] = raw.view(torch.float32).reshape(entry["shape"])
    net.load_state_dict(state)
    return net.eval()


@torch.no_grad()
def greedy(net, ids, most=400):
    out = []
    while len(out) < most:
        token = int(net(torch.tensor([ids + out]))[0, -1].argmax())
        if token == STOP:
            break
        out.append(token)
    return out


def cases(tokenizer, count):
    """Prompts of fresh samples, cut before the first thing the assistant writes."""
    seen = set()
    for segments in samples.generator(7_000_001):
        prompt = segments[0][0]
        ids = tokenizer.encode(prompt)
        if prompt not in seen and len(ids) < 300:
            seen.add(prompt)
            yield prompt, ids
            if len(seen) == count:
                return


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--model", required=True)
    p.add_argument("--output", required=True)
    p.add_argument("--count", type=int, default=50)
    a = p.parse_args()
    lfm2.HALF = lfm2.QUANTISE = False
    net = load(a.model)
    tokenizer = Tokenizer(os.path.join(a.model, "tokenizer.json"))
    r = seeded(5)
    texts, logits = [], []
    for prompt, ids in cases(tokenizer, a.count):
        out = greedy(net, ids)
        texts.append({"prompt": prompt, "promptIds": ids, "outputIds": out, "output": tokenizer.decode(out)})
        if len(logits) < 5:
            with torch.no_grad():
                every = net(torch.tensor([ids]))[0]
            places = sorted({0, r.randrange(len(ids)), len(ids) - 1})
            logits.append({"ids": ids, "positions": [{"position": i, "logits": [float(x) for x in every[i]]} for i in places]})
    strange = ["", " ", "  a  b", "Żółć", "日本語", "😀👍🏽", "a\n\nb\r\n", "1234567", "it's we'll I'D", "<|im_end|>", "</think> x", "tab\tend", "e\u0301", "x" * 50, "a_b-c.d/e"]
    tokens = [{"text": t, "ids": tokenizer.encode(t, special=False)} for t in strange + [t["output"] for t in texts]]
    os.makedirs(a.output, exist_ok=True)
    for name, doc in {"greedy.json": texts, "logits.json": logits, "tokens.json": tokens}.items():
        with open(os.path.join(a.output, name), "w", encoding="utf-8") as f:
            json.dump({"cases": doc}, f, ensure_ascii=False)
            f.write("\n")


if __name__ == "__main__":
    main()
