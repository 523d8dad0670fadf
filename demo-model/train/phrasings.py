"""Questions as other people would ask them. No template of the training data produces one of these; they are for the evaluation alone.

Fields in braces are filled with fresh values. Each task has thirty.
"""
from decimal import Decimal
import json

from digits import plain
from numbers_tasks import dec
from text_tasks import CAN, CANNOT
from words import CURRENCY, DRUGS, FIRST, LAST

DOSE = """Our little one is {w} kg and the vet said {d} mg per kg, so how much do I give?
{d} mg for every kilo, and she is {w} kg. What do I give her?
Kid is {w} kg. Doc says {d} mg/kg. Dose please.
The chart reads {w} kg and {d} mg/kg. What goes into the syringe, in mg?
Could you check my maths: {w} kg at {d} mg/kg gives what?
Someone weighing {w} kg is on {d} mg/kg. How many mg do they take?
A {w} kg adult, {d} mg/kg of {drug}. Amount?
{drug}, {d} mg/kg, body mass {w} kg. How much in all?
I am {w} kg. At {d} mg/kg, what is my dose?
Dosing is {d} mg/kg and the scale shows {w} kg. Result in mg?
Please multiply it out for me: {w} kg and {d} mg/kg.
With {w} kg of body weight and {d} mg/kg prescribed, what do we administer?
New admission, {w} kg. Loading dose {d} mg/kg. How many mg is the loading dose?
He came in at {w} kg. They want {d} mg/kg of {drug} given. Total?
For a body weight of {w} kg, what does {d} mg/kg amount to?
The protocol asks for {d} mg/kg. Our patient is {w} kg. Required mg?
How big is the dose for somebody of {w} kg if the rule is {d} mg/kg?
{w} kg, {d} mg/kg -> mg?
Tell me the milligrams for {w} kg at {d} mg/kg.
Ms. {last} ({w} kg) is to have {d} mg/kg of {drug}. What is the amount in mg?
The label says {d} mg per kg. I weigh {w} kg. How many milligrams is that for me?
Need a dose: weight={w} kg, order={d} mg/kg.
If every kilogram gets {d} mg, what does a {w} kg person get?
Determine the mg: {d} mg/kg, {w} kg, {drug}.
Given a mass of {w} kg and a dosage of {d} mg/kg, state the dose.
what would {d} mg/kg be for a {w} kg dog
What amount of {drug} corresponds to {d} mg/kg in a {w} kg patient?
The nurse noted {w} kg. The order sheet says {drug} {d} mg/kg. So that is how many mg?
Give {d} mg/kg to a patient of {w} kg. How many mg will that be?
My son, {w} kg, was prescribed {d} mg/kg. How much is one full dose?"""

INFUSION = """The bag holds {v} mL and should be empty in {h} hours. Which pump setting?
{v} mL in {h} h, so how many mL each hour?
Set up an infusion: {v} mL, {h} hours. Rate?
If {v} mL has to last {h} hours, what is the hourly rate?
Pump speed for {v} mL across {h} hours?
We want {v} mL in by {h} hours from now. What mL/h?
How fast, in mL/h, for {v} mL during {h} hours?
Total {v} mL. Time {h} h. Speed in mL/h?
Spread {v} mL evenly over {h} hours. How much per hour?
The doctor wants {v} mL of saline given in {h} hours. What do I program?
Programme the pump please: {v} mL to be infused over {h} hours.
{h} hours for {v} mL. Flow?
Divide {v} mL over {h} hours for me.
In {h} hours the patient should have had {v} mL. What rate is needed?
What is {v} mL over {h} hours in mL/h?
Which mL per hour value delivers {v} mL in {h} hours?
An IV of {v} mL is scheduled for {h} hours. How much runs in one hour?
I have {v} mL and {h} hours. What drip speed?
Work out mL/h: volume {v} mL, duration {h} hours.
The order reads {v} mL over {h} h. So mL/h?
Fluid plan: {v} mL, {h} hours. Hourly amount?
How many mL/h must run so that {v} mL are through after {h} hours?
{v} mL dextrose, finish in {h} hours, at what rate?
To give {v} mL within {h} hours I set the pump to what?
One bag, {v} mL, {h} hours. mL/h?
Need the rate. {v} mL. {h} hours.
Over {h} hours we give {v} mL of plasma. What is that per hour?
Let {v} mL run for {h} hours. At which mL per hour?
What should the pump display for {v} mL in {h} hours?
Rate check: {v} mL / {h} h?"""

