"""Ways to ask, as small grammars: {a|b} is a choice, {a|} may be left out, $name is a field. Clauses come in changing orders.

A template fixes the order of the facts; people do not. Here every fact is a clause of its own, and a question is a few clauses and what is wanted.
None of the phrasings kept for the evaluation may come out of it: `evaluation.py` checks that.
"""
import re

CHOICE = re.compile(r"\{([^{}]*)\}")
FIELD = re.compile(r"\$([a-z]+)")


def say(r, text, **fields):
    """One phrase of a grammar."""
    while "{" in text:
        text = CHOICE.sub(lambda m: r.choice(m.group(1).split("|")), text)
    return FIELD.sub(lambda m: str(fields[m.group(1)]), text)


def sentence(text):
    text = text[0].upper() + text[1:]
    return text if text[-1] in ".?!:" else text + "."


def clauses(r, facts, wanted, **fields):
    """The facts in any order and then the question, or the question first; as sentences, as a list, or after one another."""
    parts = [say(r, r.choice(f), **fields) for f in facts]
    if r.random() < 0.45:
        r.shuffle(parts)
    ask = say(r, r.choice(wanted), **fields)
    form = r.random()
    if form < 0.4:
        return " ".join(map(sentence, parts)) + " " + sentence(ask)
    if form < 0.55:
        return r.choice([", ", "; ", " and "]).join(parts) + r.choice([". ", ": ", " - "]) + sentence(ask)
    if form < 0.7:
        return ask.rstrip(".") + " " + " ".join(map(sentence, parts)) if ask.endswith("?") else sentence(ask) + " " + " ".join(map(sentence, parts))
    if form < 0.8:
        return ask.rstrip(".?!") + r.choice([": ", " - ", ", "]) + ", ".join(parts) + r.choice(["", ".", "?"])
    if form < 0.9:
        return "If " + " and ".join(parts) + ", " + ask[0].lower() + ask[1:]
    return ", ".join(parts) + r.choice([", ", " -> ", ". ", " "]) + ask


SAYS = "{the {order|doctor|vet|plan|guideline|chart|book|leaflet|sheet|pharmacist|consultant|prescription|paper|ward} {says|gives|has|asks for|wants|reads|calls for|states|shows|sets}|we {want|have|use|were told|go with}|I {have|was told|see|read}|it is|they {ordered|want|use}}"
WEIGHT = ["{the|our|my|this|your|that} $who {weighs|is|has|now weighs|weighed in at|is about|comes to|is exactly|was weighed at} $w", "{weight|body weight|mass|wt|current weight|measured weight|admission weight} {:|is|=|of|} $w", "{he|she|it|the person} {is|weighs|has} $w",
          "$w {body weight|in weight|of weight|on the scales}", "I {weigh|am at|am about} $w", "$who{,| of| with|:} $w", "{a|one|some} $who {weighing|with|at|of} $w"]
DOSE = [SAYS + " $d{ of $drug|}", "{dose|dosage|order|rule|rx|ordered dose|prescription|dosing|factor} {:|is|=|of|} $d{ $drug| of $drug|}", "$drug {is ordered|is prescribed|is given|is due|is used|is set} {at|with} $d", "{each|per|for each} {kg|kilogram|kilo} {gets|needs|takes|has} $mg",
        "{the $who|he|she|it} {gets|needs|should have|must have|is on|takes|will receive|is due} $d{ of $drug|}", "$drug $d", "$d{ $drug|}"]
DOSE_WANTED = ["{what|how much} is the {total |full |whole |right |needed |final |}dose{ in mg| in milligrams|}?", "how {many mg|many milligrams|much|much drug}{ in total| altogether| is that| is it| do we give| should I give| must I give| is needed| is right| has to go in| does that make| is given|}?",
               "{total|dose|full dose|mg|total mg|dose in mg|the dose|amount in mg}?", "{give|show|find|get|compute|say|work out} {the|me the} {dose|total dose|mg|amount|number of mg}.", "{what|which} {dose|amount|quantity}{ in mg|} {is that|do we give|should I use|results|is due|is needed|follows|is it}?",
               "{what|how much} do {we|I|they|you} {give|need|inject|order|draw}?", "so how much {is it|is given|do I give|will it be}?"]
