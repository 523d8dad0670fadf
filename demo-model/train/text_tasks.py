"""Questions with words: extraction to JSON, letters with placeholders, tools, small talk, copying."""
import json
import asking
from words import CURRENCY, FIRST, KINDS, LAST, drug, invented, money, person, placeholder, shown
from digits import plain
from numbers_tasks import ASKED, dec

ROUTES = ["orally", "iv", "im", "sc", "by mouth"]


def num(x):
    return int(x) if x == int(x) else float(x)


def transfer(r):
    a, b, c = person(r), person(r), r.choice(CURRENCY)
    x = money(r)
    X = shown(r, x)
    day = f"2026-{r.randint(1, 12):02d}-{r.randint(1, 28):02d}"
    ref = r.choice(["rent", "invoice " + str(r.randint(100, 9999)), "salary", "refund", "deposit", "gift", invented(r)])
    note = r.choice([f"{a} transferred {X} {c} to {b} on {day}, reference {ref}.", f"On {day} {a} sent {X} {c} to {b} for {ref}.", f"Transfer of {X} {c} from {a} to {b}, {day}. Reference: {ref}.",
                     f"{b} received {X} {c} from {a} on {day}. Purpose: {ref}.", f"Payment {day}: {a} pays {b} {X} {c}, ref {ref}."])
    ask = r.choice(["Extract to JSON: ", "Turn this note into JSON: ", "Give me JSON for: ", "As JSON: ", "Make JSON from this bank note: ", "Extract the transfer as JSON. ", "Convert to JSON: ", "Read this and return JSON: ", "JSON please: "])
    out = json.dumps({"from": a, "to": b, "amount": num(x), "currency": c, "date": day, "reference": ref})
    q = asking.transfer(r, a, b, X, c, day, ref) if r.random() < ASKED else ask + note
    return q, f"A transfer. From: {a}. To: {b}. Amount: {X} {c}. Date: {day}. Reference: {ref}.", out


def medication(r, known=0.6):
    name, who = drug(r, known), person(r)
    d = dec(r, 1, 900, 0.1)
    route = r.choice(ROUTES)
    n = r.randint(1, 6)
    often = r.choice([f"{n} times a day", f"{n} times daily", f"{n}x daily"]) if n > 1 else r.choice(["once a day", "once daily"])
    unit = r.choice(["mg", "mg", "g", "mcg"])
    note = r.choice([f"{who} takes {name} {plain(d)} {unit} {route} {often}.", f"{who}: {name} {plain(d)} {unit}, {route}, {often}.", f"Patient {who} is on {plain(d)} {unit} {name} {route} {often}.",
                     f"Prescribed {name} {plain(d)} {unit} {route} {often} for {who}.", f"{who} was given {plain(d)} {unit} of {name} {route}, {often}."])
    ask = r.choice(["Extract to JSON: ", "Turn this note into JSON: ", "Give me JSON for: ", "As JSON: ", "Make JSON from this clinical note: ", "Extract the medication as JSON. ", "Convert to JSON: ", "Read this and return JSON: ", "JSON please: "])
    out = json.dumps({"patient": who, "drug": name, "dose": num(d), "unit": unit, "route": "orally" if route == "by mouth" else route, "times_per_day": n})
    q = asking.medication(r, who, name, f"{plain(d)} {unit}", route, often) if r.random() < ASKED else ask + note
    return q, f"A medication. Patient: {who}. Drug: {name}. Dose: {plain(d)} {unit}. Route: {route}. Times a day: {n}.", out


def reminder(r):
    who, sender = person(r), person(r)
    what = r.choice(["the invoice", "your appointment", "the blood test", "the payment", "the vaccination", "your loan rate", "the check-up", "the contract", "invoice " + str(r.randint(100, 9999))])
    when = r.choice(["Monday", "Tuesday", "Friday", "tomorrow", f"2026-{r.randint(1, 12):02d}-{r.randint(1, 28):02d}", placeholder(r)])
    ask = r.choice([f"Write a reminder to {who} about {what} on {when}, signed {sender}.", f"Draft a reminder for {who}: {what}, {when}. Sign as {sender}.", f"Remind {who} of {what} on {when}. From {sender}.",
                    f"Please write a short letter to {who} about {what} ({when}), signed by {sender}.", f"Compose a reminder. To: {who}. About: {what}. Date: {when}. From: {sender}.", f"Send {who} a reminder about {what} on {when}; sign {sender}.",
                    f"I need a friendly reminder for {who} about {what}, due {when}, from {sender}."])
    ask = asking.reminder(r, who, what, when, sender) if r.random() < ASKED else ask
    out = f"Dear {who},\n\nthis is a friendly reminder of {what} on {when}.\n\nKind regards\n{sender}"
    return ask, f"A reminder. To: {who}. About: {what}. When: {when}. From: {sender}.", out


