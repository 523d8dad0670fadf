/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The sequences that hold a slot, and their steps. The sequence at index i of the list
 * owns row i of the state; those that write come first, so that they are one batch, and
 * those whose prompt is still being read follow.
 * <p>
 * A round is one chunk of one prompt, in turn, then one step of all that write. A long
 * prompt stalls the others for one chunk at most. Chunks end at multiples of the chunk
 * size whatever else runs, so company does not change how a prompt is cut.
 * <p>
 * Owned by the decode thread.
 */
final class ActiveSequences implements AutoCloseable {

	private final SchedulerConfig config;

	private final StepCounters counters;

	private final StateRows states;

	private final ForwardPass pass;

	private final PrefixCache cache;

	private final float[] logits;

	private final int[] batchTokens;

	private final List<Sequence> rows = new ArrayList<>();

	/** How many of the rows write; the others read. */
	private int writing;

	private int turn;

	ActiveSequences(GraphSession session, SchedulerConfig config, StepCounters counters) {
		this.config = config;
		this.counters = counters;
		this.states = new StateRows(session.environment(), session.layout(), StepShape.even(config.slots()),
				config.contextLength(), config.stateTokens());
		int chunk = Math.max(config.prefillChunk(), PromptLookup.MAX_DRAFT + 1);
		this.pass = new ForwardPass(session, this.states, config.slots(), chunk, PromptLookup.MAX_DRAFT + 1);
		// Without windows, a state is known where a chunk ends and nowhere else.
		this.cache = new PrefixCache(session.layout(), config.prefixCacheBytes(),
				session.windows() ? PrefixCache.BLOCK : config.prefillChunk());
		this.logits = new float[session.vocabularySize()];
		this.batchTokens = new int[config.slots()];
	}

	Collection<Sequence> all() {
		return Collections.unmodifiableList(this.rows);
	}

	/**
	 * Whether there is a slot, and memory for the sequence at its longest beside the
	 * others at theirs.
	 */
	boolean fits(Sequence next) {
		int longest = next.mostTokens();
		for (Sequence sequence : this.rows) {
			longest = Math.max(longest, sequence.mostTokens());
		}
		return this.rows.size() < this.config.slots() && (long) StepShape.even(this.rows.size() + 1)
				* this.states.capacityFor(longest) <= this.config.stateTokens();
	}

	/** Gives a sequence a row. */
	void admit(Sequence sequence) {
		int row = this.rows.size();
		this.rows.add(sequence);
		try {
			// With the spare row that it writes beside, so that nothing is copied then.
			reserve(StepShape.even(row + 1), Math.min(sequence.promptLength() + 1, this.config.contextLength()));
			this.states.clear(row);
			// The logits of every token of a recorded reply are wanted: nothing is
			// skipped.
			int reusable = (sequence.recorded() != null) ? 0 : sequence.promptLength() - 1;
			PrefixCache.Cursor cursor = this.cache.restore(sequence.cacheScope(), sequence.tokens(), reusable,
					this.states, row);
			sequence.start(cursor);
			this.counters.cachedTokens.addAndGet(sequence.cachedTokens());
		}
		catch (RuntimeException | Error ex) {
			sequence.fail(ex);
		}
	}

	/**
	 * Room for some tokens in a row, and for what all others hold and still have to read.
	 */
	private void reserve(int count, int tokens) {
		int longest = tokens;
		for (Sequence sequence : this.rows) {
			longest = Math.max(longest, Math.min(sequence.length() + 1, this.config.contextLength()));
		}
		this.states.reserve(count, longest);
	}

	void endAll(FinishReason reason) {
		this.rows.forEach((sequence) -> sequence.end(reason));
		release();
	}

	/** Forgets all cached prefixes. */
	void forgetPrefixes() {
		this.cache.clear();
	}

	/** One round. Sequences that ended, before it or in it, have left afterwards. */
	void round() {
		this.rows.forEach(Sequence::expire);
		release();
		if (this.writing < this.rows.size()) {
			int reading = this.rows.size() - this.writing;
			read(this.writing + Math.floorMod(this.turn++, reading));
			release();
		}
		catchUp();
		release();
		write();
		release();
		count();
	}

