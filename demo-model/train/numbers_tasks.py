"""Questions with numbers: doses, infusions, units, percentages, VAT, interest, invoices.

Each generator returns a Problem: question, plan (the trace's first line), work (digit lines), answer sentence, expression for the calculator, key.
"""
from collections import namedtuple
from decimal import Decimal

import asking
from digits import multiply, plain, product, quotient, total
from words import CURRENCY, drug, invented, money, placeholder, shown

# How often a question comes out of the grammar instead of a template.
ASKED = 0.6

Problem = namedtuple("Problem", "task question plan work answer expression value unit")


def dec(r, low, high, share=0.3):
    v = Decimal(r.randint(low, high))
    if r.random() < share:
        v += Decimal(r.randint(1, 9)) / 10
    return v


WHO = ["patient", "child", "adult", "man", "woman", "boy", "girl", "dog", "cat", "resident", "infant", "teenager", "person", "baby", "horse"]


def kilos(r, w):
    s = plain(w)
    return r.choice([f"{s} kg", f"{s} kg", f"{s}kg", f"{s} kilograms", f"{s} kilos", f"{s} kilo"])


def rate(r, d, unit="mg"):
    s = plain(d)
    return r.choice([f"{s} mg/kg", f"{s} mg/kg", f"{s} mg per kg", f"{s}mg/kg", f"{s} milligrams per kilogram", f"{s} mg per kilogram", f"{s} mg for each kg"])


def dose(r):
    while True:
        w, d = dec(r, 3, 140), dec(r, 1, 60, 0.2)
        if r.random() < 0.15:
            d = Decimal(r.randint(1, 9)) / 10
        if (plain(w), plain(d)) != ("64", "15"):
            break
    kind = r.random()
    who, W, D, name = r.choice(WHO), kilos(r, w), rate(r, d), drug(r)
    if r.random() < 0.15:
        who = placeholder(r)
        subject, low = who, who
    else:
        subject, low = r.choice(["A ", "The ", "My ", "Our "]) + who, "the " + who
    if kind < 0.55:
        q = r.choice([
            f"{subject} weighs {W}. The order is {D}. What is the total dose?",
            f"{subject} weighs {W}. {name.capitalize()} is ordered at {D}. What is the dose?",
            f"{subject} weighs {W} and needs {D} of {name}. How much is that?",
            f"{subject} weighs {W} and gets {D}. How many mg is that?",
            f"What is the total dose of {name} at {D} for {W}?",
            f"Calculate the dose: {D}, weight {W}.",
            f"Weight {W}, order {D}. Total dose?",
            f"Order: {name} {D}. Weight: {W}. How many mg in total?",
            f"How many milligrams of {name} does a {W} {who if not who.startswith(('[', '<', '*')) else 'patient'} need at {D}?",
            f"{name.capitalize()} {D} for {low} of {W}: what is the total dose?",
            f"The doctor ordered {D} of {name}. {subject} weighs {W}. Give the total dose.",
            f"At {D}, how much {name} should {low} weighing {W} get?",
            f"Compute {D} times {W}.",
            f"If {low} weighs {W}, what dose is {D}?",
            f"I need the dose for {W} at {D} please.",
            f"Body weight {W}; dosage {D}; find the dose in mg.",
            f"Work out the {name} dose for {low}, {W}, {D}.",
        ])
        q = asking.dose(r, W, D, who, name) if r.random() < ASKED else q
        work, v = product(w, d)
        return Problem("dose", q, f"Dose = weight times dose per kg: {plain(w)} * {plain(d)}.", work, f"The total dose is {plain(v)} mg.", f"{plain(w)}*{plain(d)}", v, "mg")
    if kind < 0.8:
        n = r.randint(2, 6)
        while (w * d) % n:
            w, d = dec(r, 3, 140), dec(r, 1, 60, 0.1)
        W, D = kilos(r, w), rate(r, d)
        q = r.choice([
            f"{subject} weighs {W}. {name.capitalize()} {D} per day in {n} doses. How much is one dose?",
            f"{D} per day, split into {n} equal doses, weight {W}. What is each dose?",
            f"{subject} of {W} gets {D} daily in {n} divided doses. How many mg per dose?",
            f"The daily order is {D} in {n} doses for {low} of {W}. What is a single dose?",
            f"Divide {D} a day into {n} doses for {W}. What is one dose?",
            f"Weight {W}, {D}/day in {n} doses. Single dose?",
        ])
        work, day = product(w, d)
        more, v = quotient(day, n)
        return Problem("dose", q, f"Day = weight times dose per kg: {plain(w)} * {plain(d)}. Then divide by {n}.", work + more, f"The day's dose is {plain(day)} mg, so one dose is {plain(v)} mg.", f"{plain(w)}*{plain(d)}/{n}", v, "mg")
    c = r.choice([1, 2, 4, 5, 8, 10, 20, 25, 40, 50, 100])
    v = dec(r, 1, 60, 0.5)
    mg = v * c
    M = r.choice([f"{plain(mg)} mg", f"{plain(mg)} milligrams", f"{plain(mg)}mg"])
    C = r.choice([f"{c} mg/mL", f"{c} mg per mL", f"{c} mg/ml", f"{c} milligrams per milliliter"])
    q = r.choice([
        f"The dose is {M}. The vial holds {C}. How many mL?", f"How many mL of {name} {C} give {M}?", f"{name.capitalize()} comes as {C}. The order is {M}. What volume?",
        f"Give {M} from a solution of {C}. How many milliliters?", f"I need {M} and have {C}. How much do I draw up?", f"Volume for {M} at {C}?",
        f"{M} of {name} at {C}: how many mL?"])
    work, got = quotient(mg, c)
    return Problem("dose", q, f"Volume = dose divided by strength: {plain(mg)} / {c}.", work, f"The volume is {plain(got)} mL.", f"{plain(mg)}/{c}", got, "mL")


