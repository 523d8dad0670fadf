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


def drug(r):
    return r.choice(DRUGS) if r.random() < 0.6 else invented(r)


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
