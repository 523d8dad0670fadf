/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Reads the patterns of a schema: ECMA-262 without what looks around, back or at words.
 * Classes and the point stand for printable ASCII only, and what is negated is taken from
 * that: fewer texts than the pattern allows, and never one that it does not.
 */
final class PatternParser {

	private static final int MAX_REPEATS = 256;

	private static final int MAX_DEPTH = 32;

	private final String pattern;

	private int at;

	private int depth;

	private PatternParser(String pattern) {
		this.pattern = pattern;
	}

	/**
	 * Reads a pattern.
	 * @param pattern the pattern
	 * @return its form; where it has no anchor, any characters may stand around it
	 * @throws ConstraintException if it uses something else
	 */
	static Form parse(String pattern) {
		PatternParser parser = new PatternParser(pattern);
		Form form = parser.alternatives(true);
		if (parser.at < pattern.length()) {
			throw unsupported("an unbalanced bracket");
		}
		return form;
	}

	/** What a pattern is made of. */
	sealed interface Form {

		/** Least characters. */
		int least();

		/** Most characters; {@link Integer#MAX_VALUE} for no bound. */
		int most();

	}

	/** One of a set of characters. */
	record One(BitSet characters) implements Form {

		@Override
		public int least() {
			return 1;
		}

		@Override
		public int most() {
			return 1;
		}

	}

	/** One after the other. */
	record Sequence(List<Form> parts) implements Form {

		@Override
		public int least() {
			return this.parts.stream().mapToInt(Form::least).sum();
		}

		@Override
		public int most() {
			return bounded(this.parts.stream().mapToLong(Form::most).sum());
		}

	}

	/** One of several. */
	record Choice(List<Form> choices) implements Form {

		@Override
		public int least() {
			return this.choices.stream().mapToInt(Form::least).min().orElse(0);
		}

		@Override
		public int most() {
			return this.choices.stream().mapToInt(Form::most).max().orElse(0);
		}

	}

	/** The same several times; without bound if most is {@link Integer#MAX_VALUE}. */
	record Repeat(Form part, int times, int mostTimes) implements Form {

		@Override
		public int least() {
			return this.part.least() * this.times;
		}

		@Override
		public int most() {
			return bounded((long) this.part.most() * this.mostTimes);
		}

	}

	private static int bounded(long length) {
		return (int) Math.min(Integer.MAX_VALUE, length);
	}

	private static final Form ANYTHING = new Repeat(new One(printable()), 0, Integer.MAX_VALUE);

	private static BitSet printable() {
		BitSet set = new BitSet();
		set.set(0x20, 0x7f);
		return set;
	}

	private Form alternatives(boolean whole) {
		if (++this.depth > MAX_DEPTH) {
			throw unsupported("groups deeper than " + MAX_DEPTH);
		}
		List<Form> choices = new ArrayList<>();
		do {
			choices.add(sequence(whole));
		}
		while (taken('|'));
		this.depth--;
		return (choices.size() == 1) ? choices.get(0) : new Choice(choices);
	}

	private Form sequence(boolean whole) {
		List<Form> parts = new ArrayList<>();
		if (whole && !taken('^')) {
			parts.add(ANYTHING);
		}
		boolean open = whole;
		while (this.at < this.pattern.length() && peek() != '|' && peek() != ')') {
			if (taken('$')) {
				open = false;
				if (!whole || (this.at < this.pattern.length() && peek() != '|')) {
					throw unsupported("an anchor inside");
				}
				break;
			}
			parts.add(repeated(atom()));
		}
		if (open) {
			parts.add(ANYTHING);
		}
		return new Sequence(parts);
	}

	private Form repeated(Form atom) {
		if (this.at >= this.pattern.length()) {
			return atom;
		}
		Form repeated = switch (peek()) {
			case '*' -> repeat(atom, 0, Integer.MAX_VALUE);
			case '+' -> repeat(atom, 1, Integer.MAX_VALUE);
			case '?' -> repeat(atom, 0, 1);
			case '{' -> counted(atom);
			default -> atom;
		};
		if (repeated != atom) {
			// A lazy quantifier matches the same texts.
			taken('?');
			if (this.at < this.pattern.length() && "*+?{".indexOf(peek()) >= 0) {
				throw unsupported("a quantifier after a quantifier");
			}
		}
		return repeated;
	}

