/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the decode thread counts. It alone writes; any thread reads.
 */
final class StepCounters {

	final TokenRate prefillRate = new TokenRate(System::nanoTime);

	final TokenRate decodeRate = new TokenRate(System::nanoTime);

	/** Decode steps of the last ten seconds, and the sequences that took part in them. */
	final TokenRate stepRate = new TokenRate(System::nanoTime);

	final TokenRate rowRate = new TokenRate(System::nanoTime);

	/** Tokens of prompts whose state came from the prefix cache. */
	final AtomicLong cachedTokens = new AtomicLong();

	/** Tokens of prompts that were read. */
	final AtomicLong readTokens = new AtomicLong();

	final AtomicLong draftedTokens = new AtomicLong();

	final AtomicLong acceptedTokens = new AtomicLong();

	/** Decode steps, and the sequences that took part in them. */
	final AtomicLong decodeSteps = new AtomicLong();

	final AtomicLong decodeRows = new AtomicLong();

	volatile long stateTokens;

	volatile long stateCapacity;

	volatile long cacheBytes;

	void countStep(int sequences) {
		this.decodeSteps.incrementAndGet();
		this.decodeRows.addAndGet(sequences);
		this.stepRate.record(1);
		this.rowRate.record(sequences);
	}

	/** Mean number of sequences in a decode step of the last ten seconds. */
	double batchSize() {
		double steps = this.stepRate.perSecond();
		return (steps > 0) ? this.rowRate.perSecond() / steps : 0;
	}

}