DOSE_WHOLE = ["{what|how much} {is|makes|are|would be} $d {for|times|at|with|in} {a $who of|someone of|a weight of|a body of|} $w?", "$w {at|times|with|x|by|and|for} $d{?| =| makes?| is what?| gives how much?}", "$d {for|times|x|to|at|on} $w{?| =| is?| makes what?| is how much?}",
              "{multiply|calculate|compute|find|do|figure out|check} $d {for|by|times|at} $w.", "how {much|many mg} {does|should|must|will} {a|the|our|my} $who of $w {get|need|receive|take|have} {at|with|on|given} $d{ of $drug|}?",
              "{dose|mg|amount|total} {of $drug |}for {a|the|my} $who of $w at $d{?|, please.|.}", "give {a|the|my} $who {weighing|of|with} $w $d{ of $drug|}. {Total|How many mg|How much|Dose}?"]

VOLUME = ["{the|a|one|this} {bag|bottle|order|infusion|volume|drip|total} {is|has|contains|of|holds} $v", "{volume|total volume|amount|bag|fluid|vol}{:| is| =| of|} $v{ of $fluid|}", "{give|infuse|run|we give|we have|I have|there are|there is|we need} $v{ of $fluid|}", "$v{ of $fluid|}", "$fluid{:|,|} $v"]
TIME = ["{it|this} {runs|goes|must run|should run|is to run|takes|lasts|has to go} {over|for|in} $h", "{time|duration|over|period|run time|for|within}{:| is| =|} $h", "{we have|there are|it takes|I have} $h", "{over|in|within|during|for} $h", "{done|finished|through|in} {in|after|within} $h"]
RATE_WANTED = ["{what|which} {rate|pump rate|speed|flow|flow rate|drip rate|setting}{ in mL/h| in mL per hour|}{ do I set| do we need| is it| is right| is that| do I enter|}?", "how {many mL per hour|many mL an hour|many mL/h|fast|much per hour|much each hour|many milliliters per hour}{ is that| is it| do we give| should it run| must it run|}?",
               "{rate|mL/h|mL per hour|pump rate|hourly rate|speed|flow rate|hourly volume}?", "{set|give|find|work out|tell me|compute|state|calculate} the {rate|pump rate|mL per hour|flow|hourly rate|speed}.", "what {goes in|runs|is given|flows} {per|each|every|in an} hour?", "{what|how much} per hour?"]
RATE_WHOLE = ["$v {in|over|for|within|during|across|/|per} $h{?| =| is what rate?| makes how many mL/h?|: rate?| at what speed?}", "{rate|pump|speed|flow|mL/h|setting} for $v {in|over|within|during|across} $h{?|, please.|.}", "how {many mL/h|fast|many mL per hour} {for|is|are|does|must} $v {in|over|during} $h{ run| go|}?",
              "{run|give|put|infuse|spread|divide} $v {over|across|in|into} $h. {Rate|mL/h|How fast|Speed|Pump rate}?", "to {give|infuse|finish|run} $v in $h, {what|which} {rate|speed|pump rate} {is needed|do I need|is it}?", "{in|over|for} $h {we|I|they} {give|want|need|run} $v{ of $fluid|}. {What rate|How many mL per hour|Rate|mL/h}?"]

UNITS_WHOLE = ["{convert|change|turn|switch|bring|put|make|transform|move} $x {to|into|to the unit|over into} $t{.|, please.|}", "{what|how much} {is|are|makes|would be} $x {in|as|measured in|given in} $t?", "how many $t {is|are|make|makes|do we get from|are there in|go into|equal|do I have with|correspond to} $x?",
               "{express|give|show|state|report|say|put|write down} $x {in|as|using} $t{.|, please.|}", "$x {in|to|as|->|=|into|=>} {$t|? $t|how many $t}{?|}", "{I have|we have|there is|it says|the form says|the bottle has|he measured|she needs|the order is} $x{.|;|,} {how many $t|what is that in $t|and in $t|how much in $t|in $t}{ is it| is that|}?",
               "{in|using|as} $t{,|:} {what|how much} {is|are} $x?", "{the|my} {value|reading|figure|number|amount} is $x. {I need $t|Give it in $t|How many $t|Please use $t|In $t}{.|?}", "{I need|I want|can I have|we need|could you give} $x {in|as|converted to} $t{.|?|, please.}", "{conversion|units}: $x {to|in|into|as} $t"]

