"""Renders the probes with Python's jinja2, set up as Hugging Face's transformers sets it up, and prints the goldens.

    python3 template-probes.py > template-probes.json

Needs jinja2 3.1 (Debian: python3-jinja2). The goldens are checked in; tests need no Python.
"""
import json
import sys

import jinja2
from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.sandbox import ImmutableSandboxedEnvironment


class Generation(Extension):
    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return nodes.CallBlock(self.call_method("_show"), [], [], body).set_lineno(line)

    def _show(self, caller):
        return caller()


def refuse(message):
    raise jinja2.exceptions.TemplateError(message)


def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


env = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True,
                                    extensions=[Generation, "jinja2.ext.loopcontrols"])
env.filters["tojson"] = tojson
env.globals["raise_exception"] = refuse
env.globals["strftime_now"] = lambda f: __import__("datetime").datetime(2026, 11, 24, 9, 5, 7).strftime(f)

CONTEXT = {
    "s": "Hello, World", "t": "  pad \n", "u": "żółć 日本 😀 e\u0301", "i": 7, "n": -3, "f": 1.5, "b": True, "z": None,
    "l": [3, 1, 2], "w": ["b", "A", "c", "a"], "m": {"k": "v", "items": "own", "x": 1},
    "d": [{"name": "ann", "age": 31, "in": {"v": 2}}, {"name": "Bob", "age": 25, "in": {"v": 1}},
          {"name": "cid", "age": 31}],
    "q": "it's \\ \"q\"\n\t\r\u0000\u2028", "o": {"a": [1, 2.0, True, None, "é<&>"], "b": {"c": {}}, "e": []},
    "big": 123456789012345678901234567890, "fs": [0.1, 1e16, 1e15, 1e-5, 1e-4, 1.0, 123456.789, 5e-324, 1e22, -0.0],
}

