/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/** A JSON string, in quotation marks, that matches a pattern. */
final class PatternNetwork {

	private static final int MAX_NODES = 20_000;

	private final GrammarNetwork network;

	private int nodes;

	private PatternNetwork(GrammarNetwork network) {
		this.network = network;
	}

	static GrammarNetwork fill(GrammarNetwork network, PatternParser.Form form) {
		PatternNetwork builder = new PatternNetwork(network);
		GrammarNode body = network.start.on('"', '"', builder.node());
		builder.after(form, body).on('"', '"', network.end());
		return network;
	}

	private GrammarNode node() {
		if (++this.nodes > MAX_NODES) {
			throw new ConstraintException("The schema keyword 'pattern' repeats too much; leave it out");
		}
		return this.network.node();
	}

	private GrammarNode after(PatternParser.Form form, GrammarNode from) {
		if (form instanceof PatternParser.One one) {
			return after(one.characters(), from);
		}
		if (form instanceof PatternParser.Sequence sequence) {
			GrammarNode at = from;
			for (PatternParser.Form part : sequence.parts()) {
				at = after(part, at);
			}
			return at;
		}
		if (form instanceof PatternParser.Choice choice) {
			GrammarNode end = node();
			choice.choices().forEach((one) -> after(one, from).jump(end));
			return end;
		}
		return after((PatternParser.Repeat) form, from);
	}

	private GrammarNode after(PatternParser.Repeat repeat, GrammarNode from) {
		GrammarNode at = from;
		for (int i = 0; i < repeat.times(); i++) {
			at = after(repeat.part(), at);
		}
		if (repeat.mostTimes() == Integer.MAX_VALUE) {
			GrammarNode loop = node();
			at.jump(loop);
			after(repeat.part(), loop).jump(loop);
			return loop;
		}
		GrammarNode end = node();
		for (int i = repeat.times(); i < repeat.mostTimes(); i++) {
			at.jump(end);
			at = after(repeat.part(), at);
		}
		at.jump(end);
		return end;
	}

	private GrammarNode after(BitSet characters, GrammarNode from) {
		GrammarNode end = node();
		int first = characters.nextSetBit(0);
		while (first >= 0) {
			int last = Math.min(characters.nextClearBit(first), (first < 0x80) ? 0x80 : Integer.MAX_VALUE) - 1;
			for (int i = first; i <= last; i++) {
				if (i == '"' || i == '\\') {
					from.on('\\', '\\', node()).on(i, i, end);
				}
				else if (i < 0x80) {
					from.on(i, i, end);
				}
				else {
					encoded(i, from, end);
				}
			}
			first = characters.nextSetBit(last + 1);
		}
		return end;
	}

	private void encoded(int character, GrammarNode from, GrammarNode end) {
		byte[] bytes = Character.toString(character).getBytes(StandardCharsets.UTF_8);
		GrammarNode at = from;
		for (int i = 0; i < bytes.length - 1; i++) {
			at = at.on(bytes[i] & 0xff, bytes[i] & 0xff, node());
		}
		at.on(bytes[bytes.length - 1] & 0xff, bytes[bytes.length - 1] & 0xff, end);
	}

}
