/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayDeque;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * States of prefixes that were read before, so that a system prompt, the tools and the
 * earlier turns of a conversation are read once. A tree of blocks of {@value #BLOCK}
 * tokens: a hybrid model can be entered only where the convolution states are known, and
 * keeping them costs a fifth of the keys and values of a block of this size, against at
 * most {@value #BLOCK} tokens that are read once more.
 * <p>
 * Each scope has a tree of its own. The memory is bounded; the block that was unused for
 * longest makes room, leaves first.
 * <p>
 * Owned by the decode thread.
 */
final class PrefixCache {

	static final int BLOCK = 32;

	private final List<StateTensor> layout;

	private final int blockFloats;

	private final int maxBlocks;

	private final Map<String, PrefixBlock> roots = new HashMap<>();

	private final List<PrefixBlock> blocks = new ArrayList<>();

	private final Deque<FloatBuffer> free = new ArrayDeque<>();

	private long clock;

	/**
	 * Creates an empty cache.
	 * @param layout state tensors of the graph
	 * @param bytes most memory to use; 0 keeps nothing
	 */
	PrefixCache(List<StateTensor> layout, long bytes) {
		this.layout = layout;
		int floats = 0;
		for (StateTensor tensor : layout) {
			floats += tensor.growing() ? BLOCK * tensor.heads() * tensor.headSize() : tensor.rowSize(0);
		}
		this.blockFloats = floats;
		this.maxBlocks = Math.toIntExact(Math.min(Integer.MAX_VALUE, bytes / ((long) floats * Float.BYTES)));
	}

	long bytes() {
		return (long) this.blocks.size() * this.blockFloats * Float.BYTES;
	}

	/**
	 * Fills a row with the longest known prefix.
	 * @param scope tree to look in
	 * @param tokens all tokens of the sequence
	 * @param most most tokens to take
	 * @param states the rows
	 * @param row an empty row with room for the tokens
	 * @return where the sequence goes on in the tree; {@code null} if the cache is off
	 */
	@Nullable Cursor restore(String scope, int[] tokens, int most, StateRows states, int row) {
		if (this.maxBlocks == 0) {
			return null;
		}
		PrefixBlock block = this.roots.get(scope);
		int length = 0;
		while (block != null && length + BLOCK <= most) {
			PrefixBlock next = block.child(IntBuffer.wrap(tokens, length, BLOCK));
			if (next == null) {
				break;
			}
			copyIn(next.state(), states, row, length);
			length += BLOCK;
			block = next;
		}
		if (block != null && length > 0) {
			copyConvolutionsIn(block.state(), states, row);
			states.advance(row, length);
			block.touch(++this.clock);
		}
		return new Cursor(scope, (length > 0) ? block : null, length);
	}

	/**
	 * Keeps the block that ends at a position.
	 * @param cursor where the sequence is in the tree
	 * @param tokens all tokens of the sequence
	 * @param states the rows
	 * @param row the row of the sequence, which holds the block
	 * @param windows windows of the step that passed the position, {@code null} if the
	 * row's own convolution state is the one at the position
	 * @param window tokens of that step up to the position
	 */
	void keep(Cursor cursor, int[] tokens, StateRows states, int row, @Nullable ConvWindows windows, int window) {
		PrefixBlock last = cursor.block;
		if (last != null && last.evicted()) {
			// What the block would continue is gone.
			return;
		}
		int from = cursor.length;
		IntBuffer key = IntBuffer.wrap(Arrays.copyOfRange(tokens, from, from + BLOCK));
		PrefixBlock parent = (last != null) ? last
				: this.roots.computeIfAbsent(cursor.scope, (name) -> PrefixBlock.root());
		PrefixBlock next = parent.child(key);
		if (next == null) {
			FloatBuffer memory = memory(parent);
			if (memory == null) {
				return;
			}
			copyOut(memory, states, row, from, windows, window);
			next = parent.add(key, memory);
			this.blocks.add(next);
		}
		next.touch(++this.clock);
		cursor.block = next;
		cursor.length += BLOCK;
	}

	private @Nullable FloatBuffer memory(PrefixBlock parent) {
		if (this.blocks.size() >= this.maxBlocks) {
			PrefixBlock oldest = null;
			for (PrefixBlock block : this.blocks) {
				if (block != parent && block.isLeaf() && (oldest == null || block.lastUse() < oldest.lastUse())) {
					oldest = block;
				}
			}
			if (oldest == null) {
				return null;
			}
			oldest.evict();
			this.blocks.remove(oldest);
			this.free.add(oldest.state());
			this.roots.values().removeIf((root) -> root.isLeaf() && root != parent);
		}
		FloatBuffer reused = this.free.poll();
		return (reused != null) ? reused : Slab.direct(this.blockFloats);
	}

	/** Forgets every prefix and overwrites what was kept of it. */
	void clear() {
		for (PrefixBlock block : this.blocks) {
			block.evict();
			for (int i = 0; i < this.blockFloats; i++) {
				block.state().put(i, 0);
			}
			this.free.add(block.state());
		}
		this.blocks.clear();
		this.roots.clear();
	}

	private void copyOut(FloatBuffer memory, StateRows states, int row, int from, @Nullable ConvWindows windows,
			int window) {
		int at = 0;
		for (Slab slab : states.slabs()) {
			if (slab.tensor().growing()) {
				at += slab.copyTokens(row, from, BLOCK, memory, at, true);
			}
			else if (windows != null) {
				at += windows.copyOut(slab.tensor(), window, memory, at);
			}
			else {
				at += slab.copyOut(row, memory, at);
			}
		}
	}

	private void copyIn(FloatBuffer memory, StateRows states, int row, int from) {
		int at = 0;
		for (Slab slab : states.slabs()) {
			at += slab.tensor().growing() ? slab.copyTokens(row, from, BLOCK, memory, at, false) : slab.rowSize();
		}
	}

	private void copyConvolutionsIn(FloatBuffer memory, StateRows states, int row) {
		int at = 0;
		for (Slab slab : states.slabs()) {
			at += slab.tensor().growing() ? BLOCK * slab.tensor().heads() * slab.tensor().headSize()
					: slab.copyIn(row, memory, at);
		}
	}

	/** Where a sequence is in the tree. */
	static final class Cursor {

		private final String scope;

		/** The last block; {@code null} before the first one. */
		private @Nullable PrefixBlock block;

		private int length;

		private Cursor(String scope, @Nullable PrefixBlock block, int length) {
			this.scope = scope;
			this.block = block;
			this.length = length;
		}

		/** Tokens up to the end of the last block. */
		int length() {
			return this.length;
		}

	}

}