	/** Reads a chunk of a prompt; after the last one the sequence writes. */
	private void read(int row) {
		Sequence sequence = this.rows.get(row);
		RecordedReply recorded = sequence.recorded();
		try {
			if (recorded != null) {
				judge(row, sequence, recorded);
				return;
			}
			int before = this.states.length(row);
			int chunk = this.config.prefillChunk();
			int count = Math.min(chunk - before % chunk, sequence.promptLength() - before);
			boolean last = before + count == sequence.promptLength();
			long start = System.nanoTime();
			this.pass.chunk(row, sequence.tokens(), before, count, last ? 1 : 0, false);
			sequence.addPrefillNanos(System.nanoTime() - start);
			this.counters.prefillRate.record(count);
			this.counters.readTokens.addAndGet(count);
			keepPrefixes(sequence, row, before, this.pass.windows());
			if (last) {
				this.pass.logits(0, this.logits);
				if (sequence.draw(this.logits) >= 0) {
					this.counters.decodeRate.record(1);
				}
				if (row != this.writing) {
					this.states.swap(row, this.writing);
					Collections.swap(this.rows, row, this.writing);
				}
				this.writing++;
			}
		}
		catch (RuntimeException | Error ex) {
			sequence.fail(ex);
		}
	}

	/**
	 * Reads a chunk of a prompt whose end is a recorded reply. Chunks before the reply
	 * are those of any prompt; in it they are as long as the logits of a draft.
	 */
	private void judge(int row, Sequence sequence, RecordedReply recorded) {
		int before = this.states.length(row);
		int chunk = this.config.prefillChunk();
		int prompt = recorded.from() - 1 - before;
		int last = sequence.promptLength() - 1;
		int count = (prompt > 0) ? Math.min(chunk - before % chunk, prompt)
				: Math.min(PromptLookup.MAX_DRAFT + 1, last - before);
		long start = System.nanoTime();
		this.pass.chunk(row, sequence.tokens(), before, count, (prompt > 0) ? 0 : count, false);
		sequence.addPrefillNanos(System.nanoTime() - start);
		this.counters.prefillRate.record(count);
		this.counters.readTokens.addAndGet(count);
		for (int i = 0; prompt <= 0 && i < count; i++) {
			this.pass.logits(i, this.logits);
			sequence.judge(recorded, before + i + 1, this.logits);
		}
		if (before + count == last) {
			sequence.end(FinishReason.STOP);
		}
	}

	/**
	 * Reads all but the last of the tokens that were forced on a sequence, as a prompt is
	 * read: in chunks and by itself, whoever else writes.
	 */
	private void catchUp() {
		for (int row = 0; row < this.writing; row++) {
			Sequence sequence = this.rows.get(row);
			try {
				for (int before = this.states.length(row); before < sequence.length() - 1; before = this.states
					.length(row)) {
					int count = Math.min(sequence.length() - 1 - before, this.config.prefillChunk());
					reserve(this.rows.size(), before + count + 1);
					this.pass.chunk(row, sequence.tokens(), before, count, 0, false);
				}
			}
			catch (RuntimeException | Error ex) {
				sequence.fail(ex);
			}
		}
	}

	/** One step of all that write, or of the only one and a draft. */
	private void write() {
		if (this.writing == 1) {
			int[] draft = draft(this.rows.get(0));
			if (draft.length > 0) {
				writeDrafted(this.rows.get(0), draft);
				return;
			}
		}
		if (this.writing > 0) {
			writeTogether();
		}
	}

	private void writeTogether() {
		int count = this.writing;
		List<Sequence> batch = List.copyOf(this.rows.subList(0, count));
		try {
			int longest = 0;
			for (int row = 0; row < count; row++) {
				this.batchTokens[row] = batch.get(row).tokens()[this.states.length(row)];
				longest = Math.max(longest, this.states.length(row) + 1);
			}
			reserve(Math.max(this.rows.size(), StepShape.even(count)), longest);
			if (count == this.rows.size() && StepShape.even(count) > count) {
				this.states.empty(count);
			}
			this.pass.batch(this.batchTokens, count);
		}
		catch (RuntimeException | Error ex) {
			batch.forEach((sequence) -> sequence.fail(ex));
			return;
		}
		for (int row = 0; row < count; row++) {
			Sequence sequence = batch.get(row);
			int before = sequence.newTokens();
			this.pass.logits(row, this.logits);
			sequence.draw(this.logits);
			this.counters.decodeRate.record(sequence.newTokens() - before);
		}
		this.counters.countStep(count);
	}

