/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntFunction;

/**
 * The byte strings of a vocabulary as a tree, so that all tokens a state allows are found
 * in one walk over what they have in common. Immutable.
 */
final class TokenTrie {

	/** Longer tokens are never allowed: they are rows of blanks or rules. */
	static final int MAX_BYTES = 64;

	private int[] firstChild = new int[1024];

	private int[] nextSibling = new int[1024];

	private int[] firstToken = new int[1024];

	private final int[] nextToken;

	private byte[] value = new byte[1024];

	private int size = 1;

	/**
	 * Builds the tree.
	 * @param vocabulary number of token ids
	 * @param bytes bytes of an id; none for a control token
	 */
	TokenTrie(int vocabulary, IntFunction<byte[]> bytes) {
		this.nextToken = new int[vocabulary];
		this.firstToken[0] = -1;
		for (int id = 0; id < vocabulary; id++) {
			byte[] token = bytes.apply(id);
			if (token.length > 0 && token.length <= MAX_BYTES) {
				add(id, token);
			}
		}
	}

	private void add(int id, byte[] token) {
		int node = 0;
		for (byte next : token) {
			int child = this.firstChild[node];
			while (child != 0 && this.value[child] != next) {
				child = this.nextSibling[child];
			}
			node = (child != 0) ? child : grow(node, next);
		}
		this.nextToken[id] = this.firstToken[node];
		this.firstToken[node] = id;
	}

	private int grow(int parent, byte next) {
		if (this.size == this.value.length) {
			this.firstChild = Arrays.copyOf(this.firstChild, 2 * this.size);
			this.nextSibling = Arrays.copyOf(this.nextSibling, 2 * this.size);
			this.firstToken = Arrays.copyOf(this.firstToken, 2 * this.size);
			this.value = Arrays.copyOf(this.value, 2 * this.size);
		}
		int node = this.size++;
		this.value[node] = next;
		this.firstToken[node] = -1;
		this.nextSibling[node] = this.firstChild[parent];
		this.firstChild[parent] = node;
		return node;
	}

	/** Tokens that a state allows and that leave no more than so many bytes to go. */
	TokenMask mask(GrammarParser parser, GrammarState state, int limit) {
		Walk walk = new Walk(parser, limit, new BitSet(this.nextToken.length));
		walk.below(state, 0);
		return new TokenMask(walk.tokens, walk.farthest, walk.nodes);
	}

	/** One way through the tree. */
	private final class Walk {

		private final GrammarParser parser;

		private final int limit;

		private final BitSet tokens;

		private int farthest;

		private int nodes;

		Walk(GrammarParser parser, int limit, BitSet tokens) {
			this.parser = parser;
			this.limit = limit;
			this.tokens = tokens;
		}

		/** Recurses as deep as the longest token. */
		private void below(GrammarState state, int node) {
			for (int child = TokenTrie.this.firstChild[node]; child != 0; child = TokenTrie.this.nextSibling[child]) {
				this.nodes++;
				GrammarState next = this.parser.next(state, TokenTrie.this.value[child] & 0xff);
				if (next == GrammarState.DEAD) {
					continue;
				}
				if (next.distance <= this.limit && TokenTrie.this.firstToken[child] >= 0) {
					this.farthest = Math.max(this.farthest, next.distance);
					for (int id = TokenTrie.this.firstToken[child]; id >= 0; id = TokenTrie.this.nextToken[id]) {
						this.tokens.set(id);
					}
				}
				below(next, child);
			}
		}

	}

}