def infusion(r):
    h = r.choice([2, 3, 4, 5, 6, 8, 10, 12, 16, 18, 20, 24])
    speed = dec(r, 5, 250, 0.25)
    vol = speed * h
    name = r.choice(["saline", "normal saline", "dextrose", "Ringer's lactate", "fluid", "plasma", drug(r)])
    V = r.choice([f"{plain(vol)} mL", f"{plain(vol)} ml", f"{plain(vol)} milliliters", f"{plain(vol)}mL"] + ([f"{plain(vol / 1000)} L"] if r.random() < 0.3 else []))
    H = r.choice([f"{h} hours", f"{h} h", f"{h} hrs", f"{h}h"])
    if r.random() < 0.75:
        q = r.choice([
            f"Infuse {V} of {name} over {H}. What is the rate?", f"{V} over {H}: how many mL per hour?", f"What rate in mL/h gives {V} in {H}?", f"{V} {name} must run in {H}. Set the pump to what rate?",
            f"A bag of {V} runs over {H}. What is the infusion rate?", f"Calculate the drip rate in mL/h for {V} over {H}.", f"How fast should {V} of {name} go to finish in {H}?",
            f"The order is {V} {name} in {H}. What pump rate?", f"Rate for {V} in {H}?", f"{name.capitalize()} {V}, duration {H}. mL per hour?"])
        q = asking.infusion(r, V, H, name) if r.random() < ASKED else q
        pre, plan = [], f"Rate = volume divided by time: {plain(vol)} / {h}."
        if " L" in V:
            plan = f"1 L = 1000 mL, so {V} = {plain(vol)} mL. Rate = volume divided by time: {plain(vol)} / {h}."
        work, v = quotient(vol, h)
        return Problem("infusion", q, plan, pre + work, f"The rate is {plain(v)} mL/h.", f"{plain(vol)}/{h}", v, "mL/h")
    S = r.choice([f"{plain(speed)} mL/h", f"{plain(speed)} mL per hour", f"{plain(speed)} ml/h"])
    q = r.choice([f"A pump runs at {S} for {H}. What is the total volume?", f"How much fluid is given at {S} over {H}?", f"{S} for {H}: how many mL in all?", f"Total volume after {H} at {S}?"])
    work, v = product(speed, h)
    return Problem("infusion", q, f"Volume = rate times time: {plain(speed)} * {h}.", work, f"The total volume is {plain(v)} mL.", f"{plain(speed)}*{h}", v, "mL")


UNITS = [("g", "mg", 1000), ("mg", "mcg", 1000), ("kg", "g", 1000), ("L", "mL", 1000), ("m", "cm", 100), ("kg", "lb", Decimal("2.2"))]
LONG = {"g": ["g", "grams", "gram"], "mg": ["mg", "milligrams"], "mcg": ["mcg", "micrograms"], "kg": ["kg", "kilograms", "kilos"], "L": ["L", "liters", "litres"],
        "mL": ["mL", "milliliters", "ml"], "m": ["m", "meters"], "cm": ["cm", "centimeters"], "lb": ["lb", "pounds", "lbs"]}


