"""Whole conversations: a task, perhaps a system prompt, earlier turns and tools, rendered as the chat template renders them.

A sample is a list of (text, trained) segments; trained segments are what the assistant writes.
"""
import json
from functools import partial

from digits import plain
from numbers_tasks import GENERATORS
from text_tasks import (argument, call_text, calculator, copy, made_tool, medication, near_tool, quote, reminder, result_text, talk, transfer)
from words import polite, reword, seeded, typo

SYSTEMS = ["You are a helpful assistant.", "You are the assistant of a hospital ward.", "Answer briefly.", "You work for a bank.", "Be precise and polite.", "You are Tacit.", "You help nurses and clerks.",
           "Answer in one sentence.", "You are a careful assistant. Show your reasoning.", "Never guess."]
NUMBERS = list(GENERATORS)
# Long arithmetic needs more practice than a shift of the point.
PRACTICE = {"dose": 3, "infusion": 4, "units": 3, "percent": 3, "vat": 2, "interest": 1, "invoice": 9}
WORDS = {"transfer": transfer, "medication": medication, "reminder": reminder, "copy": copy, "talk": talk}
# Quoting is asked in training only: it practises what extraction needs. So are mostly unknown drugs: a known name must not win over the one that was written.
PRACTISED = WORDS | {"quote": quote, "medication": partial(medication, known=0.3)}
VERBATIM = {"copy", "quote"}
# Invented names are the hard part of words.
WORD_PRACTICE = {"transfer": 6, "medication": 16, "reminder": 3, "copy": 7, "talk": 2, "quote": 13}


def think(trace):
    return f"<think>\n{trace}\n</think>\n\n"


def numbers(r, task):
    p = GENERATORS[task](r)
    return typo(r, polite(r, reword(r, p.question))), think(p.plan + "\n" + "\n".join(p.work)) + p.answer, p


def words(r, task, generators=WORDS):
    q, plan, answer = generators[task](r)
    if task == "talk":
        q = typo(r, q)
    elif task not in VERBATIM:
        q = reword(r, q)
        if r.random() < 0.15:
            q = polite(r, q)
    return q, think(plan) + answer


def tools_block(tools):
    return "List of tools: [" + ", ".join(json.dumps(t, ensure_ascii=False) for t in tools) + "]"


def render(system, tools, turns):
    """turns: (role, text, trained). Returns segments."""
    out = ["<|startoftext|>"]
    head = system or ""
    if tools:
        head += ("\n" if head else "") + tools_block(tools)
    segments = []
    text = "<|startoftext|>"
    if head:
        text += f"<|im_start|>system\n{head}<|im_end|>\n"
    for role, content, trained in turns:
        text += f"<|im_start|>{role}\n"
        if trained:
            segments.append((text, False))
            segments.append((content + "<|im_end|>", True))
            text = "\n"
        else:
            text += content + "<|im_end|>\n"
    return segments


def answer_only(reply):
    return reply.split("</think>")[-1].strip()


def earlier(r):
    turns = []
    for _ in range(r.choice([1, 1, 2, 3])):
        if r.random() < 0.5:
            q, a, _ = numbers(r, r.choice(NUMBERS))
        else:
            q, a = words(r, r.choice(list(WORDS)))
        turns += [("user", q, False), ("assistant", answer_only(a), False)]
    return turns


def unit_answer(p, value):
    """The sentence a calculator's result goes into: the plain answer, or its last value for two-part answers."""
    if p.task == "vat":
        return f"The total is {value} {p.unit}."
    if p.task == "dose" and "one dose" in p.answer:
        return f"One dose is {value} mg."
    return p.answer


def calculator_turns(r):
    p = GENERATORS[r.choice(NUMBERS)](r)
    q = typo(r, polite(r, reword(r, p.question)))
    if p.task == "vat":
        q = r.choice([q, q.replace("the VAT and the total", "the total").replace("VAT and total", "the total")])
    call = think(p.plan + " I use calculate.") + call_text("calculate", {"expression": p.expression})
    value = plain(p.value)
    shown = r.choice([value, json.dumps(value), json.dumps({"result": value}), json.dumps({"result": float(value)}) if "." in value else json.dumps({"result": int(value)})])
    final = think(f"The tool says {value}.") + unit_answer(p, value)
    tools = [calculator(r)] + [made_tool(r)[1] for _ in range(r.choice([0, 0, 1, 2]))]
    r.shuffle(tools)
    return tools, [("user", q, False), ("assistant", call, True), ("tool", shown, False), ("assistant", final, True)]


