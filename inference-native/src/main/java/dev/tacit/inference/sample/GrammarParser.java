/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.tacit.inference.sample.GrammarNode.Bounds;
import dev.tacit.inference.sample.GrammarNode.Edge;
import dev.tacit.inference.sample.GrammarNode.Role;
import dev.tacit.inference.sample.GrammarState.Frame;
import dev.tacit.inference.sample.GrammarState.Place;
import org.jspecify.annotations.Nullable;

/**
 * Reads texts of one grammar byte by byte. States are shared by all texts; the nearest
 * ones are made when the grammar is compiled, the others when they are first reached, and
 * their number is bounded. Belongs to the thread that compiles it until others get to
 * know it, and to the decode thread afterwards.
 */
final class GrammarParser {

	private static final int MAX_STATES = 20_000;

	private static final int MAX_CALLS = 120;

	/** Nodes; a mask takes 8 KiB, and one with fewer is found in microseconds. */
	static final int WORTH_KEEPING = 1_000;

	/** States that are made beforehand. */
	private static final int EXPLORED = 1_000;

	private final GrammarNetwork grammar;

	private final Map<List<Object>, Frame> frames = new HashMap<>();

	private final Map<Set<Place>, GrammarState> states = new HashMap<>();

	private final Map<Set<Place>, TokenMask> masks = new HashMap<>();

	private @Nullable GrammarState start;

	GrammarParser(GrammarNetwork grammar) {
		if (grammar.distance() >= GrammarNode.NEVER) {
			throw new ConstraintException("Nothing satisfies the schema");
		}
		this.grammar = grammar;
	}

	int distance() {
		return this.grammar.distance();
	}

	/** The state before the first byte. Old states are forgotten where they got many. */
	GrammarState start() {
		if (this.states.size() > MAX_STATES || this.start == null) {
			this.states.clear();
			this.frames.clear();
			this.masks.clear();
			this.start = closed(List.of(new Place(this.grammar.start, null, 0)));
		}
		return this.start;
	}

	GrammarState next(GrammarState state, int value) {
		GrammarState known = state.successors[value];
		if (known != null) {
			return known;
		}
		List<Place> reached = new ArrayList<>();
		for (Place place : state.places) {
			for (Edge edge : place.node().edges) {
				if (edge.low() <= value && value <= edge.high()) {
					follow(place, edge, reached);
				}
			}
		}
		GrammarState next = reached.isEmpty() ? GrammarState.DEAD : closed(reached);
		state.successors[value] = next;
		return next;
	}

	private static void follow(Place place, Edge edge, List<Place> reached) {
		Bounds bounds = place.node().bounds;
		int count = place.count();
		if (bounds != null) {
			boolean begins = edge.role() == Role.BEGIN || edge.role() == Role.WHOLE;
			if ((begins && count >= bounds.max()) || (edge.role() == Role.CLOSE && count < bounds.min())) {
				return;
			}
			if (edge.role() == Role.WHOLE || edge.role() == Role.COMPLETE) {
				// Beyond the least, an unbounded string need not count on.
				count = (bounds.max() == Integer.MAX_VALUE) ? Math.min(bounds.min(), count + 1) : count + 1;
			}
		}
		reached.add(new Place(edge.target(), place.stack(), (edge.target().bounds != null) ? count : 0));
	}

	/** All places that are reached without a byte more. */
	private GrammarState closed(List<Place> reached) {
		Set<Place> seen = new HashSet<>();
		Set<Place> places = new LinkedHashSet<>();
		boolean accepting = false;
		Deque<Place> open = new ArrayDeque<>(reached);
		while (!open.isEmpty()) {
			Place place = open.poll();
			GrammarNode node = place.node();
			Frame stack = place.stack();
			if (node.distance >= GrammarNode.NEVER || !seen.add(place)) {
				continue;
			}
			if (!node.edges.isEmpty()) {
				places.add(place);
			}
			if (node.end) {
				accepting |= stack == null;
				if (stack != null) {
					open.add(new Place(stack.back(), stack.parent(), 0));
				}
			}
			node.jumps.forEach((jump) -> open.add(new Place(jump, stack, 0)));
			node.calls.forEach((call) -> enter(call, stack, open));
		}
		if (places.isEmpty() && !accepting) {
			return GrammarState.DEAD;
		}
		boolean ends = accepting;
		if (accepting) {
			// Part of the key: two states may differ in nothing else.
			places.add(new Place(this.grammar.start, null, Integer.MIN_VALUE));
		}
		return this.states.computeIfAbsent(places,
				(key) -> new GrammarState(key.stream().filter((place) -> place.count() != Integer.MIN_VALUE).toList(),
						ends));
	}

	private void enter(GrammarNode.Call call, @Nullable Frame stack, Deque<Place> open) {
		GrammarNode back = call.back();
		GrammarNode first = call.callee().start;
		int depth = (stack != null) ? stack.depth() : 0;
		if (back.distance >= GrammarNode.NEVER || first.distance >= GrammarNode.NEVER
				|| depth + 1 + first.height > MAX_CALLS) {
			return;
		}
		boolean last = back.end && back.edges.isEmpty() && back.jumps.isEmpty() && back.calls.isEmpty();
		open.add(new Place(first, last ? stack : frame(back, stack), 0));
	}

	private Frame frame(GrammarNode back, @Nullable Frame stack) {
		List<Object> key = (stack != null) ? List.of(back, stack) : List.of(back);
		return this.frames.computeIfAbsent(key, (absent) -> new Frame(back, stack));
	}

	/** The state of some of a state's places. */
	GrammarState part(List<Place> places) {
		return this.states.computeIfAbsent(new LinkedHashSet<>(places),
				(key) -> new GrammarState(List.copyOf(key), false));
	}

	TokenMask mask(GrammarState state, TokenMasks masks) {
		if (state.mask == null) {
			Set<Place> key = blurred(state);
			TokenMask known = this.masks.get(key);
			if (known == null) {
				known = masks.mask(this, state, Integer.MAX_VALUE);
				if (known.cost() < WORTH_KEEPING) {
					return known;
				}
				this.masks.put(key, known);
			}
			state.mask = known;
		}
		return state.mask;
	}

	/** What the mask of a state depends on. */
	private Set<Place> blurred(GrammarState state) {
		Set<Place> key = new HashSet<>();
		state.places.forEach((place) -> key.add(place.blurred()));
		if (state.accepting) {
			key.add(new Place(this.grammar.start, null, Integer.MIN_VALUE));
		}
		return key;
	}

	/**
	 * Makes the states that a text passes first, and their masks, so that the decode
	 * thread finds them.
	 */
	void explore(TokenMasks masks) {
		Deque<GrammarState> open = new ArrayDeque<>(List.of(start()));
		Set<Set<Place>> seen = new HashSet<>();
		while (!open.isEmpty() && seen.size() < EXPLORED) {
			GrammarState state = open.poll();
			if (!seen.add(blurred(state))) {
				continue;
			}
			mask(state, masks);
			for (int value = 0; value < 256; value++) {
				GrammarState next = next(state, value);
				if (next != GrammarState.DEAD) {
					open.add(next);
				}
			}
		}
	}

}
