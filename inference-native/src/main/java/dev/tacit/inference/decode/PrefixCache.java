/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.ArrayDeque;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * States of prefixes that were read before, so that a system prompt, the tools and the
 * earlier turns of a conversation are read once. A tree of blocks of {@value #BLOCK}
 * tokens where the graph tells the states for it, else of a chunk of a prompt: a hybrid
 * model can be entered only where the convolution states are known, and keeping them
 * costs a fifth of the keys and values of a block of this size, against at most
 * {@value #BLOCK} tokens that are read once more.
 * <p>
 * Every block belongs to a scope and is found by it only, but for pinned ones: they hold
 * text of the application's own, serve all scopes and never make room. The memory is
 * bounded; the block that was unused for longest makes room, leaves first.
 * <p>
 * Owned by the decode thread.
 */
final class PrefixCache {

	/** Tokens of a block where a graph tells the state after every token of a step. */
	static final int BLOCK = 32;

	private final int block;

	private final int blockBytes;

	private final int maxBlocks;

	private final PrefixBlock root = PrefixBlock.root();

	private final List<PrefixBlock> blocks = new ArrayList<>();

	private final Deque<ByteBuffer> free = new ArrayDeque<>();

	private long clock;

	/**
	 * Creates an empty cache.
	 * @param layout state tensors of the graph
	 * @param bytes most memory to use; 0 keeps nothing
	 * @param block tokens of a block
	 */
	PrefixCache(List<StateTensor> layout, long bytes, int block) {
		this.block = block;
		this.blockBytes = layout.stream().mapToInt(this::blockBytes).sum();
		this.maxBlocks = Math.toIntExact(Math.min(Integer.MAX_VALUE, bytes / this.blockBytes));
	}

	/** Tokens of a block. */
	int block() {
		return this.block;
	}

	long bytes() {
		return (long) this.blocks.size() * this.blockBytes;
	}

	private int blockBytes(StateTensor tensor) {
		return tensor.growing() ? this.block * tensor.heads() * tensor.tokenSize() : tensor.rowSize(0);
	}

	/**
	 * Fills a row with the longest known prefix.
	 * @param scope whose blocks to use beside the pinned ones; {@code null} pins what is
	 * kept
	 * @param tokens all tokens of the sequence
	 * @param most most tokens to take
	 * @param states the rows
	 * @param row an empty row with room for the tokens
	 * @return where the sequence goes on in the tree; {@code null} if the cache is off
	 */
	@Nullable Cursor restore(@Nullable String scope, int[] tokens, int most, StateRows states, int row) {
		if (this.maxBlocks == 0) {
			return null;
		}
		PrefixBlock block = this.root;
		int length = 0;
		while (length + this.block <= most) {
			PrefixBlock next = block.child(scope, IntBuffer.wrap(tokens, length, this.block));
			if (next == null) {
				break;
			}
			copyIn(next.state(), states, row, length);
			length += this.block;
			block = next;
		}
		if (length > 0) {
			copyConvolutionsIn(block.state(), states, row);
			states.advance(row, length);
			block.touch(++this.clock);
		}
		return new Cursor(scope, block, length);
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
		PrefixBlock parent = cursor.block;
		if (parent.evicted()) {
			// What the block would continue is gone.
			return;
		}
		int from = cursor.length;
		IntBuffer key = IntBuffer.wrap(Arrays.copyOfRange(tokens, from, from + this.block));
		PrefixBlock next = parent.child(cursor.scope, key);
		if (next == null) {
			ByteBuffer memory = memory(parent);
			if (memory == null) {
				return;
			}
			copyOut(memory, states, row, from, windows, window);
			next = parent.add(new PrefixBlock.Key(cursor.scope, key), memory);
			this.blocks.add(next);
		}
		next.touch(++this.clock);
		cursor.block = next;
		cursor.length += this.block;
	}

	private @Nullable ByteBuffer memory(PrefixBlock parent) {
		if (this.blocks.size() >= this.maxBlocks) {
			PrefixBlock oldest = null;
			for (PrefixBlock block : this.blocks) {
				if (block != parent && block.evictable() && (oldest == null || block.lastUse() < oldest.lastUse())) {
					oldest = block;
				}
			}
			if (oldest == null) {
				return null;
			}
			oldest.evict();
			this.blocks.remove(oldest);
			this.free.add(oldest.state());
		}
		ByteBuffer reused = this.free.poll();
		return (reused != null) ? reused : Slab.direct(this.blockBytes);
	}

	/** Forgets every prefix and overwrites what was kept of it. */
	void clear() {
		for (PrefixBlock block : this.blocks) {
			block.evict();
			Slab.wipe(block.state());
			this.free.add(block.state());
		}
		this.blocks.clear();
	}

	private void copyOut(ByteBuffer memory, StateRows states, int row, int from, @Nullable ConvWindows windows,
			int window) {
		int at = 0;
		for (Slab slab : states.slabs()) {
			if (slab.tensor().growing()) {
				at += slab.copyTokens(row, from, this.block, memory, at, true);
			}
			else if (windows != null) {
				at += windows.copyOut(slab.tensor(), window, memory, at);
			}
			else {
				at += slab.copyOut(row, memory, at);
			}
		}
	}

	private void copyIn(ByteBuffer memory, StateRows states, int row, int from) {
		int at = 0;
		for (Slab slab : states.slabs()) {
			at += slab.tensor().growing() ? slab.copyTokens(row, from, this.block, memory, at, false) : slab.rowSize();
		}
	}

	private void copyConvolutionsIn(ByteBuffer memory, StateRows states, int row) {
		int at = 0;
		for (Slab slab : states.slabs()) {
			at += slab.tensor().growing() ? blockBytes(slab.tensor()) : slab.copyIn(row, memory, at);
		}
	}

	/** Where a sequence is in the tree. */
	static final class Cursor {

		private final @Nullable String scope;

		/** The last block; the root before the first one. */
		private PrefixBlock block;

		private int length;

		private Cursor(@Nullable String scope, PrefixBlock block, int length) {
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