PROBES = [line for line in r'''
{{ s }}|{{ i }}|{{ f }}|{{ b }}|{{ z }}|{{ l }}|{{ m }}|{{ o }}
{{ fs }}
{{ fs|tojson }}
{{ q }}|{{ [q] }}|{{ q|tojson }}
{{ big }}|{{ big|tojson }}
{{ u|length }}|{{ u[0] }}|{{ u[8] }}|{{ u[-1] }}|{{ u[::-1] }}|{{ u[2:6] }}
{{ s[1:4] }}|{{ s[:-3] }}|{{ s[-5:] }}|{{ s[::2] }}|{{ s[10:2:-3] }}|{{ l[::-1] }}|{{ l[5:] }}|{{ l[-2:] }}
{{ l[0] }}{{ l[-1] }}{{ l[9] }}|{{ l.1 }}
{{ missing }}|{{ missing is defined }}|{{ m.nope is undefined }}|{{ z is none }}|{{ z.a }}
{{ missing.a }}
{{ missing + 'x' }}
{{ z + 'x' }}
{{ s + 1 }}
{{ missing ~ 'x' ~ 1 ~ z ~ true }}
{{ 1 + 2 * 3 }}|{{ 7 // 2 }}|{{ -7 // 2 }}|{{ -7 % 3 }}|{{ 7 % -3 }}|{{ 2 ** 10 }}|{{ 2 ** 3 ** 2 }}|{{ 7 / 2 }}|{{ 6 / 2 }}|{{ 2 ** -1 }}
{{ 7.5 // 2 }}|{{ -7.5 % 2 }}|{{ 1.5 + 1 }}|{{ 3 * 1.5 }}|{{ 1e3 }}|{{ 1_000 }}
{{ -i }}|{{ +i }}|{{ --i }}|{{ -i|abs }}|{{ -n }}
{{ 'x' * 3 }}|{{ 3 * 'ab' }}|{{ [1] * 2 }}|{{ (1, 2) + (3,) }}
{{ 1 / 0 }}
{{ 1 % 0 }}
{{ 1 < 2 < 3 }}|{{ 1 < 2 > 3 }}|{{ 1 == 1.0 }}|{{ '1' == 1 }}|{{ true == 1 }}|{{ [1] == [1.0] }}|{{ (1,) == [1] }}
{{ 'a' < 'b' }}|{{ [1, 2] < [1, 3] }}|{{ 'a' < 1 }}
{{ not a == b }}|{{ not true }}|{{ not not 1 }}
{{ 0 or 'x' }}|{{ 'a' and 'b' }}|{{ '' or z }}|{{ 1 and 0 }}|{{ 'false' and 1 }}
{{ 'ell' in s }}|{{ 'k' in m }}|{{ 3 in l }}|{{ 4 not in l }}|{{ 'x' in missing }}
{{ 1 in s }}
{{ 'yes' if b else 'no' }}|{{ 'yes' if z }}|{{ 1 if z else 2 if z else 3 }}
{{ "a" 'b' "c" }}|{{ "\u00e9\x41\n\\\'\"\t" }}|{{ 'a\qb' }}|{{ "\101" }}
{{ [1, 2, ] }}|{{ (1, 2) }}|{{ (1,) }}|{{ () }}|{{ {'a': 1, 'b': [2]} }}|{{ 1, 2 }}|{{ {} }}
{{ m.k }}|{{ m['k'] }}|{{ m['items'] }}|{{ m.get('k') }}|{{ m.get('no') }}|{{ m.get('no', 5) }}
{% for k, v in m.items() %}{{ k }}={{ v }};{% endfor %}
{% for k in m %}{{ k }},{% endfor %}|{% for c in 'añ😀' %}[{{ c }}]{% endfor %}
{{ m.keys()|list }}|{{ m.values()|list }}|{{ m|length }}|{{ m|list }}|{{ m|items|list }}
{% for x in l %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ loop.depth }}{{ loop.previtem }}{{ loop.nextitem }}{{ loop.cycle('a', 'b') }};{% endfor %}
{% for x in l if x > 1 %}{{ x }}{{ loop.last }}{{ loop.length }},{% else %}none{% endfor %}
{% for x in l if x > 9 %}{{ x }}{% else %}none{% endfor %}|{% for x in missing %}x{% else %}e{% endfor %}
{% for x in l %}{% if x == 1 %}{% continue %}{% endif %}{{ x }}{% if x == 2 %}{% break %}{% endif %}{% endfor %}
{% for a, b in [(1, 2), [3, 4]] %}{{ a }}-{{ b }} {% endfor %}|{% for (a, b) in [(1, 2)] %}{{ a + b }}{% endfor %}
{% for a, b in [(1, 2, 3)] %}{{ a }}{% endfor %}
{% for x in [1, 1, 2] %}{{ loop.changed(x) }}{% endfor %}
{% for x in 5 %}{% endfor %}
{% set x = 1 %}{% for y in l %}{% set x = x + y %}{{ x }},{% endfor %}{{ x }}
{% set ns = namespace(x=1, l=l|length - 1) %}{% for y in l %}{% set ns.x = ns.x + y %}{% endfor %}{{ ns.x }}{{ ns.l }}{% set ns.fresh = 2 %}{{ ns.fresh }}{{ ns.none }}
{% if b %}{% set inner = 3 %}{% endif %}{{ inner }}
{% set a, b2 = 1, 2 %}{{ a }}{{ b2 }}|{% set p = 1, 2 %}{{ p }}
{% set block %}  x {{ i }} {% endset %}[{{ block }}]|{% set up | upper | trim %} abc {% endset %}[{{ up }}]
{% macro f(a, b=2, c='z') %}{{ a }}{{ b }}{{ c }}{% endmacro %}{{ f(1) }}|{{ f(1, c=3) }}|{{ f(b=5, a=4) }}|{{ f(1).split('2') }}
{% macro f(a) %}{{ a }}{% endmacro %}[{{ f() }}]
{% macro f(a) %}{{ a }}{% endmacro %}{{ f(1, 2) }}
{% macro f(a) %}{{ a }}{% endmacro %}{{ f(x=2) }}
{% macro fact(n) %}{% if n <= 1 %}1{% else %}{{ n * fact(n - 1)|int }}{% endif %}{% endmacro %}{{ fact(5) }}
{% macro g() %}{{ later }}{% endmacro %}{% set later = 3 %}{{ g() }}
{% macro box(t) %}<{{ t }}:{{ caller() }}>{% endmacro %}{% call box('h') %}body {{ i }}{% endcall %}
{% macro each(l) %}{% for x in l %}{{ caller(x, loop.index) }}{% endfor %}{% endmacro %}{% call(v, n) each(l) %}{{ n }}:{{ v }} {% endcall %}
{% filter upper %}abc {{ s }}{% endfilter %}|{% filter replace('a', 'b') | upper %}aaa{% endfilter %}
{% with a = 1, b3 = i %}{{ a }}{{ b3 }}{% endwith %}{{ a }}|{% with %}{% set q1 = 2 %}{{ q1 }}{% endwith %}{{ q1 }}
{% raw %}{{ not }} {% x %}{% endraw %}|{%- raw -%}  y  {%- endraw -%}  z
{% generation %}{% set gen = 1 %}x{{ gen }}{% endgeneration %}{{ gen }}
{# comment {{ x }} #}a{#- b -#} c
{{ t|trim }}|{{ 5|trim }}|{{ 'xxaxx'|trim('x') }}|{{ s|upper }}|{{ s|lower }}|{{ 'hello wORLD foo-bar (baz)'|title }}|{{ 'hELLO'|capitalize }}
{{ s|replace('l', 'L') }}|{{ s|replace('l', 'L', 1) }}|{{ 'aaa'|replace('a', 'b', count=2) }}|{{ 'ab'|replace('', '-') }}|{{ 5|replace(5, 6) }}
{{ l|join }}|{{ l|join(', ') }}|{{ d|join('; ', attribute='name') }}|{{ [z, b, 1.0]|join('-') }}|{{ 'abc'|join('.') }}
{{ l|first }}{{ l|last }}{{ []|first }}|{{ s|first }}|{{ s|last }}
{{ missing|default('d') }}|{{ ''|default('d') }}|{{ ''|default('d', true) }}|{{ z|d('e') }}|{{ missing|default }}|{{ m.no|default('n')|upper }}
{{ l|sort }}|{{ l|sort(reverse=true) }}|{{ w|sort }}|{{ w|sort(case_sensitive=true) }}|{{ d|sort(attribute='age')|map(attribute='name')|list }}
{{ {'b': 2, 'A': 1, 'c': 0}|dictsort }}|{{ {'b': 2, 'A': 1, 'c': 0}|dictsort(by='value') }}|{{ {'b': 2, 'A': 1}|dictsort(true, reverse=true) }}
{{ l|reverse|list }}|{{ 'abc'|reverse }}|{{ [1, 2, 1, 'a', 'A']|unique|list }}|{{ l|sum }}|{{ d|sum(attribute='age') }}|{{ l|sum(start=10) }}|{{ [1.5, 2]|sum }}
{{ l|min }}|{{ l|max }}|{{ w|min }}|{{ w|max }}|{{ d|max(attribute='age') }}|{{ []|min }}
{{ '42'|int }}|{{ 'x'|int }}|{{ 'x'|int(5) }}|{{ '1.9'|int }}|{{ 2.9|int }}|{{ -2.9|int }}|{{ true|int }}|{{ '0x1f'|int(0, 16) }}|{{ 'ff'|int(0, 16) }}|{{ ' 7 '|int }}
{{ '1.5'|float }}|{{ 'x'|float }}|{{ 2|float }}|{{ 'x'|float(1) }}|{{ 2.5|round }}|{{ 3.5|round }}|{{ 2.345|round(2) }}|{{ 2.1|round(0, 'ceil') }}|{{ 2.9|round(method='floor') }}|{{ 42|round }}
{{ n|abs }}|{{ -1.5|abs }}|{{ 'a b  c-d'|wordcount }}|{{ '<a href="x">&\'</a>'|e }}|{{ s|safe }}|{{ 5|string|length }}
{{ 'a\nb\n\nc'|indent }}|{{ 'a\nb'|indent(2, true) }}|{{ 'a\n\nb'|indent(2, blank=true) }}|{{ 'a\nb'|indent('> ') }}
{{ '%s is %d and %.2f%%'|format('x', 5, 2.345) }}|{{ '%5s|%-5s|%05d|%x' % ('a', 'b', 42, 255) }}|{{ '%s' % 'one' }}|{{ '%(a)s' % {'a': 1} }}|{{ '%r' % 'x' }}
{{ '%s' % (1, 2) }}
{{ '%d' % 'x' }}
{{ [1, 2, 3, 4, 5]|batch(2)|list }}|{{ [1, 2, 3]|batch(2, 'x')|list }}
{% for g in d|groupby('age') %}{{ g.grouper }}:{{ g.list|map(attribute='name')|join(',') }};{% endfor %}
{% for age, people in d|groupby('age') %}{{ age }}{{ people|length }}{% endfor %}
{{ w|map('upper')|list }}|{{ d|map(attribute='in.v', default=0)|list }}|{{ l|map('string')|join('+') }}|{{ ['a', 'b']|map('replace', 'a', 'c')|list }}
{{ l|select('odd')|list }}|{{ l|reject('odd')|list }}|{{ [0, 1, '', 'a']|select|list }}|{{ l|select('gt', 1)|list }}|{{ l|select('in', [1, 2])|list }}
{{ d|selectattr('age', 'equalto', 31)|map(attribute='name')|list }}|{{ d|rejectattr('in', 'defined')|map(attribute='name')|list }}|{{ d|selectattr('in')|list|length }}
{{ o|tojson }}|{{ o|tojson(indent=2) }}|{{ o|tojson(separators=(',', ':')) }}|{{ {'b': 1, 'a': 2}|tojson(sort_keys=true) }}|{{ u|tojson(ensure_ascii=true) }}|{{ {1: 2}|tojson }}
{{ missing|tojson }}
{{ z|upper }}|{{ missing|upper }}|{{ missing|length }}|{{ missing|list }}|{{ z|string }}
{{ z|length }}
{{ i is odd }}{{ i is even }}{{ i is divisibleby 7 }}{{ i is divisibleby(3) }}|{{ s is string }}{{ m is mapping }}{{ l is iterable }}{{ l is sequence }}{{ i is number }}{{ i is integer }}{{ f is float }}{{ b is boolean }}{{ b is true }}{{ b is false }}{{ f is integer }}
{{ s is lower }}{{ 'abc' is lower }}{{ 'ABC' is upper }}{{ range is callable }}{{ s is callable }}{{ i is eq 7 }}{{ i is ne 7 }}{{ i is gt 3 }}{{ i is lt 3 }}{{ i is ge 7 }}{{ i is le 7 }}{{ 3 is in l }}{{ z is sameas none }}{{ i is not odd }}
{{ strftime_now is defined }}|{{ strftime_now('%d %B %Y, %H:%M') }}|{{ strftime_now('%-d %b %y %A') }}
{{ raise_exception('no ' ~ s) }}
{{ range(3)|list }}|{{ range(1, 7, 2)|list }}|{{ range(3, 0, -1)|list }}|{{ dict(a=1, b='x') }}|{{ range(0)|list }}
{{ ' a b '.strip() }}|{{ ' a b '.lstrip() }}|{{ ' a b '.rstrip() }}|{{ 'xxaxx'.strip('x') }}|{{ 'a,b,c'.split(',') }}|{{ 'a,b,c'.split(',', 1) }}|{{ 'a,b,c'.rsplit(',', 1) }}|{{ ' a  b '.split() }}|{{ 'a b c'.split(none, 1) }}|{{ 'a b c'.rsplit(maxsplit=1) }}
{{ 'a\nb\r\nc\n'.splitlines() }}|{{ 'abc'.startswith('ab') }}|{{ 'abc'.endswith(('x', 'c')) }}|{{ 'aBc'.lower() }}{{ 'aBc'.upper() }}|{{ 'they\'re bill\'s'.title() }}|{{ 'aB'.capitalize() }}|{{ 'aab'.replace('a', 'x') }}|{{ 'aab'.replace('a', 'x', 1) }}
{{ '-'.join(['a', 'b']) }}|{{ 'añb'.find('b') }}|{{ 'abc'.find('z') }}|{{ '12'.isdigit() }}{{ '1a'.isdigit() }}{{ 'ab'.isalpha() }}{{ ''.isdigit() }}|{{ 'banana'.count('an') }}
{{ ''.split(',') }}|{{ ''.split() }}|{{ 'abc'.split('') }}
{{ ','.join(l) }}
{{ a.b.c is defined }}
{{ m.k.upper().lower()[0] }}|{{ (m.k ~ 'x')|upper }}|{{ d[0]['in'].v }}|{{ d[0].name.split('n')|last }}
{{ -1|abs + 2 }}|{{ 2 - 1 - 1 }}|{{ 8 // 3 // 2 }}|{{ 1 ~ 2 + 3 }}|{{ 'a' ~ 1 * 2 }}
{{ x if x is defined else 'undef' }}|{{ (x or 'alt') }}|{{ s is string and i is number }}|{{ not s is string }}
{{ i is string or true }}|{{ s if s is string else 1 }}|{{ 1 if i is odd else 2 }}
{{ 'a' in ['a'] and 'b' not in ['a'] }}|{{ 1 not in [1] or 2 }}
{{ s | upper | lower|length }}
{{ {'a': {'b': 1}}.a.b }}|{{ [[1, 2], [3]][0][1] }}|{{ 'abc'[1] }}|{{ ('a', 'b')[1] }}
{{ l.index(2) }}|{{ w.count('a') }}
{{ True }}{{ False }}{{ None }}{{ true }}{{ none }}
{{ loop is defined }}
{{ 9223372036854775807 + 0 }}
'''.strip("\n").split("\n")]

