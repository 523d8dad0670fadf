"""Arithmetic as a person writes it: one digit a step, places named by letters, the running result rewritten.

Numbers are kept as an integer and a power of ten (72.5 = 725e-1). Every function returns the written steps and the result.
"""
from decimal import Decimal

LETTERS = "abcdefghijklmnop"


def split(number):
    """Decimal -> (digits as int, exponent <= 0)."""
    text = format(Decimal(number).normalize(), "f")
    if "." in text:
        whole, part = text.split(".")
        return int(whole + part), -len(part)
    return int(text), 0


def plain(number):
    text = format(Decimal(number).normalize(), "f")
    return text


def labelled(value):
    text = str(value)
    return " ".join(LETTERS[len(text) - 1 - i] + d for i, d in enumerate(text))


def times_digit(value, digit):
    carry, run, steps = 0, "", []
    for i, ch in enumerate(reversed(str(value))):
        v = int(ch) * digit + carry
        run = str(v % 10) + run
        steps.append(f"{LETTERS[i]}{ch}*{digit}+{carry}={v}>{run}")
        carry = v // 10
    if carry:
        run = str(carry) + run
        steps.append(f"{carry}>{run}")
    return steps, int(run)


def add(x, y):
    """Columns named by letters, so that each step looks its two digits up instead of counting places."""
    a, b = str(x), str(y)
    n = max(len(a), len(b))
    a, b = a.zfill(n), b.zfill(n)
    carry, run, steps = 0, "", []
    for i in range(n):
        da, db = int(a[n - 1 - i]), int(b[n - 1 - i])
        v = da + db + carry
        run = str(v % 10) + run
        steps.append(f"{LETTERS[i]}{da}+{db}+{carry}={v}>{run}")
        carry = v // 10
    if carry:
        run = str(carry) + run
        steps.append(f"{carry}>{run}")
    return f"{x}+{y}: {labelled(a)}; {labelled(b)}; " + " ".join(steps), int(run)


def multiply(x, y):
    """Integers."""
    if len(str(y)) > len(str(x)):
        x, y = y, x
    lines = [f"{x}*{y}: {labelled(x)}; {labelled(y)}"]
    parts = []
    text = str(y)
    for i, ch in enumerate(reversed(text)):
        d = int(ch)
        if d == 0:
            continue
        if d == 1:
            part = x * 10 ** i
            lines.append(f"{LETTERS[i]}1: {x}>{part}")
        else:
            steps, r = times_digit(x, d)
            part = r * 10 ** i
            lines.append(f"{LETTERS[i]}{d}: " + " ".join(steps) + (f" >{part}" if i else ""))
        parts.append(part)
    total = parts[0]
    for part in parts[1:]:
        line, total = add(total, part)
        lines.append(line)
    assert total == x * y
    return lines, total


def product(x, y):
    """Decimals."""
    (a, ea), (b, eb) = split(x), split(y)
    head = []
    if ea or eb:
        head.append(f"{plain(x)}={a}e{ea} {plain(y)}={b}e{eb} e{ea + eb}")
    lines, r = multiply(a, b)
    result = Decimal(r).scaleb(ea + eb)
    if ea or eb:
        lines.append(f"{r}e{ea + eb}={plain(result)}")
    return head + lines, result


def total(x, y):
    """Sum of decimals, aligned by zeros before the point is dropped."""
    (a, ea), (b, eb) = split(x), split(y)
    e = min(ea, eb)
    ia, ib = a * 10 ** (ea - e), b * 10 ** (eb - e)
    line, r = add(ia, ib)
    result = Decimal(r).scaleb(e)
    lines = []
    if e:
        lines.append(f"{plain(x)}={Decimal(x):.{-e}f} {plain(y)}={Decimal(y):.{-e}f} e{e}")
    lines.append(line)
    if e:
        lines.append(f"{r}e{e}={plain(result)}")
    return lines, result


def factors(b):
    """A divisor as factors small enough to divide by in one's head: 24 -> 6, 4 and 50 -> 10, 5."""
    tens = []
    while b % 10 == 0:
        b //= 10
        tens.append(10)
    if b <= 11:
        return tens + ([b] if b > 1 else [])
    pairs = [(b // f, f) for f in range(2, 12) if b % f == 0 and f <= b // f <= 11]
    if not pairs:
        raise ValueError(f"{b} has no small factors")
    return tens + list(min(pairs))


def short_division(number, divisor, exponent):
    """One step a digit, then zeros until nothing is left."""
    steps, rest, run = [], 0, ""

    def step(now, mark):
        nonlocal rest, run
        k, rest = divmod(now, divisor)
        run = (run + str(k)).lstrip("0")
        steps.append(f"{mark}{now}/{divisor}={k}r{rest}>{run or '0'}")

    text = str(number)
    for i, ch in enumerate(text):
        step(rest * 10 + int(ch), LETTERS[len(text) - 1 - i])
    while rest:
        exponent -= 1
        assert exponent > -7
        step(rest * 10, f"e{exponent} ")
    return f"{number}/{divisor}: {labelled(number)}; " + "; ".join(steps), int(run or "0"), exponent


def quotient(x, y):
    """Decimals. A divisor of two digits is split, since choosing its multiples is a search and a short division a table."""
    (a, ea), (b, eb) = split(x), split(y)
    exponent = ea - eb
    small = factors(b)
    lines = [f"{plain(x)}/{plain(y)}: {a}/{b} e{exponent}" + (f"; {b}=" + "*".join(map(str, small)) if len(small) > 1 else "")]
    q = a
    for f in small:
        if f == 10:
            exponent -= 1
            lines.append(f"/10: {q}e{exponent}")
        else:
            line, q, exponent = short_division(q, f, exponent)
            lines.append(line)
    result = Decimal(q).scaleb(exponent)
    lines.append(f"{q}e{exponent}={plain(result)}")
    assert result * Decimal(y) == Decimal(x)
    return lines, result
