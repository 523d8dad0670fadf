/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;

import dev.tacit.inference.sample.GrammarNode.Bounds;
import dev.tacit.inference.sample.GrammarState.Place;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tokens that a state allows. Where the text is inside a string, nearly the
 * whole vocabulary is, and a walk over it would take longer than a tenth of a step; so
 * what stays inside is known beforehand and only the rest is walked. Immutable.
 */
final class TokenMasks {

	/** Most bytes that a character which has begun still needs. */
	private static final int MOST_OPEN = 3;

	private final int vocabulary;

	private final IntFunction<byte[]> bytes;

	private final TokenTrie all;

	private final StringTokens quoted;

	private final StringTokens apostrophed;

	/**
	 * Prepares a vocabulary.
	 * @param vocabulary number of token ids
	 * @param bytes bytes of an id; none for a control token
	 */
	TokenMasks(int vocabulary, IntFunction<byte[]> bytes) {
		this.vocabulary = vocabulary;
		this.bytes = bytes;
		this.all = new TokenTrie(vocabulary, bytes);
		this.quoted = new StringTokens(vocabulary, bytes, '"');
		this.apostrophed = new StringTokens(vocabulary, bytes, '\'');
	}

	byte[] bytes(int id) {
		return this.bytes.apply(id);
	}

	/** Every token tried, byte by byte: what {@link #mask} must be equal to. */
	TokenMask walked(GrammarParser parser, GrammarState state, int limit) {
		return this.all.mask(parser, state, limit);
	}

	/**
	 * Tokens that a state allows and that surely leave no more than so many bytes to go.
	 * Its distance may be a little too large.
	 */
	TokenMask mask(GrammarParser parser, GrammarState state, int limit) {
		StringTokens inside = inside(state);
		if (inside == null) {
			return walked(parser, state, limit);
		}
		BitSet tokens = new BitSet(this.vocabulary);
		int farthest = 0;
		List<Place> others = new ArrayList<>();
		for (Place place : state.places) {
			if (place.node().quote != inside.quote()) {
				others.add(place);
				continue;
			}
			Bounds bounds = place.node().bounds;
			boolean tooShort = bounds != null && place.count() < bounds.min();
			int distance = place.distance();
			if (tooShort && distance - 1 > limit) {
				// Only how many characters a token brings decides.
				return walked(parser, state, limit);
			}
			int room = (bounds == null || bounds.max() == Integer.MAX_VALUE) ? TokenTrie.MAX_BYTES
					: bounds.max() - place.count();
			if (room > 0 && distance - (tooShort ? 1 : 0) <= limit) {
				tokens.or(inside.whole(room));
				farthest = Math.max(farthest, distance);
			}
			if (room > 0 && distance + MOST_OPEN <= limit) {
				tokens.or(inside.open(room));
				farthest = Math.max(farthest, distance + MOST_OPEN);
			}
		}
		TokenMask crossing = inside.crossing().mask(parser, state, limit);
		tokens.or(crossing.tokens());
		farthest = Math.max(farthest, crossing.farthest());
		int cost = crossing.cost();
		if (!others.isEmpty()) {
			TokenMask rest = walked(parser, parser.part(others), limit);
			tokens.or(rest.tokens());
			farthest = Math.max(farthest, rest.farthest());
			cost += rest.cost();
		}
		return new TokenMask(tokens, farthest, cost);
	}

	private @Nullable StringTokens inside(GrammarState state) {
		for (Place place : state.places) {
			if (place.node().quote != 0) {
				return (place.node().quote == '"') ? this.quoted : this.apostrophed;
			}
		}
		return null;
	}

}