PROBES += [
    "a\n{% if true %}\nb\n{% endif %}\nc\n", "a\n  {% if true %}\n  b\n  {% endif %}\nc", "a\n  {%+ if true %}\nb\n{% endif +%}\nc",
    "x {%- if true %} y {% endif -%} z", "{{ 'a' -}}  \n {{- 'b' }}", "a\n  {# c #}\nb", "  {{ i }}\n\n", "a\r\nb\r\n", "\n\n",
    "{%- for x in l %}\n{{ x }}\n{%- endfor %}\n", "{% for x in l -%}\n  {{ x }}\n{%- endfor %}", "{{ '%}' }}{% if '%}' %}k{% endif %}",
    "{{ \"}}\" }}", "{% raw %}\n a\n{% endraw %}\nb", "{% set x = [\n 1,\n 2\n] %}{{ x }}", "{ {{ i }} }", "{%if i%}y{%endif%}",
    "{% if z %}a{% elif i == 6 %}b{% elif i == 7 %}c{% else %}d{% endif %}", "a {% if true -%} \n b {%- else %}c{%- endif %} d",
    "{%- macro m(a) -%}\n  [{{ a }}]\n{%- endmacro -%}\n{{ m(1) }}{{ m(m(2)) }}", "text only", "", "{{ i }}\n{{ i }}",
]

cases = []
for probe in PROBES:
    try:
        cases.append({"template": probe, "text": env.from_string(probe).render(**CONTEXT)})
    except Exception as ex:
        cases.append({"template": probe, "raises": True})
        if isinstance(ex, jinja2.exceptions.TemplateSyntaxError):
            print("syntax error in a probe:", probe, ex, file=sys.stderr)
print(json.dumps({"note": "jinja2 " + jinja2.__version__, "context": CONTEXT, "cases": cases}, ensure_ascii=True, indent=1))
