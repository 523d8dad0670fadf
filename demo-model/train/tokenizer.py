"""Byte-level BPE in Hugging Face's format: trained here, on our own text, with LFM2's special tokens."""
import collections
import json
import re

SPECIAL = ["<|pad|>", "<|startoftext|>", "<|endoftext|>", "<|fim_pre|>", "<|fim_mid|>", "<|fim_suf|>", "<|im_start|>", "<|im_end|>", "<|tool_list_start|>", "<|tool_list_end|>",
           "<|tool_call_start|>", "<|tool_call_end|>", "<|tool_response_start|>", "<|tool_response_end|>"]
THINK = ["<think>", "</think>"]
# Llama 3's split with single digits; the same pattern in Python's syntax below.
PATTERN = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
SPLIT = re.compile(r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|(?:[^\r\n\w]|_)?[^\W\d_]+|\d| ?(?:[^\s\w]|_)+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")
ADDED = re.compile("(" + "|".join(re.escape(t) for t in SPECIAL + THINK) + ")")


def byte_map():
    keep = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    table, n = {}, 0
    for b in range(256):
        table[b] = chr(b) if b in keep else chr(256 + n)
        n += b not in keep
    return table


BYTES = byte_map()
BACK = {v: k for k, v in BYTES.items()}


def train(texts, size):
    counts = collections.Counter()
    for text in texts:
        for run in ADDED.split(text):
            if not ADDED.fullmatch(run):
                counts.update(SPLIT.findall(run))
    words = [[tuple(BYTES[b] for b in w.encode()), c] for w, c in counts.items()]
    vocab = SPECIAL + THINK + [BYTES[b] for b in range(256)]
    merges = []
    while len(vocab) < size:
        pairs = collections.Counter()
        for w, c in words:
            for a, b in zip(w, w[1:]):
                pairs[a, b] += c
        if not pairs:
            break
        (a, b), n = max(pairs.items(), key=lambda kv: (kv[1], kv[0]))
        if n < 2:
            break
        merges.append((a, b))
        vocab.append(a + b)
        for item in words:
            w = item[0]
            if a in w:
                out, i = [], 0
                while i < len(w):
                    if i + 1 < len(w) and w[i] == a and w[i + 1] == b:
                        out.append(a + b)
                        i += 2
                    else:
                        out.append(w[i])
                        i += 1
                item[0] = tuple(out)
    return vocab, merges


def save(path, vocab, merges):
    added = [{"id": i, "content": t, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": t in SPECIAL} for i, t in enumerate(SPECIAL + THINK)]
    doc = {"version": "1.0", "truncation": None, "padding": None, "added_tokens": added, "normalizer": None,
           "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "Split", "pattern": {"Regex": PATTERN}, "behavior": "Isolated", "invert": False},
                                                                   {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False}]},
           "post_processor": None, "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
           "model": {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None, "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False,
                     "ignore_merges": False, "vocab": {t: i for i, t in enumerate(vocab)}, "merges": [[a, b] for a, b in merges]}}
    with open(path, "w", encoding="utf-8") as f:
        json.dump(doc, f, ensure_ascii=False)


class Tokenizer:
    def __init__(self, path):
        with open(path, encoding="utf-8") as f:
            doc = json.load(f)
        self.vocab = doc["model"]["vocab"]
        self.names = {i: t for t, i in self.vocab.items()}
        self.rank = {tuple(m): i for i, m in enumerate(doc["model"]["merges"])}
        self.cache = {}

    def piece(self, word):
        got = self.cache.get(word)
        if got is None:
            parts = [BYTES[b] for b in word.encode()]
            while len(parts) > 1:
                best = min(range(len(parts) - 1), key=lambda i: self.rank.get((parts[i], parts[i + 1]), 1 << 30))
                if (parts[best], parts[best + 1]) not in self.rank:
                    break
                parts[best:best + 2] = [parts[best] + parts[best + 1]]
            got = [self.vocab[p] for p in parts]
            if len(self.cache) < 200000:
                self.cache[word] = got
        return got

    def encode(self, text, special=True):
        ids = []
        for run in ADDED.split(text) if special else [text]:
            if special and run in self.vocab and ADDED.fullmatch(run):
                ids.append(self.vocab[run])
            else:
                for word in SPLIT.findall(run):
                    ids += self.piece(word)
        return ids

    def decode(self, ids):
        out = bytearray()
        for i in ids:
            t = self.names[i]
            out += t.encode() if ADDED.fullmatch(t) else bytes(BACK[c] for c in t)
        return out.decode("utf-8", "replace")


def main():
    """Trains on 6,000 samples of a fixed seed; the result is the same on every machine."""
    import sys
    import samples
    source = samples.generator(1)
    texts = ["".join(text for text, _ in next(source)) for _ in range(20000)][:6000]
    save(sys.argv[1], *train(texts, 2048))


if __name__ == "__main__":
    main()
