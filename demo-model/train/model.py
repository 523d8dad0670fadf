"""LFM2 as published: gated short convolutions, grouped-query attention with q/k norms and RoPE, SwiGLU, tied embedding."""
import torch
import torch.nn.functional as F
from torch import nn

CONFIG = {"hidden_size": 256, "intermediate_size": 384, "num_attention_heads": 4, "num_key_value_heads": 2, "vocab_size": 2048,
          "layer_types": ["conv", "full_attention", "conv", "full_attention", "conv", "full_attention", "conv", "full_attention"],
          "norm_eps": 1e-5, "rope_theta": 10000.0, "max_position_embeddings": 2048}
HALF = False          # bf16 matrix products
QUANTISE = False      # straight-through int4, block 128


def fake_int4(w):
    """Round to 16 levels a block of 128 along the input, the gradient passing through."""
    shape = w.shape
    b = w.reshape(-1, 128)
    low = b.amin(1, keepdim=True).clamp(max=0)
    high = b.amax(1, keepdim=True).clamp(min=0)
    scale = ((high - low) / 15).clamp(min=1e-8)
    zero = (-low / scale).round()
    q = ((b / scale).round() + zero).clamp(0, 15)
    return (w + ((q - zero) * scale).reshape(shape).detach() - w.detach()) if w.requires_grad else ((q - zero) * scale).reshape(shape)


class Linear(nn.Linear):
    def weight_now(self):
        w = fake_int4(self.weight) if QUANTISE else self.weight
        return w.bfloat16() if HALF else w

    def forward(self, x):
        return F.linear(x.bfloat16(), self.weight_now()).float() if HALF else F.linear(x, self.weight_now())


class Norm(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(n))

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + CONFIG["norm_eps"]) * self.weight


class Conv(nn.Module):
    def __init__(self, h):
        super().__init__()
        self.in_proj = Linear(h, 3 * h, bias=False)
        self.conv = nn.Conv1d(h, h, 3, groups=h, bias=False)
        self.out_proj = Linear(h, h, bias=False)

    def forward(self, x, rope):
        b, c, v = self.in_proj(x).chunk(3, -1)
        u = b * v
        w = self.conv.weight[:, 0, :]
        p = F.pad(u, (0, 0, 2, 0))
        y = p[:, :-2] * w[:, 0] + p[:, 1:-1] * w[:, 1] + u * w[:, 2]
        return self.out_proj(c * y)


class Attention(nn.Module):
    def __init__(self, h, heads, kv):
        super().__init__()
        self.heads, self.kv, self.size = heads, kv, h // heads
        self.q_proj = Linear(h, h, bias=False)
        self.k_proj = Linear(h, kv * self.size, bias=False)
        self.v_proj = Linear(h, kv * self.size, bias=False)
        self.out_proj = Linear(h, h, bias=False)
        self.q_layernorm, self.k_layernorm = Norm(self.size), Norm(self.size)

    def forward(self, x, rope):
        n, t, _ = x.shape
        q = self.q_layernorm(self.q_proj(x).view(n, t, self.heads, self.size)).transpose(1, 2)
        k = self.k_layernorm(self.k_proj(x).view(n, t, self.kv, self.size)).transpose(1, 2)
        v = self.v_proj(x).view(n, t, self.kv, self.size).transpose(1, 2)
        q, k = rotate(q, rope), rotate(k, rope)
        k = k.repeat_interleave(self.heads // self.kv, 1)
        v = v.repeat_interleave(self.heads // self.kv, 1)
        mask = torch.full((t, t), float("-inf"), device=x.device).triu(1)
        q = q * self.size ** -0.5
        if HALF:
            a = ((q.bfloat16() @ k.bfloat16().transpose(-1, -2)).float() + mask).softmax(-1)
            mixed = (a.bfloat16() @ v.bfloat16()).float()
        else:
            mixed = (q @ k.transpose(-1, -2) + mask).softmax(-1) @ v
        return self.out_proj(mixed.transpose(1, 2).reshape(n, t, -1))


def rotate(x, rope):
    cos, sin = rope
    a, b = x.chunk(2, -1)
    return x * cos + torch.cat((-b, a), -1) * sin


class Mlp(nn.Module):
    def __init__(self, h, f):
        super().__init__()
        self.w1, self.w3, self.w2 = Linear(h, f, bias=False), Linear(h, f, bias=False), Linear(f, h, bias=False)

    def forward(self, x):
        return self.w2(F.silu(self.w1(x)) * self.w3(x))


class Layer(nn.Module):
    def __init__(self, kind):
        super().__init__()
        h = CONFIG["hidden_size"]
        self.operator_norm, self.ffn_norm = Norm(h), Norm(h)
        self.feed_forward = Mlp(h, CONFIG["intermediate_size"])
        if kind == "conv":
            self.conv = Conv(h)
        else:
            self.self_attn = Attention(h, CONFIG["num_attention_heads"], CONFIG["num_key_value_heads"])
        self.kind = kind

    def forward(self, x, rope):
        op = self.conv if self.kind == "conv" else self.self_attn
        x = x + op(self.operator_norm(x), rope)
        return x + self.feed_forward(self.ffn_norm(x))


class Lfm2(nn.Module):
    def __init__(self):
        super().__init__()
        h = CONFIG["hidden_size"]
        self.embed_tokens = nn.Embedding(CONFIG["vocab_size"], h)
        self.layers = nn.ModuleList(Layer(k) for k in CONFIG["layer_types"])
        self.embedding_norm = Norm(h)
        for p in self.parameters():
            if p.dim() > 1:
                nn.init.normal_(p, std=0.04)
        for m in self.modules():
            if isinstance(m, nn.Conv1d):
                nn.init.normal_(m.weight, std=0.5)

    def hidden(self, ids):
        size = CONFIG["hidden_size"] // CONFIG["num_attention_heads"]
        angle = torch.arange(ids.shape[1], device=ids.device).float()[:, None] * CONFIG["rope_theta"] ** (-torch.arange(0, size, 2, device=ids.device).float() / size)
        angle = torch.cat((angle, angle), -1)
        rope = (angle.cos(), angle.sin())
        table = fake_int4(self.embed_tokens.weight) if QUANTISE else self.embed_tokens.weight
        x = F.embedding(ids, table)
        for layer in self.layers:
            x = layer(x, rope)
        return self.embedding_norm(x), table

    def forward(self, ids):
        x, table = self.hidden(ids)
        return x @ table.t()

    def loss(self, ids, targets, weights):
        """Mean over weighted targets; the head runs on trained positions only."""
        x, table = self.hidden(ids)
        keep = weights.reshape(-1) > 0
        x = x.reshape(-1, x.shape[-1])[keep]
        logits = F.linear(x.bfloat16(), table.bfloat16()).float() if HALF else x @ table.t()
        each = F.cross_entropy(logits, targets.reshape(-1)[keep], reduction="none")
        w = weights.reshape(-1)[keep]
        return (each * w).sum() / w.sum()