	private void writeDrafted(Sequence sequence, int[] draft) {
		int tokensBefore = sequence.newTokens();
		try {
			int before = this.states.length(0);
			reserve(this.rows.size(), before + 2 + draft.length);
			verify(sequence, before, draft);
		}
		catch (RuntimeException | Error ex) {
			sequence.fail(ex);
		}
		this.counters.decodeRate.record(sequence.newTokens() - tokensBefore);
		this.counters.countStep(1);
	}

	private int[] draft(Sequence sequence) {
		if (!this.config.promptLookup() || this.pass.windows() == null) {
			return new int[0];
		}
		PromptLookup lookup = sequence.lookup();
		// A drafted token needs room for itself and for the one drawn after it.
		int room = sequence.mostTokens() - sequence.length() - 1;
		int most = Math.min(lookup.draftLength(), room);
		int from = lookup.find(sequence.tokens(), sequence.length(), most);
		if (from < 0) {
			return new int[0];
		}
		int count = Math.min(most, sequence.length() - from);
		int[] draft = new int[count];
		System.arraycopy(sequence.tokens(), from, draft, 0, count);
		return draft;
	}

	/**
	 * Reads the last token and a draft in one step, and draws at each position until the
	 * draw differs from the draft. Draws happen in the order and number in which they
	 * would have happened without it.
	 */
	private void verify(Sequence sequence, int before, int[] draft) {
		ConvWindows windows = this.pass.windows();
		if (windows == null) {
			throw new IllegalStateException("Drafts need the windows of the convolutions");
		}
		int[] tokens = new int[draft.length + 1];
		tokens[0] = sequence.tokens()[before];
		System.arraycopy(draft, 0, tokens, 1, draft.length);
		this.pass.chunk(0, tokens, 0, tokens.length, tokens.length, true);
		int accepted = 0;
		for (int position = 0; position < tokens.length; position++) {
			int lengthBefore = sequence.length();
			this.pass.logits(position, this.logits);
			int token = sequence.draw(this.logits);
			boolean forced = sequence.length() != lengthBefore + 1;
			if (token < 0 || position == draft.length || token != draft[position]) {
				break;
			}
			accepted++;
			if (forced) {
				break;
			}
		}
		this.states.rewind(0, before + 1 + accepted, windows, 1 + accepted);
		sequence.lookup().report(draft.length, accepted);
		this.counters.draftedTokens.addAndGet(draft.length);
		this.counters.acceptedTokens.addAndGet(accepted);
	}

	/**
	 * Keeps every block that the last chunk of a prompt completed. Tokens that were
	 * written are not kept: attention rounds a token that is written alone differently
	 * from one that is read with others, and a cached prefix must be what reading it
	 * would give.
	 */
	private void keepPrefixes(Sequence sequence, int row, int before, @Nullable ConvWindows windows) {
		PrefixCache.Cursor cursor = sequence.cursor();
		int length = this.states.length(row);
		while (cursor != null && cursor.length() + this.cache.block() <= length) {
			int end = cursor.length() + this.cache.block();
			boolean known = end > before && (end == length || windows != null);
			int kept = cursor.length();
			if (known) {
				this.cache.keep(cursor, sequence.tokens(), this.states, row, (end == length) ? null : windows,
						end - before);
			}
			if (cursor.length() == kept) {
				// A gap: nothing beyond it could be reached.
				return;
			}
		}
	}

	/** Takes those that ended out, and closes the gaps so that the rows stay a batch. */
	private void release() {
		for (int row = this.rows.size() - 1; row >= 0; row--) {
			if (!this.rows.get(row).ended()) {
				continue;
			}
			int hole = row;
			if (hole < this.writing) {
				this.writing--;
				fill(hole, this.writing);
				hole = this.writing;
			}
			int last = this.rows.size() - 1;
			fill(hole, last);
			this.states.empty(last);
			this.rows.remove(last);
		}
	}

	private void fill(int hole, int from) {
		if (hole != from) {
			this.states.move(from, hole);
			this.rows.set(hole, this.rows.get(from));
		}
	}

	private void count() {
		long held = 0;
		for (int row = 0; row < this.rows.size(); row++) {
			held += this.states.length(row);
		}
		this.counters.stateTokens = held;
		this.counters.stateCapacity = this.states.reservedTokens();
		this.counters.cacheBytes = this.cache.bytes();
	}

	@Override
	public void close() {
		this.cache.clear();
		this.pass.close();
		this.states.close();
	}

}