def units(r):
    a, b, f = r.choice(UNITS)
    x = dec(r, 1, 120, 0.4) if r.random() < 0.8 else Decimal(r.randint(1, 99)) / 100
    if a == "kg" and b == "lb":
        x = dec(r, 2, 150, 0.2)
    if r.random() < 0.5:
        src, dst, value, result = a, b, x, x * f
        plan = f"1 {a} = {plain(f)} {b}, so multiply: {plain(value)} * {plain(f)}."
        expr = f"{plain(value)}*{plain(f)}"
        if f in (100, 1000):
            work = [f"move the point {2 if f == 100 else 3} places: {plain(value)}>{plain(result)}"]
        else:
            work, _ = product(value, f)
    else:
        src, dst, value, result = b, a, x * f, x
        plan = f"1 {a} = {plain(f)} {b}, so divide: {plain(value)} / {plain(f)}."
        expr = f"{plain(value)}/{plain(f)}"
        if f in (100, 1000):
            work = [f"move the point {2 if f == 100 else 3} places: {plain(value)}>{plain(result)}"]
        else:
            work, _ = quotient(value, f)
    S, T = r.choice(LONG[src]), r.choice(LONG[dst])
    v = shown(r, value) if float(value) >= 1000 else plain(value)
    q = r.choice([f"Convert {v} {S} to {T}.", f"How many {T} are {v} {S}?", f"{v} {S} in {T}?", f"What is {v} {S} in {T}?", f"Change {v} {S} into {T}.", f"Express {v} {S} as {T}.",
                  f"{v} {S} = ? {T}", f"I have {v} {S}. How much is that in {T}?", f"Please convert {v} {S} into {T}.", f"How much is {v} {S} in {T}?"])
    q = asking.units(r, f"{v} {S}", T) if r.random() < ASKED else q
    return Problem("units", q, plan, work, f"{plain(value)} {src} is {plain(result)} {dst}.", expr, result, dst)


def pct(r, p):
    s = plain(p)
    return r.choice([f"{s}%", f"{s} %", f"{s} percent", f"{s} per cent", f"{s}%"])


def share_of(x, p):
    work, v = product(x, p)
    result = v / 100
    return work + [f"divide by 100: {plain(v)}>{plain(result)}"], result


def percent(r):
    p = Decimal(r.randint(1, 99)) if r.random() < 0.85 else Decimal(r.randint(1, 199)) / 2
    x = money(r)
    cur = r.choice(["", "", " EUR", " USD", " mg", " patients", " points"])
    X = shown(r, x) + cur
    P = pct(r, p)
    q = r.choice([f"What is {P} of {X}?", f"Calculate {P} of {X}.", f"{P} of {X}?", f"How much is {P} of {X}?", f"Take {P} of {X}.", f"I need {P} of {X}.", f"Find {P} of {X}.", f"From {X}, what is {P}?",
                  f"Give me {P} of {X}.", f"Work out {P} of {X}."])
    q = asking.percent(r, P, X) if r.random() < ASKED else q
    work, v = share_of(x, p)
    return Problem("percent", q, f"Share = amount times percent / 100: {plain(x)} * {plain(p)} / 100.", work, f"{plain(p)}% of {plain(x)} is {plain(v)}.", f"{plain(x)}*{plain(p)}/100", v, "")


def vat(r):
    x, p, c = money(r), Decimal(r.choice([5, 7, 10, 16, 19, 20, 21, 23, 25, 9, 12, 18])), r.choice(CURRENCY)
    X, P = shown(r, x), pct(r, p)
    q = r.choice([f"The net amount is {X} {c}. VAT is {P}. What are the VAT and the total?", f"Add {P} VAT to {X} {c}.", f"{P} VAT on {X} {c}?", f"What is the gross amount of {X} {c} with {P} VAT?",
                  f"Net {X} {c}, VAT rate {P}. Give VAT and total.", f"How much VAT at {P} is due on {X} {c}, and what is the total?", f"An invoice is {X} {c} plus {P} VAT. What is to be paid?",
                  f"Price {X} {c} without tax, tax {P}. Total?", f"Compute the VAT ({P}) and total for {X} {c}.", f"{X} {c} net at {P} VAT: gross?", f"Please add the {P} value added tax to {X} {c}."])
    q = asking.vat(r, X, c, P) if r.random() < ASKED else q
    work, v = share_of(x, p)
    more, t = total(x, v)
    return Problem("vat", q, f"VAT = net times rate / 100: {plain(x)} * {plain(p)} / 100. Total = net + VAT.", work + more, f"The VAT is {plain(v)} {c} and the total is {plain(t)} {c}.", f"{plain(x)}*{plain(100 + p)}/100", t, c)