	private Form repeat(Form atom, int times, int mostTimes) {
		this.at++;
		return new Repeat(atom, times, mostTimes);
	}

	private Form counted(Form atom) {
		int close = this.pattern.indexOf('}', this.at);
		String inside = (close < 0) ? "" : this.pattern.substring(this.at + 1, close);
		if (!inside.matches("[0-9]{1,3}(,[0-9]{0,3})?")) {
			throw unsupported("a brace that counts nothing");
		}
		this.at = close;
		String[] counts = inside.split(",", -1);
		int times = Integer.parseInt(counts[0]);
		int mostTimes = (counts.length == 1) ? times
				: counts[1].isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(counts[1]);
		if (times > MAX_REPEATS || (mostTimes != Integer.MAX_VALUE && mostTimes > MAX_REPEATS) || mostTimes < times) {
			throw unsupported("a count beyond " + MAX_REPEATS);
		}
		return repeat(atom, times, mostTimes);
	}

	private Form atom() {
		char next = this.pattern.charAt(this.at++);
		return switch (next) {
			case '(' -> group();
			case '[' -> new One(characterClass());
			case '.' -> new One(printable());
			case '\\' -> new One(escaped());
			case '*', '+', '?', '{', '^' -> throw unsupported("an anchor inside, or a quantifier of nothing");
			default -> new One(single(next));
		};
	}

	private Form group() {
		if (taken('?') && !taken(':')) {
			throw unsupported("a group that looks around or has a name");
		}
		Form inside = alternatives(false);
		if (!taken(')')) {
			throw unsupported("an unbalanced bracket");
		}
		return inside;
	}

	private BitSet characterClass() {
		boolean negated = taken('^');
		BitSet set = new BitSet();
		while (true) {
			if (this.at >= this.pattern.length()) {
				throw unsupported("an unbalanced bracket");
			}
			if (taken(']')) {
				break;
			}
			BitSet first = classMember();
			boolean range = this.at + 1 < this.pattern.length() && peek() == '-'
					&& this.pattern.charAt(this.at + 1) != ']';
			if (range) {
				this.at++;
				BitSet last = classMember();
				if (first.cardinality() != 1 || last.cardinality() != 1 || first.length() > last.length()) {
					throw unsupported("a range of no order");
				}
				set.set(first.nextSetBit(0), last.nextSetBit(0) + 1);
			}
			else {
				set.or(first);
			}
		}
		return negated ? others(set) : set;
	}

	private BitSet classMember() {
		char next = this.pattern.charAt(this.at++);
		return (next == '\\' && this.at < this.pattern.length()) ? escaped() : single(next);
	}

	private BitSet escaped() {
		if (this.at >= this.pattern.length()) {
			throw unsupported("an escape of nothing");
		}
		char name = this.pattern.charAt(this.at++);
		return switch (name) {
			case 'd' -> range('0', '9');
			case 'D' -> others(range('0', '9'));
			case 'w' -> words();
			case 'W' -> others(words());
			case 's' -> single(' ');
			case 'S' -> others(single(' '));
			default -> {
				if (Character.isLetterOrDigit(name)) {
					throw unsupported("the escape of a letter or digit other than d, w and s");
				}
				yield single(name);
			}
		};
	}

	private static BitSet words() {
		BitSet set = range('0', '9');
		set.or(range('a', 'z'));
		set.or(range('A', 'Z'));
		set.set('_');
		return set;
	}

	private static BitSet others(BitSet set) {
		BitSet others = printable();
		others.andNot(set);
		return others;
	}

	private static BitSet range(char first, char last) {
		BitSet set = new BitSet();
		set.set(first, last + 1);
		return set;
	}

	private static BitSet single(char character) {
		if (character < 0x20 || character == 0x7f || Character.isSurrogate(character)) {
			throw unsupported("a character that is no printable one of the basic plane");
		}
		return range(character, character);
	}

	private char peek() {
		return this.pattern.charAt(this.at);
	}

	private boolean taken(char expected) {
		boolean there = this.at < this.pattern.length() && peek() == expected;
		this.at += there ? 1 : 0;
		return there;
	}

	private static ConstraintException unsupported(String what) {
		return new ConstraintException("The schema keyword 'pattern' has " + what
				+ ", which is not supported; leave it out and check the answer");
	}

}