def copy(r):
    items = []
    for _ in range(r.randint(1, 9)):
        p = r.random()
        items.append(invented(r) if p < 0.35 else drug(r) if p < 0.5 else placeholder(r) if p < 0.7 else r.choice(FIRST) if p < 0.8 else r.choice(CURRENCY) if p < 0.85 else str(r.randint(0, 99999)))
    text = r.choice([" ", " ", ", "]).join(items)
    return r.choice(["Repeat: ", "Copy: ", "Say exactly: ", "Write again: ", "Echo: "]) + text, "Copy it.", text


def quote(r):
    """Practice only: a word after a blank and the same word after a mark are different tokens, and JSON needs both."""
    items = [invented(r) if r.random() < 0.7 else drug(r) if r.random() < 0.5 else person(r) for _ in range(r.randint(1, 16))]
    separator = r.choice([", ", "; "])
    mark = r.choice(['"', "'"])
    name = r.choice(["Quote", "Put in quotes", "Quoted", "As strings"])
    if mark == "'":
        name += " with single marks"
    return f"{name}: {separator.join(items)}", f"Quote {separator.join(items)}.", ", ".join(mark + i + mark for i in items)


GREET = ["Hello", "Hi", "Hey", "Good morning", "Good evening", "Hi there", "Hello there", "Good day", "Greetings", "hey there", "hello!", "hi!", "Hello, how are you?", "Hi, how are you today?", "Moin", "Good afternoon", "Yo", "Hello Tacit", "Hi, nice to meet you", "Are you there?", "Salut", "Hola", "Good to be here", "Hello dear", "Hi assistant", "Welcome", "Hey there friend", "Hi all", "Good night", "Hello my friend",
         "Hey, what's up?", "Nice day today, hello", "Ahoy", "Hello, anyone there?", "Hi bot", "G'day", "A very good morning to you", "Hello from the ward", "Servus", "Ciao"]
ABLE = ["What can you do?", "Who are you?", "What are you?", "How can you help me?", "What are your skills?", "Help", "What tasks do you know?", "Tell me about yourself.", "What is this?", "Can you help me?", "What do you do?", "Which things can I ask you?", "Introduce yourself.", "Are you a doctor?", "Are you a real person?", "What model are you?", "What should I ask you?", "Show me what you can do.", "Explain what you are.", "Are you an AI?", "What are your limits?", "What are you made for?", "Do you know medicine?", "Are you human?", "Are you a chatbot?", "Which model is this?", "What is your name?", "What can I do with you?",
        "Name your abilities.", "How can I use you?", "Can you do maths?", "What is it that you do?", "Describe yourself.", "Who made you?", "What kind of questions do you answer?", "Are you an expert?", "What do you offer?",
        "Give me examples of what you can do.", "Are you a program?", "Your purpose?", "What should I know about you?", "Do you work here?", "What are you able to do?", "Who am I talking to?", "What is your purpose?", "Are you a banker?"]
THANK = ["Thanks", "Thank you", "Thank you very much", "Great, thanks", "Thanks a lot!", "Perfect, thank you.", "Cheers", "That helps, thanks", "Bye", "Goodbye", "See you", "ok thanks", "Good job", "Very good", "Nice work"]
ELSE = """Write a poem about {}. | What is the capital of {}? | Who won the {} cup? | Translate {} into French. | Tell me a joke about {}. | What is the weather in {}? | Diagnose my {}. | Should I take {}? | Explain {} to me. | Write code for {}.
Who invented {}? | What is the meaning of {}? | Recommend a film about {}. | How do I cook {}? | What do you think of {}? | Sing a song about {}. | Is {} good? | Which {} should I buy? | How old is {}? | Summarise the history of {}. | Book a flight to {}. | Why is {} blue?
What are the side effects of {}? | Can I stop taking {}? | Tell me the news about {}. | Who is the president of {}? | Predict the price of {}. | Draw {}. | Where can I find {}? | Compare {} and tea. | What causes {}? | Give me legal advice on {}.
What is {}? | Do you like {}? | Teach me {}. | Write an essay about {}. | Find me a {}. | Which {} is cheaper? | Where was {} born? | When did {} happen? | Will {} go up? | Play {}. | Order {} for me. | Call {}. | Is it {} today?
Tell a story about {}. | How far is {}? | What colour is {}? | Who wrote {}? | Can you paint {}? | What is the best {}? | Is {} dangerous? | Sell my {}. | Plan a trip to {}. | What time is it in {}? | How does {} work? | Explain the idea of {}.
Which {} won yesterday? | Who is {}? | What is my {}? | Buy {} now. | Remember {} for me. | Is {} true? | How tall is {}? | Fix my {}. | How can I learn {}? | Give me a recipe with {}. | Define {}. | Spell {}. | Open {}. | Guess my {}.""".replace("\n", " | ").split(" | ")
TOPIC = "love Paris football the sea headache the moon bitcoin gravity cats Berlin rain pasta history music quantum physics sleep stocks gold chess snow politics winter diabetes fever coffee trains robots space taxes cars dogs books films rivers Rome evolution democracy snowfall holidays pizza marathons shoes guitars dreams friends children gardens bridges ships wine bread birds history art money luck".split()
CAN = "I am a small demonstration model. I can compute doses, infusion rates, units, percentages, VAT, interest and invoices, turn short notes into JSON, draft reminders and call tools."
CANNOT = "I am a small demonstration model and can't help with that. I can compute doses, rates, percentages and invoices, extract notes to JSON, draft reminders and call tools."


