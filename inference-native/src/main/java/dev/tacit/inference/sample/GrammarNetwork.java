/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a grammar with one start: a network of states that other networks may call,
 * itself included.
 */
final class GrammarNetwork {

	final GrammarNode start;

	private final List<GrammarNode> nodes = new ArrayList<>();

	GrammarNetwork() {
		this.start = node();
	}

	GrammarNode node() {
		GrammarNode node = new GrammarNode();
		this.nodes.add(node);
		return node;
	}

	GrammarNode end() {
		GrammarNode node = node();
		node.end = true;
		return node;
	}

	/** The node after a literal text. */
	GrammarNode literal(GrammarNode from, String text) {
		GrammarNode at = from;
		for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
			at = at.on(value & 0xff, value & 0xff, node());
		}
		return at;
	}

	/** The node after another network. */
	GrammarNode part(GrammarNode from, GrammarNetwork callee) {
		GrammarNode back = node();
		from.call(callee, back);
		return back;
	}

	int distance() {
		return this.start.distance;
	}

	/**
	 * Lowers distances and heights by what is known so far.
	 * @return whether anything changed
	 */
	boolean relax() {
		boolean changed = false;
		for (int i = this.nodes.size() - 1; i >= 0; i--) {
			GrammarNode node = this.nodes.get(i);
			int distance = node.end ? 0 : node.distance;
			int height = node.end ? 0 : node.height;
			for (GrammarNode.Edge edge : node.edges) {
				int owed = (node.bounds != null && edge.role() == GrammarNode.Role.CLOSE) ? node.bounds.min() : 0;
				distance = Math.min(distance, 1 + owed + edge.target().distance);
				height = Math.min(height, edge.target().height);
			}
			for (GrammarNode jump : node.jumps) {
				distance = Math.min(distance, jump.distance);
				height = Math.min(height, jump.height);
			}
			for (GrammarNode.Call call : node.calls) {
				distance = Math.min(distance, call.callee().distance() + call.back().distance);
				height = Math.min(height, Math.max(1 + call.callee().start.height, call.back().height));
			}
			changed |= distance < node.distance || height < node.height;
			node.distance = Math.min(node.distance, Math.min(distance, GrammarNode.NEVER));
			node.height = Math.min(node.height, height);
		}
		return changed;
	}

}
