/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where a text may be in its grammar: all the places it could have reached, with the
 * networks that wait for each of them. Successors and the mask are filled in when they
 * are first asked for; that happens on the decode thread only.
 */
final class GrammarState {

	/** Where no text of the grammar gets to. */
	static final GrammarState DEAD = new GrammarState(List.of(), false);

	final List<Place> places;

	/** Whether the text may end here. */
	final boolean accepting;

	/** Least bytes to a complete text. */
	final int distance;

	final @Nullable GrammarState[] successors = new GrammarState[256];

	@Nullable TokenMask mask;

	GrammarState(List<Place> places, boolean accepting) {
		this.places = places;
		this.accepting = accepting;
		this.distance = accepting ? 0 : places.stream().mapToInt(Place::distance).min().orElse(GrammarNode.NEVER);
	}

	/**
	 * The one byte that may follow, or -1 where there are several, or the text may end.
	 */
	int onlyByte() {
		int only = -1;
		for (Place place : this.places) {
			for (GrammarNode.Edge edge : place.node().edges) {
				if (edge.low() != edge.high() || (only >= 0 && only != edge.low())) {
					return -1;
				}
				only = edge.low();
			}
		}
		return this.accepting ? -1 : only;
	}

	/**
	 * A node, the calls it is in, and the characters of the string it is in.
	 */
	record Place(GrammarNode node, @Nullable Frame stack, int count) {

		int distance() {
			GrammarNode.Bounds bounds = this.node.bounds;
			int had = (bounds != null) ? Math.min(this.count, bounds.min()) : 0;
			return Math.min(GrammarNode.NEVER,
					this.node.distance - had + ((this.stack != null) ? this.stack.distance() : 0));
		}

		/** The same for all counts that no token can tell apart. */
		Place blurred() {
			GrammarNode.Bounds bounds = this.node.bounds;
			boolean far = bounds != null && this.count >= bounds.min()
					&& bounds.max() - this.count > TokenTrie.MAX_BYTES;
			return far ? new Place(this.node, this.stack, -1) : this;
		}

	}

	/**
	 * A call under way. There is one object for equal calls, so identity compares them.
	 */
	static final class Frame {

		private final GrammarNode back;

		private final @Nullable Frame parent;

		private final int distance;

		private final int depth;

		Frame(GrammarNode back, @Nullable Frame parent) {
			this.back = back;
			this.parent = parent;
			this.distance = Math.min(GrammarNode.NEVER, back.distance + ((parent != null) ? parent.distance : 0));
			this.depth = 1 + ((parent != null) ? parent.depth : 0);
		}

		GrammarNode back() {
			return this.back;
		}

		@Nullable Frame parent() {
			return this.parent;
		}

		int distance() {
			return this.distance;
		}

		int depth() {
			return this.depth;
		}

	}

}
