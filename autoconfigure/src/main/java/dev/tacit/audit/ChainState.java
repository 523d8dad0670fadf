/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

/**
 * Where a chain stands.
 *
 * @param head its last record
 * @param frontier its tree; not changed once it is here
 */
record ChainState(RecordTable.Head head, MerkleFrontier frontier) {

	static final ChainState EMPTY = new ChainState(RecordTable.Head.EMPTY, new MerkleFrontier());

}
