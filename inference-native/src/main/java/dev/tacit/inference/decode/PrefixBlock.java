/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.nio.ByteBuffer;
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

	private final Key key;

	private final Map<Key, PrefixBlock> children = new HashMap<>();

	private final ByteBuffer state;

	private long lastUse;

	private boolean evicted;

	private PrefixBlock(@Nullable PrefixBlock parent, Key key, ByteBuffer state) {
		this.parent = parent;
		this.key = key;
		this.state = state;
	}

	static PrefixBlock root() {
		return new PrefixBlock(null, new Key(null, IntBuffer.allocate(0)), ByteBuffer.allocate(0));
	}

	/** The child that everybody may use, else that of the scope. */
	@Nullable PrefixBlock child(@Nullable String scope, IntBuffer next) {
		PrefixBlock pinned = this.children.get(new Key(null, next));
		return (pinned != null || scope == null) ? pinned : this.children.get(new Key(scope, next));
	}

	PrefixBlock add(Key next, ByteBuffer nextState) {
		PrefixBlock child = new PrefixBlock(this, next, nextState);
		this.children.put(next, child);
		return child;
	}

	ByteBuffer state() {
		return this.state;
	}

	/** Whether this block may make room for another. */
	boolean evictable() {
		return this.key.scope != null && this.children.isEmpty();
	}

	boolean evicted() {
		return this.evicted;
	}

	void evict() {
		this.evicted = true;
		if (this.parent != null) {
			this.parent.children.remove(this.key);
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

	/**
	 * What a block is found by.
	 *
	 * @param scope who may use it; {@code null} for a pinned block, which everybody may
	 * use and which never makes room
	 * @param tokens its tokens
	 */
	record Key(@Nullable String scope, IntBuffer tokens) {

	}

}