def interest(r):
    x = Decimal(r.randint(2, 90) * 100)
    p = Decimal(r.randint(1, 12)) if r.random() < 0.6 else Decimal(r.randint(2, 19)) / 2
    y, c = r.randint(1, 9), r.choice(CURRENCY)
    X, P = shown(r, x), pct(r, p)
    Y = f"{y} years" if y > 1 else r.choice(["1 year", "one year"])
    q = r.choice([f"What is the simple interest on {X} {c} at {P} for {Y}?", f"{X} {c} at {P} simple interest for {Y}. How much interest?", f"A deposit of {X} {c} earns {P} a year. How much interest after {Y}?",
                  f"Simple interest: principal {X} {c}, rate {P}, time {Y}.", f"How much interest does {X} {c} bring at {P} per year in {Y}?", f"A loan of {X} {c} costs {P} simple interest per year. Interest for {Y}?",
                  f"Calculate simple interest for {Y} on {X} {c} at {P}.", f"I lend {X} {c} for {Y} at {P} a year. What interest do I get?"])
    q = asking.interest(r, X, c, P, Y) if r.random() < ASKED else q
    work, v = product(x, p)
    more, v2 = product(v, y)
    v3 = v2 / 100
    return Problem("interest", q, f"Interest = principal times rate times years / 100: {plain(x)} * {plain(p)} * {y} / 100.", work + more + [f"divide by 100: {plain(v2)}>{plain(v3)}"], f"The simple interest is {plain(v3)} {c}.", f"{plain(x)}*{plain(p)}*{y}/100", v3, c)


ITEMS = "gloves masks syringes bandages chairs lamps pens folders tablets monitors cables filters visits hours nights tickets licences boxes reams sensors swabs".split()


def invoice(r):
    n = r.choice([2, 2, 3])
    c = r.choice(CURRENCY)
    rows = []
    for _ in range(n):
        price = Decimal(r.randint(1, 99)) if r.random() < 0.5 else Decimal(r.randint(1, 60)) + Decimal(r.choice([10, 20, 25, 50, 75, 80, 95, 99, r.randint(1, 99)])) / 100
        rows.append((r.randint(2, 12) if r.random() < 0.7 else r.randint(13, 48), r.choice(ITEMS) if r.random() < 0.7 else invented(r) + "s", price))
    style = r.randint(0, 3)
    parts, priced = [], []
    for k, item, price in rows:
        s = shown(r, price) if float(price) >= 1000 else plain(price)
        priced.append((k, item, s))
        parts.append([f"{k} {item} at {s} {c}", f"{k} x {item} {s} {c}", f"{item}: {k} at {s} {c} each", f"{k} {item} for {s} {c} each"][style])
    body = r.choice([", ", "; ", " and "]).join(parts) if n == 2 else ", ".join(parts[:-1]) + r.choice([", ", " and ", ", and "]) + parts[-1]
    q = r.choice([f"Invoice: {body}. What is the total?", f"What is the total of {body}?", f"Add up this invoice: {body}.", f"Total for {body}?", f"A customer buys {body}. How much is it?", f"Sum of {body}?",
                  f"Please total this order: {body}.", f"How much do {body} cost together?", f"Bill: {body}. Total amount?"])
    q = asking.invoice(r, priced, c) if r.random() < ASKED else q
    work, lines, expr = [], [], []
    for k, item, price in rows:
        w, v = product(price, k)
        work += [f"{k} * {plain(price)}:"] + w + [f"{k} * {plain(price)} = {plain(v)}"]
        lines.append(v)
        expr.append(f"{k}*{plain(price)}")
    t = lines[0]
    work.append("Sum: " + " + ".join(map(plain, lines)))
    for v in lines[1:]:
        w, t = total(t, v)
        work += w
    plan = "Line totals, then the sum: " + ", ".join(f"{k} * {plain(p)}" for k, _, p in rows) + "."
    return Problem("invoice", q, plan, work, f"The total is {plain(t)} {c}.", "+".join(expr), t, c)


GENERATORS = {"dose": dose, "infusion": infusion, "units": units, "percent": percent, "vat": vat, "interest": interest, "invoice": invoice}
