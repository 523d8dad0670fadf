/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

/**
 * Hears how far a long task has come. Called on the thread that does the work; an
 * exception thrown here ends the task.
 */
@FunctionalInterface
public interface ProgressListener {

	/**
	 * One step of a phase is done.
	 * @param phase a short name such as {@code "digest"} or {@code "weights"}
	 * @param done units done so far, usually bytes
	 * @param total units in all, at least {@code done}
	 */
	void progress(String phase, long done, long total);

	/**
	 * A listener that ignores everything.
	 * @return the listener
	 */
	static ProgressListener silent() {
		return (phase, done, total) -> {
		};
	}

}