UNITS = """{x} {a} makes how many {b}?
I need {x} {a} expressed in {b}, please.
{x}{a}; the field takes {b} only
Could you turn {x} {a} into {b} for me?
My form has a box for {b}. What goes there for {x} {a}?
The label says {x} {a}. How many {b} is that?
We have {x} {a}; the form wants {b}.
Write {x} {a} in {b}.
{x} {a} equals what in {b}?
Switch {x} {a} over to {b}.
Tell me {x} {a} in {b}.
If I have {x} {a}, how many {b} do I have?
Quick: {x} {a} in {b}.
Give me the {b} for {x} {a}.
What does {x} {a} come to in {b}?
Unit conversion please, {x} {a} -> {b}.
The scale shows {x} {a}. And in {b}?
From {a} to {b}: {x}
How would you write {x} {a} using {b}?
Translate {x} {a} to the unit {b}.
{x} {a} are how many {b}?
Someone noted {x} {a}; my colleague reads only {b}.
Can I get {x} {a} as {b}?
My value is {x} {a}, I want {b}.
{x} {a}, but in {b}?
Recalculate {x} {a} as {b}.
What number of {b} corresponds to {x} {a}?
We measured {x} {a}. Report it in {b}.
Do the conversion of {x} {a} to {b}.
Please give {x} {a} in {b} instead."""

PERCENT = """How big is {p}% of {x}?
{x} times {p} percent?
{p}% out of {x} is what?
If {x} is everything, what is {p}%?
We keep {p}% of {x}. How much do we keep?
The share is {p}% and the base is {x}. Amount?
Could you get {p}% of {x} for me?
{p} percent on {x}, please.
Of {x}, {p}% are ours. How many is that?
What do I get when I take {p}% of {x}?
A fee of {p}% on {x}: how much?
Show {p}% of {x}.
Reduce it to {p}% of {x}. What is that?
{x}: {p}%?
The discount is {p}% of {x}. How much is the discount?
A tip of {p}% on {x} is how much?
I want to know what {p}% of {x} is.
Percentage question: {p}% of {x}
{p}% of the {x} points were scored. How many points?
Say {p}% of {x} patients came. How many?
Let me have {p}% of {x}.
With {x} in total, how much is {p}%?
Value of {p}% of {x}?
What part of {x} is {p}%?
The rate is {p}% on {x}. Result?
Take a share of {p}% from {x}.
How many are {p}% of {x}?
Please figure {p}% of {x}.
Commission: {p}% of {x}. How much?
What would {p}% of {x} be?"""

VAT = """The price before tax is {x} {c}, tax is {p}%. What does the customer pay?
{x} {c} excluding VAT at {p}%. Including VAT?
Gross price for {x} {c} net, {p}% VAT please.
How much tax, and how much in all, for {x} {c} at {p}% VAT?
I sold something for {x} {c} net. VAT {p}%. Tax and gross?
The till shows {x} {c} before {p}% VAT. How much goes to the state, and what does the customer hand over?
We invoice {x} {c} plus VAT ({p}%). What are tax and total?
Before VAT it is {x} {c}. With {p}% VAT it is how much?
VAT rate {p}%, net {x} {c}: what is due?
{x} {c} + {p}% VAT = ?
Tax at {p}% on a net of {x} {c}, and the gross?
What will {x} {c} cost once {p}% VAT is added?
Calculate VAT at {p}% for {x} {c} and tell me the sum.
The supplier asks {x} {c} net. At {p}% VAT, what do we pay?
I need the gross for {x} {c} with a VAT of {p}%.
How does {x} {c} change with {p}% VAT?
Including {p}% VAT, how much is {x} {c} net?
Make a gross amount from {x} {c} net, VAT {p}%.
For an item of {x} {c} and VAT of {p}%, give the tax and the final price.
{p}% VAT is missing on {x} {c}. Add it.
Turn {x} {c} net into gross at {p}% VAT.
If VAT is {p}% and the net price {x} {c}, what are VAT and gross?
A bill of {x} {c} net, {p}% VAT. Amount payable?
What is the tax on {x} {c} at {p}% VAT, and what is the gross?
Our fee is {x} {c} net; VAT is {p}%. Write the total.
Net: {x} {c}. VAT: {p}%. Gross: ?
Work out the price with VAT: {x} {c}, {p}%.
Charge {p}% VAT on {x} {c}. Tax? Total?
{x} {c} without VAT, {p}% VAT applies. Total?
Add tax of {p}% (VAT) to the net sum of {x} {c}."""

