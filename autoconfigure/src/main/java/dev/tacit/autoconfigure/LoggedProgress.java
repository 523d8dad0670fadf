/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import dev.tacit.inference.model.ProgressListener;
import org.apache.commons.logging.Log;

/** Logs long work every tenth of the way. */
final class LoggedProgress implements ProgressListener {

	private static final long QUIET_NANOS = 2_000_000_000L;

	private final Log logger;

	private String phase = "";

	private long tenths;

	private long startedAt = System.nanoTime();

	LoggedProgress(Log logger) {
		this.logger = logger;
	}

	@Override
	public synchronized void progress(String phase, long done, long total) {
		if (!phase.equals(this.phase)) {
			this.phase = phase;
			this.tenths = 0;
			this.startedAt = System.nanoTime();
		}
		long reached = (total > 0) ? 10 * done / total : 0;
		// A cached model passes in a moment; only work that takes time is worth lines.
		if (reached > this.tenths && System.nanoTime() - this.startedAt > QUIET_NANOS) {
			this.tenths = reached;
			this.logger.info("Model: " + phase + " " + 10 * reached + " %");
		}
	}

}
