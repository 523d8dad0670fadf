/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import org.jspecify.annotations.Nullable;

/**
 * A request whose caller may go away while its intent is being written: nobody else would
 * receive it then, and its intent would stay without an outcome. Thread-safe.
 */
final class Beginning {

	private @Nullable GovernedExchange exchange;

	private boolean cancelled;

	/** The intent is durable. */
	GovernedExchange made(GovernedExchange begun) {
		boolean late;
		synchronized (this) {
			this.exchange = begun;
			late = this.cancelled;
		}
		if (late) {
			begun.recordCancellation();
		}
		return begun;
	}

	/** The caller went away before it had anything. */
	void cancel() {
		GovernedExchange begun;
		synchronized (this) {
			this.cancelled = true;
			begun = this.exchange;
		}
		if (begun != null) {
			begun.recordCancellation();
		}
	}

}
