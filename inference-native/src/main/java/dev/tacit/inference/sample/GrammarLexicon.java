/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.tacit.inference.json.Json;
import dev.tacit.inference.sample.GrammarNode.Bounds;
import dev.tacit.inference.sample.GrammarNode.Role;
import org.jspecify.annotations.Nullable;

/**
 * The words of a grammar: blanks, strings, numbers and literals, in JSON or as models
 * write them in tool calls. Each word is one network, shared by all that use it.
 */
final class GrammarLexicon {

	private static final int MAX_DIGITS = 15;

	private final boolean calls;

	private final List<GrammarNetwork> networks = new ArrayList<>();

	private final Map<Object, GrammarNetwork> words = new LinkedHashMap<>();

	/**
	 * Creates the words.
	 * @param calls whether strings may also have apostrophes and literals be Python's
	 */
	GrammarLexicon(boolean calls) {
		this.calls = calls;
	}

	GrammarNetwork network() {
		GrammarNetwork network = new GrammarNetwork();
		this.networks.add(network);
		return network;
	}

	/** Computes how far every state is from its end; returns nothing reachable late. */
	void measure() {
		boolean changed = true;
		while (changed) {
			changed = false;
			for (GrammarNetwork network : this.networks) {
				changed |= network.relax();
			}
		}
	}

	/** Nothing, a blank, or a new line with an indent: enough for every common layout. */
	GrammarNetwork blanks() {
		return this.words.computeIfAbsent("blanks", (key) -> {
			GrammarNetwork network = network();
			network.start.end = true;
			network.start.on(' ', ' ', network.end());
			GrammarNode line = network.start.on('\n', '\n', network.end());
			for (int i = 0; i < 16; i++) {
				line = line.on(' ', ' ', network.end());
			}
			return network;
		});
	}

	/** Up to four line ends or blanks, as models write after their thoughts. */
	GrammarNetwork lead() {
		return this.words.computeIfAbsent("lead", (key) -> {
			GrammarNetwork network = network();
			network.start.end = true;
			GrammarNode at = network.start;
			for (int i = 0; i < 4; i++) {
				GrammarNode next = network.end();
				at.on(' ', ' ', next);
				at.on('\n', '\n', next);
				at = next;
			}
			return network;
		});
	}

	GrammarNetwork string(int min, int max) {
		return this.words.computeIfAbsent(List.of("string", min, max), (key) -> {
			GrammarNetwork network = network();
			Bounds bounds = (min > 0 || max < Integer.MAX_VALUE) ? new Bounds(min, max) : null;
			GrammarNode end = network.end();
			quoted(network, '"', bounds, end);
			if (this.calls) {
				quoted(network, '\'', bounds, end);
			}
			return network;
		});
	}

	private void quoted(GrammarNetwork network, char quote, @Nullable Bounds bounds, GrammarNode end) {
		GrammarNode body = node(network, bounds);
		body.quote = quote;
		network.start.on(quote, quote, body);
		body.on(quote, quote, end, Role.CLOSE);
		for (int[] range : new int[][] { { 0x20, quote - 1 }, { quote + 1, 0x5b }, { 0x5d, 0x7e } }) {
			if (range[0] <= range[1]) {
				body.on(range[0], range[1], body, Role.WHOLE);
			}
		}
		multibyte(network, body, bounds);
		GrammarNode escape = node(network, bounds);
		body.on('\\', '\\', escape, Role.BEGIN);
		for (char c : ((quote == '"') ? "\"\\/bfnrt" : "'\\nrt").toCharArray()) {
			escape.on(c, c, body, Role.COMPLETE);
		}
		if (quote == '"') {
			unicodeEscape(network, escape, body, bounds);
		}
	}

	private static GrammarNode node(GrammarNetwork network, @Nullable Bounds bounds) {
		GrammarNode node = network.node();
		node.bounds = bounds;
		return node;
	}