INTEREST = """I put {x} {c} away at {p}% a year for {y} years, no compounding. What interest do I earn?
Interest on {x} {c}, {p}%, {y} years, simple?
{x} {c} for {y} years at {p}% simple. Interest?
My loan is {x} {c} at {p}% simple interest. After {y} years, how much interest?
Without compounding, what do {x} {c} earn at {p}% in {y} years?
How much interest for {y} years on {x} {c} with {p}% a year, simple?
Simple interest please. P = {x} {c}, r = {p}%, t = {y} years.
We lent {x} {c} at {p}% per year. Interest after {y} years, simple?
The bank pays {p}% simple interest on {x} {c}. What is earned in {y} years?
{p}% a year on {x} {c} during {y} years, simple interest. How much?
What does {x} {c} yield in {y} years at {p}% simple interest?
Give the simple interest for a sum of {x} {c}, {y} years, {p}%.
A sum of {x} {c} bears {p}% per annum. Simple interest over {y} years?
Interest only: {x} {c}, {p}% p.a., {y} years, simple.
If I invest {x} {c} at {p}% simple for {y} years, what interest comes out?
At {p}% simple, {x} {c} grow by how much in {y} years?
Find the simple interest: {x} {c} / {p}% / {y} years.
For {y} years I owe {x} {c} at {p}% simple interest. How much interest is that?
Determine simple interest on {x} {c}. Rate {p}%. Term {y} years.
A savings bond of {x} {c} pays {p}% simple per year. Interest in {y} years?
How much would {x} {c} bring in {y} years at simple {p}%?
Simple interest of {p}% on {x} {c}, term {y} years: amount?
I borrowed {x} {c} for {y} years at {p}% simple. Interest to pay?
Principal {x} {c}, {y} years, {p}% simple. Work out the interest.
Tell me the simple interest on {x} {c} for {y} years when the rate is {p}%.
Over {y} years, what interest does {x} {c} make at {p}% simple?
{x} {c} deposited, {p}% simple interest, {y} years. Earned interest?
Please do simple interest: {x} {c}, {y} years, {p}%.
The rate is {p}% simple, the capital {x} {c}, the time {y} years. Interest?
Capital of {x} {c} at simple {p}% for {y} years earns what?"""

INVOICE = """I bought {k} {i} at {a} {c} and {m} {j} at {b} {c}. What do I owe?
{k} {i} cost {a} {c} each, {m} {j} cost {b} {c} each. All together?
My basket: {k} x {i} at {a} {c}, {m} x {j} at {b} {c}. Sum?
Add these for me: {k} {i} at {a} {c} each and {m} {j} at {b} {c} each.
We need {k} {i} ({a} {c} each) and {m} {j} ({b} {c} each). Cost?
Line one: {k} {i} at {a} {c}. Line two: {m} {j} at {b} {c}. Grand total?
How expensive are {k} {i} at {a} {c} plus {m} {j} at {b} {c}?
The ward took {k} {i} at {a} {c} and {m} {j} at {b} {c}. What is the bill?
Price list: {i} {a} {c}, {j} {b} {c}. I take {k} and {m}. Total?
Receipt please: {k} {i} at {a} {c}; {m} {j} at {b} {c}.
What should I charge for {k} {i} at {a} {c} and {m} {j} at {b} {c}?
Sum up {k} times {a} {c} for {i} and {m} times {b} {c} for {j}.
{k} {i}, {a} {c} apiece, and {m} {j}, {b} {c} apiece. Total?
Our order has {k} {i} at {a} {c} and {m} {j} at {b} {c}. Amount due?
Pay for {k} {i} at {a} {c} and {m} {j} at {b} {c}. How much?
Tally: {k} {i} @ {a} {c}, {m} {j} @ {b} {c}.
If {i} are {a} {c} and {j} are {b} {c}, what do {k} {i} and {m} {j} cost?
Two positions: {k} {i} at {a} {c}, {m} {j} at {b} {c}. Sum please.
Make the total: {k} {i} for {a} {c} each; {m} {j} for {b} {c} each.
The shop sells {i} at {a} {c} and {j} at {b} {c}. I want {k} and {m}. Price?
Total cost of {k} {i} priced {a} {c} and {m} {j} priced {b} {c}?
How much money for {k} {i} at {a} {c} and {m} {j} at {b} {c}?
Compute the invoice: {k} {i}, {a} {c} each, {m} {j}, {b} {c} each.
They delivered {k} {i} at {a} {c} and {m} {j} at {b} {c}. What is owed?
Position 1 {i} {k} x {a} {c}, position 2 {j} {m} x {b} {c}. Total?
Charge: {k} {i} at {a} {c}, then {m} {j} at {b} {c}.
What is to pay for {k} {i} ({a} {c}) and {m} {j} ({b} {c})?
Count it up: {k} {i} at {a} {c} and also {m} {j} at {b} {c}.
I owe for {k} {i} at {a} {c} and {m} {j} at {b} {c}. How much in total?
Need a total. {k} {i} at {a} {c}. {m} {j} at {b} {c}."""