PERCENT_WHOLE = ["{what|how much} {is|are|makes|would be} $p {of|from|out of|on} $x?", "$p {of|from|on|out of|x} $x{?| =| is?| is how much?| makes?|: how much?}", "{compute|get|find|say|tell me|calculate|state|give|work out|figure} $p {of|on|from} $x{.|, please.|}", "{the|a|my|our} {fee|share|part|rate|rebate|bonus|cut|charge|quota|deposit} is $p {of|on} $x. {How much|What|Amount|How much is it|What is that}{?| in numbers?}",
                 "{total|base|amount|whole|sum|all}{:| is| =} $x. {What|How much} is $p{ of it| of that|}?", "{from|of|out of} $x {I|we|they} {take|get|want|need|pay|keep} $p. {How much|What is it|Amount|How much is that}?", "$x{:|,| and| at} $p{ of it?| of that?| share?| part?}", "{we|they|I|you} {pay|need|lose|gain|spend|save|sold|used} $p of $x. {How much|How many|What} is {that|it}?",
                 "{with|given|for} {a {base|total|sum} of|} $x, {what|how much} {is|are|makes} $p?", "{percentage|percent|share}: $p of $x"]

NET = ["{the|our|my|a|this} {net|net price|net amount|price|fee|cost|item|service|order|invoice} {is|costs|comes to|of|was} $x $c{ net| before tax| without VAT|}", "{net|net price|before tax|without VAT|net sum|price|amount}{:| is| =|} $x $c", "$x $c{ net| before VAT| without tax|}", "{we|I|they} {charge|sell it for|pay|bill|ask} $x $c{ net|}"]
TAX = ["{VAT|tax|the VAT|the tax|the rate|VAT rate|tax rate}{:| is| =| of| at|} $p", "{plus|with|add} $p{ VAT| tax|}", "$p {VAT|tax|value added tax}{ applies| is added| comes on top|}"]
VAT_WANTED = ["{what|how much} is the {total|gross|sum|final price|gross amount|price with VAT|end price}{ and the VAT|}?", "{VAT and total|gross|total|tax and gross|total price|VAT and gross|sum with VAT|tax and total|final amount}?", "what {do I pay|does it cost|is to pay|is the bill|do they pay|must be paid|is due}{ in all| with tax|}?",
              "{give|find|show|tell me|state|compute} {the|} {VAT and the total|gross|tax and the total|total with VAT|total}.", "how much {VAT|tax} and how much {in total|together|gross}?", "how much {with|including|incl.} {VAT|tax}?"]
VAT_WHOLE = ["{add|charge|compute|apply|include|calculate} {the|} $p {VAT|tax|value added tax} {to|on|for|on top of} $x $c{.|, please.| and give the total.}", "$x $c {plus|with|and|at|incl.} $p {VAT|tax}{?| =| is?| makes?|: total?| is how much?}", "{what|how much} {is|does} $x $c {with|plus|including|at} $p {VAT|tax}{ cost| make|}?",
             "{gross|total|VAT and total|tax and total|final price} {of|for} $x $c {at|with|and|plus} $p {VAT|tax}{?|.|, please.}"]

CAPITAL = ["{the|my|our|a} {principal|capital|deposit|loan|sum|savings|credit|amount} {is|of|was} $x $c", "{principal|capital|sum|amount|deposit|loan}{:| is| =|} $x $c", "{I|we|they|she|he} {save|borrow|lend|invest|deposit|put in|owe|have|placed} $x $c", "$x $c"]
RATE = ["{the rate|rate|interest rate|simple rate|it pays|it earns|the bank pays|it costs}{:| is|} $p{ a year| per year| simple| each year|}", "{at|with} $p{ a year| per year| simple| simple interest| annually|}", "$p{ simple interest| per year| a year|}"]
YEARS = ["{for|over|after|during|time|term|duration|period} $y", "{it runs|it lasts|it stays|the time is|the term is} $y", "$y"]
INTEREST_WANTED = ["{what|how much} {is the {simple |}interest|simple interest is it|interest is due|interest do I get|interest is that|interest is paid|interest do we pay|interest comes out}?", "{interest|simple interest|the interest|total interest}?", "{give|compute|state|work out|tell me|show} the {simple |}interest.", "how much {simple |}interest {is that|is it|in all|altogether|accrues}?"]
INTEREST_WHOLE = ["{simple interest|interest} {on|for|of} $x $c {at|with} $p {for|over|in} $y{?|.|, please.}", "$y of simple interest on $x $c at $p{?|.| is how much?}", "{what|how much} interest {do|does|will|would} $x $c {make|bring|earn|cost|give|pay|yield|add} {at|with} $p {in|over|for|after|within} $y?", "{compute|find|get|do|calculate|work out} the {simple |}interest {for|on|of} $x $c, $p, $y."]

