"""Writes the Hugging Face style folder: config.json, model.safetensors (BF16), tokenizer and template files.

    python3 export.py --model runs/model.pt --tokenizer tokenizer.json --output FOLDER
"""
import argparse
import json
import os
import shutil
import struct

import torch

import model as lfm2

TEMPLATE = """{{- bos_token -}}
{%- set ns = namespace(system="", last=-1) -%}
{%- if messages and messages[0]["role"] == "system" -%}
    {%- set ns.system = messages[0]["content"] -%}
    {%- set messages = messages[1:] -%}
{%- endif -%}
{%- if tools -%}
    {%- set ns.system = ns.system + ("\\n" if ns.system else "") + "List of tools: [" -%}
    {%- for tool in tools -%}
        {%- set ns.system = ns.system + (tool if tool is string else tool | tojson) -%}
        {%- if not loop.last -%}{%- set ns.system = ns.system + ", " -%}{%- endif -%}
    {%- endfor -%}
    {%- set ns.system = ns.system + "]" -%}
{%- endif -%}
{%- if ns.system -%}
    {{- "<|im_start|>system\\n" + ns.system + "<|im_end|>\\n" -}}
{%- endif -%}
{%- for message in messages -%}
    {%- if message["role"] == "assistant" -%}{%- set ns.last = loop.index0 -%}{%- endif -%}
{%- endfor -%}
{%- for message in messages -%}
    {{- "<|im_start|>" + message["role"] + "\\n" -}}
    {%- set content = message["content"] | default("") -%}
    {%- if message["role"] == "assistant" -%}
        {%- if loop.index0 == ns.last and message["reasoning_content"] -%}
            {{- "<think>\\n" + message["reasoning_content"] + "\\n</think>\\n\\n" -}}
        {%- elif loop.index0 != ns.last and "</think>" in content -%}
            {%- set content = content.split("</think>")[-1] | trim -%}
        {%- endif -%}
        {{- content -}}
        {%- if message["tool_calls"] -%}
            {{- "<|tool_call_start|>[" -}}
            {%- for call in message["tool_calls"] -%}
                {%- if not loop.first -%}{{- ", " -}}{%- endif -%}
                {%- set function = call["function"] -%}
                {{- function["name"] + "(" -}}
                {%- for name, value in function["arguments"].items() -%}
                    {%- if not loop.first -%}{{- ", " -}}{%- endif -%}
                    {{- name + "=" + (value | tojson) -}}
                {%- endfor -%}
                {{- ")" -}}
            {%- endfor -%}
            {{- "]<|tool_call_end|>" -}}
        {%- endif -%}
    {%- else -%}
        {{- content -}}
    {%- endif -%}
    {{- "<|im_end|>\\n" -}}
{%- endfor -%}
{%- if add_generation_prompt -%}
    {{- "<|im_start|>assistant\\n" -}}
{%- endif -%}
"""


def tensors(net):
    for name, p in net.state_dict().items():
        yield "model." + name, p.detach().to(torch.bfloat16).contiguous()


def save_safetensors(path, items):
    header, blobs, offset = {"__metadata__": {"format": "pt"}}, [], 0
    for name, t in sorted(items):
        data = t.view(torch.int16).numpy().tobytes()
        header[name] = {"dtype": "BF16", "shape": list(t.shape), "data_offsets": [offset, offset + len(data)]}
        blobs.append(data)
        offset += len(data)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as f:
        f.write(struct.pack("<Q", len(text)) + text)
        for b in blobs:
            f.write(b)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--model", default="runs/model.pt")
    p.add_argument("--tokenizer", default="tokenizer.json")
    p.add_argument("--output", required=True)
    a = p.parse_args()
    net = lfm2.Lfm2()
    net.load_state_dict(torch.load(a.model, map_location="cpu"))
    os.makedirs(a.output, exist_ok=True)
    save_safetensors(os.path.join(a.output, "model.safetensors"), tensors(net))
    shutil.copy(a.tokenizer, os.path.join(a.output, "tokenizer.json"))
    c = lfm2.CONFIG
    config = {"architectures": ["Lfm2ForCausalLM"], "model_type": "lfm2", "hidden_size": c["hidden_size"], "num_hidden_layers": len(c["layer_types"]), "layer_types": c["layer_types"],
              "intermediate_size": c["intermediate_size"], "block_auto_adjust_ff_dim": False, "num_attention_heads": c["num_attention_heads"], "num_key_value_heads": c["num_key_value_heads"],
              "conv_L_cache": 3, "conv_bias": False, "norm_eps": c["norm_eps"], "rope_theta": c["rope_theta"], "max_position_embeddings": c["max_position_embeddings"], "vocab_size": c["vocab_size"],
              "tie_embedding": True, "bos_token_id": 1, "eos_token_id": 7, "pad_token_id": 0, "torch_dtype": "bfloat16", "use_cache": True}
    files = {"config.json": config,
             "generation_config.json": {"bos_token_id": 1, "eos_token_id": 7, "pad_token_id": 0, "do_sample": False},
             "tokenizer_config.json": {"bos_token": "<|startoftext|>", "eos_token": "<|im_end|>", "pad_token": "<|pad|>", "clean_up_tokenization_spaces": False, "model_max_length": c["max_position_embeddings"],
                                       "tokenizer_class": "PreTrainedTokenizerFast"}}
    for name, doc in files.items():
        with open(os.path.join(a.output, name), "w", encoding="utf-8") as f:
            json.dump(doc, f, indent=2)
            f.write("\n")
    with open(os.path.join(a.output, "chat_template.jinja"), "w", encoding="utf-8") as f:
        f.write(TEMPLATE)


if __name__ == "__main__":
    main()
