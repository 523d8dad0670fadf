/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.util.BitSet;

/**
 * A reply that is held against the model instead of being written on.
 *
 * @param from position of its first token, after a prompt of at least one
 * @param forced places in it, from 0 on, that the engine wrote without a draw
 */
public record RecordedReply(int from, BitSet forced) {

	public RecordedReply {
		if (from < 1) {
			throw new IllegalArgumentException("A prompt needs at least one token");
		}
		forced = (BitSet) forced.clone();
	}

}
