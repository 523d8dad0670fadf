"""The evaluation set: fresh values in the training phrasings, no question twice, far from the training seed; and phrasings that no template produces.

    python3 evaluation.py ../src/test/resources/evaluation.jsonl.gz
"""
import gzip
import io
import json
import re
import sys

import phrasings
import samples
from numbers_tasks import GENERATORS
from words import CURRENCY, DRUGS, FIRST, LAST, seeded

COUNT = 100


def conversations(r):
    """Endless (task, messages, tools, expected whole reply after the trace)."""
    while True:
        for task in GENERATORS:
            problem = GENERATORS[task](r)
            yield task, [("user", problem.question)], [], problem.answer
        for task in samples.WORDS:
            question, reply = samples.words(r, task)
            yield task, [("user", question)], [], samples.answer_only(reply)
        for task, make in (("calculator", samples.calculator_turns), ("tool", samples.tool_turns)):
            tools, turns = make(r)
            if len(turns) == 4:
                yield task + "-call", [turns[0][:2]], tools, samples.answer_only(turns[1][1])
                yield task + "-result", [turns[0][:2], ("assistant", samples.answer_only(turns[1][1])), turns[2][:2]], tools, samples.answer_only(turns[3][1])


VALUES = re.compile(r"\d+(?:[.,/-]\d+)*|\[+[A-Z]+[_:]?\w*\]+|\b(?:" + "|".join(CURRENCY + DRUGS + FIRST + LAST) + r")\b", re.IGNORECASE)


def shape(question):
    """A question without its values, case, blanks and marks: what a phrasing is."""
    return re.sub(r"[\W_]+", " ", VALUES.sub("#", question).lower().replace("#", " ")).strip()


def taught(count):
    """Shapes of what training asks, from a seed of its own."""
    shapes, source = set(), samples.generator(990_000_019)
    for _ in range(count):
        for text, _ in next(source):
            for part in text.split("<|im_start|>user\n")[1:]:
                shapes.add(shape(part.split("<|im_end|>")[0]))
    return shapes


def write(out, part, task, segments, expected):
    out.write(json.dumps({"set": part, "task": task, "prompt": segments[0][0], "expected": expected}, ensure_ascii=False) + "\n")


def main():
    counts, seen = {}, set()
    with gzip.GzipFile(sys.argv[1], "wb", mtime=0) as raw, io.TextIOWrapper(raw, encoding="utf-8") as out:
        for task, messages, tools, expected in conversations(seeded(990_000_017)):
            key = (task, json.dumps(messages), json.dumps(tools))
            if key in seen or counts.get(task, 0) >= COUNT:
                if len(counts) == 16 and all(c >= COUNT for t, c in counts.items() if t != "talk"):
                    break
                continue
            seen.add(key)
            counts[task] = counts.get(task, 0) + 1
            segments = samples.render(None, tools, [(role, text, False) for role, text in messages] + [("assistant", "", True)])
            write(out, "values", task, segments, expected)
        known = taught(150_000)
        for task, question, expected in phrasings.cases(seeded(990_000_018)):
            if shape(question) in known:
                raise SystemExit(f"training asks this too, so it is no unseen phrasing: {question}")
            counts["unseen " + task] = counts.get("unseen " + task, 0) + 1
            write(out, "phrasings", task, samples.render(None, [], [("user", question, False), ("assistant", "", True)]), expected)
    print(counts)


if __name__ == "__main__":
    main()