BUY = ["$k $item {at|for|each|@|,} $price $c{ each| apiece| a piece| per unit| per piece|}", "$k {x|times|pieces of|units of|*} $item {at|for|@|,|each} $price $c{ each|}", "$item{:|,} $k {x|times|at|pieces at|for} $price $c{ each|}", "$item {at|for} $price $c{ each|}, $k {of them|pieces|units|in all}", "$k $item ($price $c{ each| apiece|})", "$k $item {cost|costing|priced|priced at|which cost|are} $price $c{ each| apiece|}"]
BILL = ["{what|how much} {is|makes|do I pay for|does one pay for|should I pay for|costs|do we owe for|comes out for} $rows?", "$rows{.|:|;| -} {total|sum|how much|what is the total|how much in all|what do I pay|what is the bill|altogether|together|amount|grand total|to pay}?", "{total|sum|add|sum up|add up|bill|invoice|order|cart|list|we ordered|I bought|we bought|they took|please bill|please add|total for|cost of|price of|calculate|the order is|I need}{:|} $rows{.|?| =}",
        "{we|I|they|the clinic|the customer|you} {need|want|ordered|bought|take|took|have|got|sold|used} $rows. {Total|Sum|How much is that|What is the total|What does it cost|How much in all|What do we owe|What is the sum|Amount due}?"]

SENT = ["$a {sent|wired|paid|gave|moved|transferred|is sending|pays|sends} $x $c to $b", "$a {sent|paid|wired|gave|pays|transferred to} $b $x $c", "$b {got|received|gets|was sent|has received|was given} $x $c from $a", "{payment|transfer|amount|money|sum}{:| of} $x $c {from|by} $a to $b", "from{:|} $a{,|;| -|} to{:|} $b{,|;| -|} {amount|sum|} $x $c",
        "$x $c {went|go|moved|were sent|was transferred|passed|came} from $a to $b", "{sender|payer|from}{:| is|} $a; {receiver|payee|recipient|to}{:| is|} $b; {amount|sum}{:| is|} $x $c", "$a -> $b{:|,|} $x $c", "$x $c {to|for} $b{,|} {from|sent by|by} $a"]
ON = ["on $day", "{date|day|booked|value date}{:| is| of|} $day", "$day", "dated $day", "the {date|day} was $day"]
REFERENCE = ["for $ref", "{reference|ref|purpose|about|subject}{:| is| was|} $ref", "{with the|under the|with} reference $ref", "($ref)", "as $ref", "$ref"]
TO_JSON = ["{extract|give|write|return|make|produce|print|show|build|create|send} {JSON|a JSON object|it as JSON|the JSON}{, please| please|}", "{as|in|to|into} JSON{, please| please|}", "JSON{ please| of this| for this| from this|}", "{turn|convert|put|bring|change|transform|rewrite} {this|it|the note|the text|that} {into|to|as|in} JSON{, please| please|}",
           "{structure|parse|record|note|read|encode|save|file} {this|it|the note} as {JSON|a JSON object}{, please|}", "{I need|we need|I want|I would like} {the JSON|JSON|a JSON object}{ of this| for this|}", "{make it|make this} {JSON|structured|machine readable|a record}", "{fields|the fields|data|the data|the values|details} {as|in} JSON"]
TAKES = ["$who {takes|gets|is on|has|is taking|should get|receives|was given|needs|is given|must have|uses|was started on|has been given} $drug $dose", "$who {takes|gets|is on|receives|should have|was given|gets a dose of} $dose {of |}$drug", "$drug $dose for $who", "$dose {of |}$drug {for|to} $who", "{patient|name|person}{:| is|} $who{,|;| -} {drug|medication|medicine|substance|}{:|} $drug{,|;|} {dose|}{:|} $dose",
         "{prescribed|ordered|given|started|give}{:|} $drug $dose {for|to} $who", "give $who {$drug $dose|$dose $drug|$dose of $drug}", "$who{:|,| -} $drug{,|} $dose", "$who{:|,| -} $dose {of |}$drug"]
