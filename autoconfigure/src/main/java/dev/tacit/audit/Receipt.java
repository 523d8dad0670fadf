/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

/**
 * Proof that a record is durable.
 *
 * @param sequence its place in the chain, from 0, or {@link #NOT_CHAINED}
 * @param recordId its id
 * @param hash its hash, lower-case hexadecimal
 */
public record Receipt(long sequence, String recordId, String hash) {

	/**
	 * Sequence of a record that waits in the spill file, or is counted as a gap.
	 */
	public static final long NOT_CHAINED = -1;

}