def noun_of(name):
    """What a tool is about: its name without the verb, which may be of two words."""
    return name.removeprefix("look_up_") if name.startswith("look_up_") else name.split("_", 1)[1]


def tool_turns(r, near=False):
    """With near, practice for training only: tools of like verbs, but never two of one noun, since a question may name the noun alone."""
    made = [made_tool(r) for _ in range(r.choice([1, 1, 2, 3]))]
    if near:
        others = [near_tool(r, made[0][0][0]) if r.random() < 0.6 else made_tool(r) for _ in range(r.randint(0, 3))]
        nouns = {noun_of(made[0][0][0])}
        made = made[:1]
        for other in others:
            if noun_of(other[0][0]) not in nouns:
                nouns.add(noun_of(other[0][0]))
                made.append(other)
    tools = [t for _, t in made]
    name, _, params = made[0][0]
    args = {p: argument(r, p, kind) for p, kind in params}
    noun = name.split("_", 1)[1]
    spoken = name.replace("_", " ")
    pairs = ", ".join(f"{k} {v}" for k, v in args.items())
    if len(args) == 1:
        v = next(iter(args.values()))
        q = r.choice([f"Please {spoken} for {v}.", f"{spoken.capitalize()} {v}.", f"What is the {noun.replace('_', ' ')} of {v}?", f"I need the {noun.replace('_', ' ')} for {v}.", f"Can you {spoken} {pairs}?",
                      f"{noun.replace('_', ' ').capitalize()} for {v}?", f"Use {name} with {pairs}.", f"Show me the {noun.replace('_', ' ')} for {v}."])
    else:
        q = r.choice([f"Please {spoken} with {pairs}.", f"{spoken.capitalize()}: {pairs}.", f"Can you {spoken} for {pairs}?", f"Use {name} with {pairs}.", f"I need the {noun.replace('_', ' ')}: {pairs}.", f"Call {name}, {pairs}."])
    if r.random() < 0.1:
        others = tools[1:] or [made_tool(r)[1]]
        if near:
            others = [t for t in others if noun_of(t["function"]["name"]) != noun_of(name)]
        if others and all(t["function"]["name"] != name for t in others):
            return others, [("user", q, False), ("assistant", think("No tool fits.") + "None of my tools can do that.", True)]
    call = think(f"The tool {name} fits: {pairs}.") + call_text(name, args)
    shown, value = result_text(r, args, noun)
    final = think(f"The tool says {value}.") + f"The {noun.replace('_', ' ')} is {value}."
    r.shuffle(tools)
    return tools, [("user", q, False), ("assistant", call, True), ("tool", shown, False), ("assistant", final, True)]


def strip_history(r, turns):
    """The template drops the trace of past assistant turns, sometimes kept inside a tool loop."""
    trained = [i for i, t in enumerate(turns) if t[2]]
    if len(trained) == 2:
        i = trained[0]
        if r.random() < 0.5:
            return turns
        if r.random() < 0.5:
            return turns[:i + 1]
        role, text, _ = turns[i]
        return turns[:i] + [(role, answer_only(text), False)] + turns[i + 1:]
    return turns


def sample(r):
    system = r.choice(SYSTEMS) if r.random() < 0.33 else None
    p = r.random()
    tools = []
    if p < 0.07:
        tools, turns = calculator_turns(r)
        turns = strip_history(r, turns)
    elif p < 0.32:
        tools, turns = tool_turns(r, near=r.random() < 0.7)
        turns = strip_history(r, turns)
    elif p < 0.60:
        q, a, _ = numbers(r, r.choices(NUMBERS, [PRACTICE[n] for n in NUMBERS])[0])
        turns = [("user", q, False), ("assistant", a, True)]
    else:
        task = r.choices(list(WORD_PRACTICE), list(WORD_PRACTICE.values()))[0]
        q, a = words(r, task, PRACTISED)
        turns = [("user", q, False), ("assistant", a, True)]
        if r.random() < 0.08 and task == "talk":
            tools = [made_tool(r)[1]]
    if r.random() < 0.12:
        turns = earlier(r) + turns
    return render(system, tools, turns)


def generator(seed):
    r = seeded(seed)
    while True:
        yield sample(r)
