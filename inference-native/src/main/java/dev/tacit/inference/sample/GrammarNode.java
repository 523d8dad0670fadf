/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A state of a network: where it may go with a byte, without one, and through another
 * network.
 */
final class GrammarNode {

	static final int NEVER = 1 << 28;

	final List<Edge> edges = new ArrayList<>();

	final List<GrammarNode> jumps = new ArrayList<>();

	final List<Call> calls = new ArrayList<>();

	/** Whether the network may end here. */
	boolean end;

	/** The mark that ends the string, where this node stands between two characters. */
	char quote;

	/** Bounds of a string, where this node stands between two of its characters. */
	@Nullable Bounds bounds;

	/** Least bytes to the end of the network. */
	int distance = NEVER;

	/** Least levels of calls to the end of the network. */
	int height = NEVER;

	GrammarNode on(int low, int high, GrammarNode target) {
		this.edges.add(new Edge(low, high, target, Role.PLAIN));
		return target;
	}

	void on(int low, int high, GrammarNode target, Role role) {
		this.edges.add(new Edge(low, high, target, role));
	}

	void jump(GrammarNode target) {
		this.jumps.add(target);
	}

	void call(GrammarNetwork callee, GrammarNode back) {
		this.calls.add(new Call(callee, back));
	}

	/** What an edge means for the length of a string. */
	enum Role {

		PLAIN,

		/** Begins a character of several bytes. */
		BEGIN,

		/** Is a whole character. */
		WHOLE,

		/** Completes a character of several bytes. */
		COMPLETE,

		/** Closes the string. */
		CLOSE

	}

	record Edge(int low, int high, GrammarNode target, Role role) {
	}

	record Call(GrammarNetwork callee, GrammarNode back) {
	}

	/** Least and most characters. */
	record Bounds(int min, int max) {
	}

}
