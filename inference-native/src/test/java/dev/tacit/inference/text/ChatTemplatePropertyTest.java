/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.tacit.inference.json.Json;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Whatever a template says, it renders or is refused with a sentence: no other exception,
 * no endless loop, no text of a value in a message.
 */
class ChatTemplatePropertyTest {

	private static final long SEED = 20261124;

	private static final List<String> ATOMS = List.of("s", "u", "i", "f", "b", "z", "l", "m", "d", "o", "ns", "big",
			"missing", "'x'", "''", "3", "-1", "1.5", "[1, 'a']", "{'a': 1}", "(1, 2)", "true", "none", "loop");

	private static final List<String> OPERATORS = List.of("+", "-", "*", "/", "//", "%", "**", "~", "==", "!=", "<",
			">=", "in", "not in", "and", "or");

	private static final List<String> FILTERS = List.of("upper", "length", "list", "join(',')", "tojson", "sort",
			"first", "default('d', true)", "replace('a', 'b')", "int", "float", "round(1)", "reverse", "unique",
			"map(attribute='name')", "select('string')", "batch(2)", "trim", "indent", "string", "items", "sum",
			"dictsort", "title", "groupby('age')", "max", "format(1)", "wordcount", "abs", "escape");

	private static final List<String> TESTS = List.of("defined", "none", "string", "mapping", "odd", "iterable",
			"divisibleby 2", "eq 3", "in [1]", "lower", "number");

	private static final List<String> METHODS = List.of("split('l')", "items()", "get('k')", "strip()", "upper()",
			"startswith('a')", "title()", "rsplit(',', 1)", "keys()", "splitlines()", "find('o')");

	private static final Map<String, Object> CONTEXT = ChatTemplateTest
		.map(ChatTemplateTest.map(Json.parse(ChatTemplateTest.resource("template-probes.json"))).get("context"));

	private final Random random = new Random(SEED);

	private <T> T any(List<T> items) {
		return items.get(this.random.nextInt(items.size()));
	}

	private String expression(int depth) {
		if (depth == 0) {
			return any(ATOMS);
		}
		String inner = expression(depth - 1);
		return switch (this.random.nextInt(9)) {
			case 0 -> inner + "|" + any(FILTERS);
			case 1 -> "(" + inner + " " + any(OPERATORS) + " " + expression(depth - 1) + ")";
			case 2 -> inner + " is " + any(TESTS);
			case 3 -> "(" + inner + ")." + any(METHODS);
			case 4 -> "(" + inner + ")[" + expression(depth - 1) + "]";
			case 5 -> "(" + inner + ")[" + any(List.of("1:", ":2", "::-1", "-2:", "::3")) + "]";
			case 6 -> "(" + inner + " if " + expression(depth - 1) + " else " + any(ATOMS) + ")";
			case 7 -> "not " + inner;
			default -> "(" + inner + ").name";
		};
	}

	private String block(int depth) {
		String body = (depth == 0) ? "{{ " + expression(2) + " }}" : block(depth - 1) + block(depth - 1);
		return switch (this.random.nextInt(8)) {
			case 0 -> "{% if " + expression(2) + " -%} " + body + "{% else %}" + block(0) + "{% endif %}";
			case 1 -> "{% for x in " + expression(1) + " %}" + body + "{{ loop.index }}{% endfor %}";
			case 2 -> "{% set ns = namespace(a=" + expression(1) + ") %}{% set ns.a = " + expression(2) + " %}" + body;
			case 3 -> "{% set i = " + expression(2) + " %}" + body;
			case 4 -> "{% macro q(a, b=1) %}" + body + "{{ a }}{% endmacro %}{{ q(" + expression(1) + ") }}";
			case 5 -> "{% filter " + any(FILTERS) + " %}" + body + "{% endfilter %}";
			case 6 -> "{% with v = " + expression(1) + " %}" + body + "{% endwith %}";
			default -> "\n text {# c #} " + body;
		};
	}

	private boolean renders(String template, int number) {
		try {
			ChatTemplate.parse(template).render(CONTEXT);
			return true;
		}
		catch (ChatTemplateException ex) {
			assertThat(ex.getMessage()).as("seed %d, case %d", SEED, number).doesNotContain("Hello", "ann", "pad");
			return false;
		}
		catch (RuntimeException | Error ex) {
			return fail("seed " + SEED + ", case " + number + ": " + ex + " from " + template, ex);
		}
	}

	@Test
	void aRandomTemplateRendersOrIsRefused() {
		int rendered = 0;
		for (int i = 0; i < 6000; i++) {
			rendered += renders(block(this.random.nextInt(3)), i) ? 1 : 0;
		}
		assertThat(rendered).isBetween(500, 5500);
	}

	@Test
	void aDamagedTemplateRendersOrIsRefused() {
		String source = ChatTemplateTest.resource("lfm2-calls-template.jinja");
		for (int i = 0; i < 1500; i++) {
			StringBuilder damaged = new StringBuilder(source);
			for (int edits = this.random.nextInt(4); edits >= 0; edits--) {
				int at = this.random.nextInt(damaged.length());
				switch (this.random.nextInt(3)) {
					case 0 -> damaged.deleteCharAt(at);
					case 1 -> damaged.insert(at, "{}%-()'\"[]|.:=#\\ax1".charAt(this.random.nextInt(19)));
					default -> damaged.delete(at, Math.min(damaged.length(), at + this.random.nextInt(40)));
				}
			}
			renders(damaged.toString(), i);
		}
	}

}
