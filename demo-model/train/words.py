"""Word lists and small choices shared by the task generators."""
import random

DRUGS = """amoxicillin ibuprofen paracetamol gentamicin vancomycin ceftriaxone heparin morphine ketamine propofol midazolam furosemide
metoprolol lisinopril metformin atorvastatin warfarin digoxin phenytoin levetiracetam ondansetron dexamethasone prednisolone cefazolin
meropenem fluconazole acyclovir azithromycin clarithromycin doxycycline enoxaparin insulin labetalol nifedipine salbutamol fentanyl
tramadol naproxen aspirin codeine cetirizine omeprazole pantoprazole ranitidine amikacin rifampicin isoniazid linezolid colistin""".split()
FIRST = "Anna Ben Carla David Elena Frank Grace Henry Ines Jonas Karin Luis Maria Nora Oscar Paula Quentin Rosa Simon Tessa Uwe Vera Walter Yara Zoe".split()
LAST = "Adler Brandt Castro Dietz Evans Fischer Garcia Hoffman Ito Jensen Keller Lopez Moreau Novak Olsen Perez Quinn Rossi Schmidt Tanaka Ueda Vogel Weber Young Zimmer".split()
CURRENCY = ["EUR", "USD", "GBP", "CHF"]
SYLLABLES = "ba be bi bo da de di do fa fe fi ga go ka ke ki ko la le li lo ma me mi mo na ne ni no pa pe pi ra re ri ro sa se si so ta te ti to va ve vi vo xa zu lin mar tol rex dron pril cin mab stat".split()
KINDS = ["PERSON", "EMAIL", "PHONE", "IBAN", "DATE", "ADDRESS", "ACCOUNT", "PATIENT"]


def invented(r):
    return "".join(r.choice(SYLLABLES) for _ in range(r.randint(2, 4)))


def drug(r, known=0.6):
    return r.choice(DRUGS) if r.random() < known else invented(r)


def placeholder(r):
    kind = r.choice(KINDS)
    form = r.random()
    if form < 0.4:
        return f"[{kind}_{r.randint(1, 19)}]"
    if form < 0.6:
        return f"[[{kind}:{r.randrange(16 ** 4):04x}]]"
    if form < 0.75:
        return f"<{kind}_{r.randint(1, 19)}>"
    if form < 0.85:
        return f"**** **** **** {r.randint(0, 9999):04d}"
    return f"[{kind}]"


def person(r):
    if r.random() < 0.4:
        return placeholder(r)
    return r.choice(FIRST) + " " + (r.choice(LAST) if r.random() < 0.7 else invented(r).capitalize())


def money(r, low=10, high=5000):
    p = r.random()
    if p < 0.45:
        v = r.randint(low, high)
        return v
    if p < 0.6:
        return r.randint(max(1, low // 10), max(2, high // 100)) * 100
    from decimal import Decimal
    return Decimal(r.randint(low * 100, high * 20)) / 100


def shown(r, value):
    """A number as people type it."""
    from digits import plain
    text = plain(value)
    p = r.random()
    if p < 0.15 and float(value) >= 1000:
        whole, _, part = text.partition(".")
        whole = f"{int(whole):,}"
        return whole + ("." + part if part else "")
    if p < 0.25 and "." not in text:
        return text + ".00"
    return text


def typo(r, text):
    """Sometimes lower case, a missing mark, a doubled blank or swapped letters."""
    p = r.random()
    if p < 0.08:
        return text.lower()
    if p < 0.14:
        return text.rstrip(".?!")
    if p < 0.18 and len(text) > 20:
        i = r.randrange(5, len(text) - 5)
        if text[i].isalpha() and text[i + 1].isalpha():
            return text[:i] + text[i + 1] + text[i] + text[i + 2:]
    return text


# One meaning, many words. Applied at random, so that a template is met in dozens of forms.
SAME = [(old, new.split(" | ")) for old, new in {
    "What is the": "What's the | Tell me the | Give me the | What would be the | Could you tell me the | I want to know the | Please give the",
    "How many": "Tell me how many | I want to know how many | Please say how many",
    "How much is that": "What does that come to | How much would that be | What does this make",
    "Calculate": "Compute | Work out | Please calculate | Determine | Figure out",
    "weighs": "has a weight of | is at | weighs about | weighs in at",
    "The order is": "The prescription is | Ordered: | The doctor wants | We were told to give | Prescribed is",
    "total dose": "full dose | overall dose | whole dose | dose in total",
    "one dose": "a single dose | each dose",
    "needs": "should get | requires | must have",
    "over": "within | during | in the course of",
    "Infuse": "Run | Give | Administer",
    "the rate": "the pump rate | the speed | the flow rate",
    "per hour": "an hour | each hour",
    "plus": "and on top | with",
    "Add": "Put | Please add | Now add",
    "the total": "the sum | the grand total | the total amount",
    "Convert": "Please convert | Turn | Can you convert",
    "for ": "for ",
    "Net": "Net price | Before tax",
    "Invoice": "Bill | Order | Cart | Purchase",
    "A customer buys": "Someone orders | We bought | I am buying | The clinic ordered",
    "Extract to JSON": "Write as JSON | Pull the fields out as JSON | JSON from this",
    "transferred": "sent | wired | paid | moved",
    "takes": "is taking | gets | receives",
    "Write a reminder": "Write a short reminder | Prepare a reminder | Make a reminder | Type up a reminder",
    "Repeat": "Please repeat | Print | Give back",
}.items() if old.strip() != "for"]
OPENERS = ["I have a question. ", "On the ward: ", "Next one. ", "A quick check. ", "From the night shift: ", "For my notes: ", "Another one: ", "Here is the case. ", "My colleague asks: ", "We need this now. ",
           "So, ", "Okay. ", "Let's see. ", "Task: ", "Question: "]


def reword(r, text):
    for old, others in SAME:
        if old in text and r.random() < 0.3:
            text = text.replace(old, r.choice(others), 1)
    if r.random() < 0.1:
        text = r.choice(OPENERS) + text
    return text


def polite(r, text):
    p = r.random()
    if p < 0.08:
        return "Please help: " + text
    if p < 0.14:
        return r.choice(["Hi, ", "Hello, ", "Hi. ", "Quick question: ", "Good morning. ", "Can you check this? "]) + text
    if p < 0.2:
        return text + r.choice([" Thanks.", " Thank you!", " Please.", " Please show your work.", " Thanks in advance."])
    return text


def seeded(seed):
    return random.Random(seed)
