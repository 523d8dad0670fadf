/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import dev.tacit.inference.model.ProgressListener;
import org.apache.commons.logging.Log;

/** Logs long work every tenth of the way. */
final class LoggedProgress implements ProgressListener {

	private final Log logger;

	private String phase = "";

	private long tenths;

	LoggedProgress(Log logger) {
		this.logger = logger;
	}

	@Override
	public synchronized void progress(String phase, long done, long total) {
		if (!phase.equals(this.phase)) {
			this.phase = phase;
			this.tenths = 0;
		}
		long reached = (total > 0) ? 10 * done / total : 0;
		if (reached > this.tenths) {
			this.tenths = reached;
			this.logger.info("Model: " + phase + " " + 10 * reached + " %");
		}
	}

}