ROUTE = ["$route", "$route", "{given|taken|route|route:|by route} $route"]
OFTEN = ["$often", "$often", "{frequency|how often|timing}{:| is|} $often"]
REMIND = ["{write|draft|send|prepare|make|type|compose|create|give me|do} {a|one} {reminder|letter|note|short letter|friendly letter|message|short reminder} {to|for} $who", "{remind|notify|tell|write to|inform|contact} $who", "{to|recipient|for|addressee|reader|goes to}{:| is|} $who", "$who {needs|should get|is to get|must get} a {reminder|letter|note}", "{reminder|letter|note|message} {for|to} $who", "{I want to|we want to|please|we must|I have to|help me} remind $who"]
ABOUT = ["{about|of|for|regarding|concerning|on} $what", "{topic|subject|about|what|matter|regarding}{:| is|} $what", "{it is|the matter is|this is} about $what", "$what"]
WHEN = ["on $day", "{date|when|day|due|due on|for|time}{:| is|} $day", "{it is|which is|that is} on $day", "$day", "($day)"]
SIGNED = ["{from|by|sender|author}{:| is|} $me", "{signed|sign|signature|sign it|sign off as|signed by|sign as|sign with}{:|} $me", "my name is $me", "{I am|this is} $me", "{greetings|regards} from $me"]


def numbered(r, mg):
    """A rate and its first half: 15 mg/kg -> 15 mg."""
    return mg.split("/")[0].split(" per ")[0].split(" for ")[0]


def dose(r, w, d, who, drug):
    f = {"w": w, "d": d, "who": who, "drug": drug, "mg": numbered(r, d)}
    return sentence(say(r, r.choice(DOSE_WHOLE), **f)) if r.random() < 0.35 else clauses(r, [WEIGHT, DOSE], DOSE_WANTED, **f)


def infusion(r, v, h, fluid):
    f = {"v": v, "h": h, "fluid": fluid}
    return sentence(say(r, r.choice(RATE_WHOLE), **f)) if r.random() < 0.45 else clauses(r, [VOLUME, TIME], RATE_WANTED, **f)


def units(r, x, t):
    return sentence(say(r, r.choice(UNITS_WHOLE), x=x, t=t))


def percent(r, p, x):
    return sentence(say(r, r.choice(PERCENT_WHOLE), p=p, x=x))


def vat(r, x, c, p):
    f = {"x": x, "c": c, "p": p}
    return sentence(say(r, r.choice(VAT_WHOLE), **f)) if r.random() < 0.45 else clauses(r, [NET, TAX], VAT_WANTED, **f)


def interest(r, x, c, p, y):
    f = {"x": x, "c": c, "p": p, "y": y}
    return sentence(say(r, r.choice(INTEREST_WHOLE), **f)) if r.random() < 0.4 else clauses(r, [CAPITAL, RATE, YEARS], INTEREST_WANTED, **f)


def invoice(r, rows, c):
    """Rows (count, item, price as text) in one style, or each its own."""
    style = r.choice(BUY)
    parts = [say(r, style if r.random() < 0.8 else r.choice(BUY), k=k, item=item, price=price, c=c) for k, item, price in rows]
    last = r.choice([" and ", ", and ", " plus ", "; ", ", ", " and also ", " + ", ". "])
    return sentence(say(r, r.choice(BILL), rows=r.choice([", ", ", ", "; "]).join(parts[:-1]) + last + parts[-1]))


def noted(r, facts, wanted, **fields):
    """A note out of clauses, the wish before or after it."""
    first, *others = facts
    others = [say(r, r.choice(f), **fields) for f in others]
    if r.random() < 0.4:
        r.shuffle(others)
    parts = [say(r, r.choice(first), **fields)] + others
    if r.random() < 0.15:
        parts = parts[1:2] + parts[:1] + parts[2:]
    form = r.random()
    note = " ".join(parts) if form < 0.5 else ", ".join(parts) if form < 0.88 else "; ".join(parts)
    if not wanted:
        return sentence(note)
    ask = say(r, r.choice(wanted), **fields)
    # A name of a thing keeps its small letter: the answer repeats it as it stands.
    return note + r.choice([". ", ". ", " - "]) + sentence(ask) if r.random() < 0.4 else sentence(ask)[:-1] + r.choice([": ", ": ", ". ", " - ", ", "]) + note + r.choice(["", ".", "."])


def transfer(r, a, b, x, c, day, ref):
    return noted(r, [SENT, ON, REFERENCE], TO_JSON, a=a, b=b, x=x, c=c, day=day, ref=ref)


def medication(r, who, drug, dose, route, often):
    return noted(r, [TAKES, ROUTE, OFTEN], TO_JSON, who=who, drug=drug, dose=dose, route=route, often=often)


def reminder(r, who, what, when, me):
    return noted(r, [REMIND, ABOUT, WHEN, SIGNED], None, who=who, what=what, day=when, me=me)