	/** Well-formed UTF-8 beyond ASCII: no surrogate, nothing overlong. */
	private static void multibyte(GrammarNetwork network, GrammarNode body, @Nullable Bounds bounds) {
		GrammarNode one = node(network, bounds);
		GrammarNode two = node(network, bounds);
		GrammarNode three = node(network, bounds);
		one.on(0x80, 0xbf, body, Role.COMPLETE);
		two.on(0x80, 0xbf, one);
		three.on(0x80, 0xbf, two);
		body.on(0xc2, 0xdf, one, Role.BEGIN);
		body.on(0xe1, 0xec, two, Role.BEGIN);
		body.on(0xee, 0xef, two, Role.BEGIN);
		body.on(0xf1, 0xf3, three, Role.BEGIN);
		int[][] narrow = { { 0xe0, 0xa0, 0xbf }, { 0xed, 0x80, 0x9f } };
		for (int[] range : narrow) {
			GrammarNode first = node(network, bounds);
			body.on(range[0], range[0], first, Role.BEGIN);
			first.on(range[1], range[2], one);
		}
		for (int[] range : new int[][] { { 0xf0, 0x90, 0xbf }, { 0xf4, 0x80, 0x8f } }) {
			GrammarNode first = node(network, bounds);
			body.on(range[0], range[0], first, Role.BEGIN);
			first.on(range[1], range[2], two);
		}
	}

	/** Four hexadecimal digits that are no surrogate. */
	private static void unicodeEscape(GrammarNetwork network, GrammarNode escape, GrammarNode body,
			@Nullable Bounds bounds) {
		GrammarNode first = escape.on('u', 'u', node(network, bounds));
		GrammarNode second = node(network, bounds);
		GrammarNode belowSurrogates = node(network, bounds);
		GrammarNode third = node(network, bounds);
		GrammarNode fourth = node(network, bounds);
		hex(first, second, "0123456789abcefABCEF");
		hex(first, belowSurrogates, "dD");
		hex(second, third, "0123456789abcdefABCDEF");
		hex(belowSurrogates, third, "01234567");
		hex(third, fourth, "0123456789abcdefABCDEF");
		for (char c : "0123456789abcdefABCDEF".toCharArray()) {
			fourth.on(c, c, body, Role.COMPLETE);
		}
	}

	private static void hex(GrammarNode from, GrammarNode to, String digits) {
		for (char c : digits.toCharArray()) {
			from.on(c, c, to);
		}
	}

	/** A value of an enumeration, written as it would be anyway. */
	GrammarNetwork literal(@Nullable Object value) {
		GrammarNetwork network = network();
		GrammarNode end = network.end();
		for (String text : spellings(value)) {
			network.literal(network.start, text).jump(end);
		}
		return network;
	}

	private List<String> spellings(@Nullable Object value) {
		String json = GrammarText.json(value);
		if (!this.calls) {
			return List.of(json);
		}
		if (value == null || value instanceof Boolean) {
			return List.of(json, (value == null) ? "None" : value.equals(true) ? "True" : "False");
		}
		if (value instanceof String text && text.chars().allMatch((c) -> c >= 0x20 && c != '\'' && c != '\\')) {
			return List.of(json, "'" + text + "'");
		}
		return List.of(json);
	}

	/** An integer of bounded digits. */
	GrammarNetwork integer(long min, long max) {
		return this.words.computeIfAbsent(List.of("integer", min, max), (key) -> {
			GrammarNetwork network = network();
			new GrammarDigits(network).integers(min, max, (node) -> node.jump(network.end()));
			return network;
		});
	}

	/**
	 * A decimal number without exponent whose value lies between two integers.
	 */
	GrammarNetwork number(long min, long max) {
		return this.words.computeIfAbsent(List.of("number", min, max), (key) -> {
			GrammarNetwork network = network();
			GrammarDigits digits = new GrammarDigits(network);
			GrammarNode end = network.end();
			digits.integers(min, max, (node) -> node.jump(end));
			// -3.5 lies below -3: the fraction leads away from zero on both sides.
			if (max > 0) {
				digits.integers(Math.max(0, min), max - 1, (node) -> fraction(network, node, end));
			}
			if (min < 0) {
				digits.negatives(Math.max(0, -max), -min - 1, (node) -> fraction(network, node, end));
			}
			return network;
		});
	}

	private static void fraction(GrammarNetwork network, GrammarNode from, GrammarNode end) {
		GrammarNode at = from.on('.', '.', network.node());
		for (int i = 0; i < 9; i++) {
			at = at.on('0', '9', network.node());
			at.jump(end);
		}
	}

	static long unbounded() {
		long bound = 1;
		for (int i = 0; i < MAX_DIGITS; i++) {
			bound *= 10;
		}
		return bound - 1;
	}

	/** A text of its own, for instance the name of a member. */
	GrammarNetwork text(String text) {
		return this.words.computeIfAbsent(List.of("text", text), (key) -> {
			GrammarNetwork network = network();
			network.literal(network.start, text).end = true;
			return network;
		});
	}

	/** JSON of a name. */
	static String quoted(String name) {
		return Json.write(name);
	}

}
