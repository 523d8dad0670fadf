"""Goldens for the Java engine: logits and greedy texts of the exported folder, in fp32, by PyTorch.

    python3 goldens.py --model FOLDER --output FOLDER
"""
import argparse
import json
import os
import struct

import torch
import torch.nn.functional as F

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


def continued(net, ids, states):
    """Logits after the last of some further ids; states (one a layer, None at first) are replaced in place."""
    x = F.embedding(torch.tensor([ids]), net.embed_tokens.weight)
    for i, layer in enumerate(net.layers):
        mix, n = (layer.conv if layer.kind == "conv" else layer.self_attn), layer.operator_norm(x)
        if layer.kind == "conv":
            b, c, v = mix.in_proj(n).chunk(3, -1)
            u = b * v
            p = torch.cat((states[i] if states[i] is not None else torch.zeros(1, 2, u.shape[-1]), u), 1)
            w, t = mix.conv.weight[:, 0, :], u.shape[1]
            y = p[:, :t] * w[:, 0] + p[:, 1:t + 1] * w[:, 1] + u * w[:, 2]
            states[i], x = p[:, -2:], x + mix.out_proj(c * y)
        else:
            past = 0 if states[i] is None else states[i][0].shape[2]
            t, size = n.shape[1], mix.size
            angle = torch.arange(past, past + t).float()[:, None] * lfm2.CONFIG["rope_theta"] ** (-torch.arange(0, size, 2).float() / size)
            rope = (torch.cat((angle, angle), -1).cos(), torch.cat((angle, angle), -1).sin())
            q = lfm2.rotate(mix.q_layernorm(mix.q_proj(n).view(1, t, mix.heads, size)).transpose(1, 2), rope)
            k = lfm2.rotate(mix.k_layernorm(mix.k_proj(n).view(1, t, mix.kv, size)).transpose(1, 2), rope)
            v = mix.v_proj(n).view(1, t, mix.kv, size).transpose(1, 2)
            if past:
                k, v = torch.cat((states[i][0], k), 2), torch.cat((states[i][1], v), 2)
            states[i] = (k, v)
            repeat = mix.heads // mix.kv
            mask = torch.full((t, past + t), float("-inf")).triu(past + 1)
            a = (q * size ** -0.5 @ k.repeat_interleave(repeat, 1).transpose(-1, -2) + mask).softmax(-1)
            x = x + mix.out_proj((a @ v.repeat_interleave(repeat, 1)).transpose(1, 2).reshape(1, t, -1))
        x = x + layer.feed_forward(layer.ffn_norm(x))
    return (net.embedding_norm(x[:, -1:]) @ net.embed_tokens.weight.t())[0, -1]


@torch.no_grad()
def greedy(net, ids, most=400):
    states, out, new = [None] * len(net.layers), [], ids
    while len(out) < most:
        token = int(continued(net, new, states).argmax())
        if token == STOP:
            break
        out.append(token)
        new = [token]
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