TRANSFER = """{f} gave {t} {x} {c} on {day} for {ref}. JSON please.
JSON of this: {f} has sent {t} {x} {c}, date {day}, reference {ref}.
Please structure: on {day}, {t} got {x} {c} from {f}, reference {ref}.
Bank line to JSON: {day} {f} to {t} {x} {c} {ref}
Fields as JSON: {f} paid {x} {c} to {t} on {day} with the reference {ref}.
Make this machine readable: {f} transfers {x} {c} to {t} on {day}, reference {ref}.
{day}: {x} {c} went from {f} to {t}, reference {ref}. Output JSON.
Parse into JSON: sender {f}, receiver {t}, {x} {c}, {day}, reference {ref}.
Turn it into JSON. {f} to {t}: {x} {c} on {day} ({ref}).
I need JSON for a payment of {x} {c} by {f} to {t} on {day}, reference {ref}.
As a JSON object: {f} moved {x} {c} to {t} on {day} for {ref}.
Note: {t} was paid {x} {c} by {f} on {day}. Reference {ref}. Extract.
Extract sender, receiver and amount as JSON: {f} sends {t} {x} {c}, {day}, {ref}.
Record as JSON: transfer {x} {c}, {f} to {t}, {day}, reference {ref}.
Give me the JSON. On {day} a payment of {x} {c} from {f} reached {t}, reference {ref}."""

MEDICATION = """{f} should take {drug} {d} mg orally {n} times a day. JSON please.
Put this in JSON: {f}, {drug}, {d} mg, orally, {n} times daily.
JSON of the order: {d} mg {drug} orally for {f}, {n} times a day.
Structure the note: {f} gets {d} mg of {drug} iv {n} times a day.
Order to JSON: {drug} {d} mg iv {n} times daily, patient {f}.
As JSON object: give {f} {drug} {d} mg orally {n} times a day.
Machine readable please: {f} receives {drug} {d} mg im {n} times daily.
Parse to JSON: patient {f}; drug {drug}; {d} mg; sc; {n} times a day.
Fields as JSON: {f} is given {drug} {d} mg sc {n} times daily.
Output JSON: {drug} {d} mg orally, {n} times a day, {f}.
I need JSON for {f}: {drug}, {d} mg, iv, {n} times daily.
Extract the drug data of {f}: {drug} {d} mg orally {n} times a day.
Make JSON. {f} started {drug} {d} mg orally {n} times daily.
Record as JSON: {f} on {drug} {d} mg iv {n} times a day.
Turn it into JSON: {f}, {d} mg {drug}, orally, {n} times daily."""

REMINDER = """Please tell {f} by letter that {what} is due on {day}. Sign with {t}.
Letter to {f}: {what}, {day}. Sender {t}.
I, {t}, want to remind {f} of {what} on {day}. Draft it.
Can you draft a note reminding {f} about {what} on {day}, from {t}?
Friendly reminder, recipient {f}, topic {what}, date {day}, sender {t}.
Remind {f} that {what} is on {day}; signature {t}.
Draft: to {f}, re {what}, {day}, from {t}.
{t} asks for a reminder to {f} about {what} on {day}.
Put together a reminder for {f}: {what} on {day}. Sign it {t}.
A short reminder please. {f} must not forget {what} on {day}. Signed {t}.
Write to {f}. Topic: {what}. Day: {day}. Signed: {t}.
From {t} to {f}: remind about {what}, {day}.
Let {f} know about {what} on {day}. Sign as {t}.
Reminder text for {f} about {what} ({day}), signed {t}.
Could you write {f} a reminder? It is about {what} on {day}, from {t}."""

GREETINGS = "Howdy | Hiya | Hi friend | Good to see you | Hello again | Hallo | Evening! | Morning! | Hey you | Hello world".split(" | ")
ABILITIES = "What do you know? | What are you good at? | What is your job? | Say something about yourself. | What can I use you for? | Are you a robot? | Are you a nurse? | How do you work? | List your skills. | What may I ask?".split(" | ")
OTHERS = "Who painted the Mona Lisa? | Plan my holiday. | Is it going to snow? | Which car is best? | Tell me a story about a fox. | What is my blood group? | Can you order a pizza? | Explain the theory of relativity. | Who is the tallest person? | Which team plays tonight?".split(" | ")


def num(x):
    return int(x) if x == int(x) else float(x)


def _number(r, low, high, share=0.3):
    return dec(r, low, high, share)