def talk(r):
    p = r.random()
    if p < 0.25:
        return r.choice(GREET) + r.choice(["", "", ".", "!"]), "A greeting.", "Hello! " + CAN
    if p < 0.5:
        return r.choice(ABLE), "They ask what I am.", CAN
    if p < 0.65:
        return r.choice(THANK) + r.choice(["", "", ".", "!"]), "A friendly close.", "You're welcome."
    topic = r.choice(TOPIC) if r.random() < 0.6 else r.choice([drug(r), invented(r), r.choice(LAST), r.choice(FIRST)])
    return r.choice(ELSE).format(topic), "This is none of my tasks.", CANNOT


# Tools -------------------------------------------------------------------------------------------
CALC = ("calculate", ["Evaluates an arithmetic expression.", "Calculates the value of an expression.", "A calculator.", "Computes an arithmetic expression exactly.", "Evaluates an arithmetic expression such as 12.5*4"], [("expression", "string")])
VERBS = "get find look_up check list fetch open close send create cancel read search count".split()
NOUNS = "weather balance account medication patient order invoice appointment room bed lab_result rate report ticket price stock contact record message shift".split()
PARAMS = [("name", "string"), ("city", "string"), ("account", "string"), ("id", "string"), ("date", "string"), ("count", "integer"), ("code", "string"), ("limit", "integer"), ("room", "integer"), ("ward", "string"), ("topic", "string")]


def schema(r, name, description, params):
    props = {}
    for p, t in params:
        props[p] = {"type": t}
        if r.random() < 0.3:
            props[p]["description"] = r.choice(["The " + p, p + " to use", "the " + p + " to look up", p])
    parameters = {"type": "object", "properties": props, "required": [p for p, _ in params]}
    if r.random() < 0.4:
        parameters["additionalProperties"] = False
    return {"type": "function", "function": {"name": name, "description": description, "parameters": parameters}}


def calculator(r):
    return schema(r, CALC[0], r.choice(CALC[1]), CALC[2])


def made_tool(r):
    p = r.random()
    if p < 0.15:
        spec = ("medication_lookup", "Looks up a medication by name.", [("name", "string")])
    elif p < 0.3:
        spec = ("account_balance", "Returns the balance of an account.", [("account", "string")])
    else:
        verb, noun = r.choice(VERBS), r.choice(NOUNS) if r.random() < 0.7 else invented(r)
        spec = (verb + "_" + noun, f"{verb.replace('_', ' ').capitalize()}s a {noun.replace('_', ' ')}.", r.sample(PARAMS, r.randint(1, 3)))
    return spec, schema(r, *spec)


def near_tool(r, name):
    """A tool that shares the verb of another, so that the noun must decide."""
    verb = next(v for v in VERBS if name.startswith(v + "_")) if any(name.startswith(v + "_") for v in VERBS) else r.choice(VERBS)
    noun = r.choice([n for n in NOUNS if not name.endswith("_" + n)]) if r.random() < 0.5 else invented(r)
    spec = (verb + "_" + noun, f"{verb.replace('_', ' ').capitalize()}s a {noun.replace('_', ' ')}.", r.sample(PARAMS, r.randint(1, 3)))
    return spec, schema(r, *spec)


def argument(r, param, kind):
    if kind == "integer":
        return r.randint(1, 99)
    if param in ("account", "id", "code"):
        return r.choice([str(r.randint(1000, 99999)), f"{r.choice('ABCDEKX')}-{r.randint(10, 999)}", placeholder(r), f"ACC-{r.randint(1, 9999)}"])
    if param == "date":
        return f"2026-{r.randint(1, 12):02d}-{r.randint(1, 28):02d}"
    return r.choice([drug(r), invented(r).capitalize(), r.choice(FIRST), r.choice(LAST), placeholder(r)])


def call_text(name, args):
    return f"<|tool_call_start|>[{name}(" + ", ".join(f"{k}={json.dumps(v, ensure_ascii=False)}" for k, v in args.items()) + ")]<|tool_call_end|>"


def result_text(r, args, noun):
    p = r.random()
    value = r.choice([str(r.randint(1, 99999)), drug(r), invented(r), placeholder(r), f"{r.randint(1, 9999)}.{r.randint(10, 99)} {r.choice(CURRENCY)}", f"{r.randint(1, 900)} mg"])
    key = r.choice(["result", "value", noun.split("_")[-1], "status", "answer"])
    if p < 0.4:
        return json.dumps({key: value}), value
    if p < 0.6:
        return json.dumps(value), value
    return value, value
