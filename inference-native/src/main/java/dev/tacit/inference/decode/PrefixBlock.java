/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A node of the prefix tree: some tokens that followed the parent's, the keys and values
 * of these tokens, and the convolution states after the last of them.
 */
final class PrefixBlock {

	private final @Nullable PrefixBlock parent;

	private final IntBuffer tokens;

	private final Map<IntBuffer, PrefixBlock> children = new HashMap<>();

	private final FloatBuffer state;

	private long lastUse;

	private boolean evicted;

	private PrefixBlock(@Nullable PrefixBlock parent, IntBuffer tokens, FloatBuffer state) {
		this.parent = parent;
		this.tokens = tokens;
		this.state = state;
	}

	static PrefixBlock root() {
		return new PrefixBlock(null, IntBuffer.allocate(0), FloatBuffer.allocate(0));
	}

	@Nullable PrefixBlock child(IntBuffer next) {
		return this.children.get(next);
	}

	PrefixBlock add(IntBuffer next, FloatBuffer nextState) {
		PrefixBlock child = new PrefixBlock(this, next, nextState);
		this.children.put(next, child);
		return child;
	}

	FloatBuffer state() {
		return this.state;
	}

	boolean isLeaf() {
		return this.children.isEmpty();
	}

	boolean evicted() {
		return this.evicted;
	}

	void evict() {
		this.evicted = true;
		if (this.parent != null) {
			this.parent.children.remove(this.tokens);
		}
	}

	/** Marks the whole path, so that no block is older than those that need it. */
	void touch(long now) {
		for (PrefixBlock block = this; block != null; block = block.parent) {
			block.lastUse = now;
		}
	}

	long lastUse() {
		return this.lastUse;
	}

}