def cases(r):
    """(task, question, whole answer) for every phrasing above."""
    for text in DOSE.split("\n"):
        w, d = _number(r, 3, 120, 0.2), _number(r, 1, 40, 0.2)
        yield "dose", text.format(w=plain(w), d=plain(d), drug=r.choice(DRUGS), last=r.choice(LAST)), f"The total dose is {plain(w * d)} mg."
    for text in INFUSION.split("\n"):
        h, rate = r.choice([2, 3, 4, 5, 6, 8, 10, 12]), _number(r, 10, 250, 0.2)
        yield "infusion", text.format(v=plain(rate * h), h=h), f"The rate is {plain(rate)} mL/h."
    for text in UNITS.split("\n"):
        a, b, f = r.choice([("g", "mg", 1000), ("mg", "mcg", 1000), ("kg", "g", 1000), ("L", "mL", 1000), ("m", "cm", 100)])
        x = _number(r, 1, 90, 0.4)
        if r.random() < 0.5:
            a, b, x, y = b, a, x * f, x
        else:
            y = x * f
        yield "units", text.format(x=plain(x), a=a, b=b), f"{plain(x)} {a} is {plain(y)} {b}."
    for text in PERCENT.split("\n"):
        p, x = Decimal(r.randint(1, 99)), Decimal(r.randint(10, 5000))
        yield "percent", text.format(p=plain(p), x=plain(x)), f"{plain(p)}% of {plain(x)} is {plain(p * x / 100)}."
    for text in VAT.split("\n"):
        p, x, c = Decimal(r.choice([5, 7, 10, 16, 19, 20, 21, 25])), Decimal(r.randint(10, 4000)), r.choice(CURRENCY)
        yield "vat", text.format(p=plain(p), x=plain(x), c=c), f"The VAT is {plain(p * x / 100)} {c} and the total is {plain(x + p * x / 100)} {c}."
    for text in INTEREST.split("\n"):
        x, p, y, c = Decimal(r.randint(2, 90) * 100), Decimal(r.randint(1, 12)), r.randint(2, 9), r.choice(CURRENCY)
        yield "interest", text.format(x=plain(x), p=plain(p), y=y, c=c), f"The simple interest is {plain(x * p * y / 100)} {c}."
    for text in INVOICE.split("\n"):
        c, k, m = r.choice(CURRENCY), r.randint(2, 12), r.randint(2, 12)
        a, b = Decimal(r.randint(1, 99)), Decimal(r.randint(1, 60)) + Decimal(r.choice([25, 50, 75])) / 100
        i, j = r.sample("gloves masks syringes bandages chairs lamps pens folders tablets monitors cables filters".split(), 2)
        yield "invoice", text.format(k=k, m=m, a=plain(a), b=plain(b), c=c, i=i, j=j), f"The total is {plain(k * a + m * b)} {c}."

    def name():
        return r.choice(FIRST) + " " + r.choice(LAST) if r.random() < 0.6 else f"[PERSON_{r.randint(1, 19)}]"

    def day():
        return f"2026-{r.randint(1, 12):02d}-{r.randint(1, 28):02d}"

    for text in TRANSFER.split("\n") * 2:
        f, t, x, c, d, ref = name(), name(), r.randint(10, 4000), r.choice(CURRENCY), day(), r.choice(["rent", "salary", "refund", "deposit"])
        out = json.dumps({"from": f, "to": t, "amount": x, "currency": c, "date": d, "reference": ref})
        yield "transfer", text.format(f=f, t=t, x=x, c=c, day=d, ref=ref), out
    for text in MEDICATION.split("\n") * 2:
        f, drug, d, n = name(), r.choice(DRUGS), r.randint(1, 900), r.randint(2, 6)
        route = next(x for x in ("orally", "iv", "im", "sc") if f" {x}" in text.replace(",", " ").replace(";", " "))
        out = json.dumps({"patient": f, "drug": drug, "dose": d, "unit": "mg", "route": route, "times_per_day": n})
        yield "medication", text.format(f=f, drug=drug, d=d, n=n), out
    for text in REMINDER.split("\n") * 2:
        f, t, what, when = name(), name(), r.choice(["the invoice", "your appointment", "the blood test", "the payment", "the contract"]), r.choice(["Monday", "Friday", day()])
        yield "reminder", text.format(f=f, t=t, what=what, day=when), f"Dear {f},\n\nthis is a friendly reminder of {what} on {when}.\n\nKind regards\n{t}"
    for text in GREETINGS:
        yield "talk", text, "Hello! " + CAN
    for text in ABILITIES:
        yield "talk", text, CAN
    for text in OTHERS:
        yield "talk", text, CANNOT
