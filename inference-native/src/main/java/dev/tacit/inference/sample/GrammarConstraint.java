/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Function;

/** A text that follows a grammar. */
final class GrammarConstraint implements TokenConstraint {

	private static final int MAX_FORCED = 120;

	private final GrammarParser parser;

	private final TokenMasks masks;

	private final BitSet endings;

	private final Function<String, int[]> encoder;

	private GrammarState state;

	GrammarConstraint(GrammarParser parser, TokenMasks masks, BitSet endings, Function<String, int[]> encoder) {
		this.parser = parser;
		this.masks = masks;
		this.endings = endings;
		this.encoder = encoder;
		this.state = parser.start();
	}

	@Override
	public BitSet allowed(int remaining) {
		TokenMask mask = this.parser.mask(this.state, this.masks);
		// This token, the bytes after it at one token each, and the one that ends it all.
		if (remaining - 2 < mask.farthest()) {
			TokenMask near = this.masks.mask(this.parser, this.state, Math.max(0, remaining - 2));
			mask = (near.tokens().isEmpty() && !this.state.accepting) ? mask : near;
		}
		if (!this.state.accepting) {
			return mask.tokens();
		}
		BitSet withEnd = (BitSet) mask.tokens().clone();
		withEnd.or(this.endings);
		return withEnd;
	}

	@Override
	public boolean accept(int token) {
		if (this.endings.get(token)) {
			return this.state.accepting;
		}
		byte[] bytes = this.masks.bytes(token);
		GrammarState at = this.state;
		for (int i = 0; i < bytes.length && at != GrammarState.DEAD; i++) {
			at = this.parser.next(at, bytes[i] & 0xff);
		}
		if (bytes.length == 0 || at == GrammarState.DEAD) {
			return false;
		}
		this.state = at;
		return true;
	}

	@Override
	public int[] forced() {
		byte[] text = new byte[MAX_FORCED];
		int length = 0;
		GrammarState at = this.state;
		for (int only = at.onlyByte(); only >= 0 && length < MAX_FORCED; only = at.onlyByte()) {
			text[length++] = (byte) only;
			at = this.parser.next(at, only);
		}
		if (length < 2) {
			return new int[0];
		}
		String forced = new String(text, 0, length, StandardCharsets.UTF_8);
		if (forced.indexOf('\ufffd') >= 0) {
			return new int[0];
		}
		int[] tokens = this.encoder.apply(forced);
		// The last one might have merged with what the model would write next.
		return Arrays.copyOf(tokens, tokens.length - 1);
	}

	@Override
	public boolean complete() {
		return this.state.accepting && this.state.places.isEmpty();
	}

	@Override
	public int distance() {
		return this.state.distance;
	}

}
