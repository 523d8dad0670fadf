/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Takes checkpoints to their anchors on a thread of its own, so a slow one costs no
 * request its time. An anchor that fails gets the next checkpoint, which proves more.
 */
final class AnchorPublisher implements AutoCloseable {

	private static final int PATIENCE = 3;

	private final List<Anchor> anchors;

	private final ExecutorService executor;

	private volatile long anchoredSize;

	private volatile long failures;

	private volatile int failuresInARow;

	AnchorPublisher(List<Anchor> anchors) {
		this.anchors = anchors;
		this.executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(1000), (work) -> {
			Thread thread = new Thread(work, "tacit-audit-anchor");
			thread.setDaemon(true);
			return thread;
		});
	}

	void publish(Checkpoint checkpoint, SignedNote note) {
		if (this.anchors.isEmpty()) {
			return;
		}
		try {
			this.executor.execute(() -> publishNow(checkpoint, note));
		}
		catch (RejectedExecutionException ex) {
			this.failures++;
			this.failuresInARow++;
		}
	}

	/**
	 * Publishes what is known of all chains, after what was asked for before. It is no
	 * news of this chain, so it does not count as kept or missed.
	 */
	void publishForest(ForestSource source) {
		if (this.anchors.isEmpty()) {
			return;
		}
		try {
			this.executor.execute(() -> publishNow(source));
		}
		catch (RejectedExecutionException ex) {
			this.failures++;
		}
	}

	private void publishNow(ForestSource source) {
		try {
			source.note().ifPresent(this::keep);
		}
		catch (SQLException | RuntimeException ex) {
			this.failures++;
		}
	}

	private void publishNow(Checkpoint checkpoint, SignedNote note) {
		if (keep(note.toString())) {
			this.anchoredSize = checkpoint.size();
			this.failuresInARow = 0;
		}
		else {
			this.failuresInARow++;
		}
	}

	/** Whether an anchor kept it. One that fails is no reason to leave out the others. */
	private boolean keep(String note) {
		boolean kept = false;
		for (Anchor anchor : this.anchors) {
			try {
				anchor.publish(note);
				kept = true;
			}
			catch (IOException | RuntimeException ex) {
				this.failures++;
			}
		}
		return kept;
	}

	/** Whether checkpoints are kept, or have failed only lately. */
	boolean working() {
		return this.failuresInARow < PATIENCE;
	}

	long anchoredSize() {
		return this.anchoredSize;
	}

	long failures() {
		return this.failures;
	}

	@Override
	public void close() {
		this.executor.shutdown();
		try {
			if (!this.executor.awaitTermination(10, TimeUnit.SECONDS)) {
				this.executor.shutdownNow();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Makes the note of a forest. */
	@FunctionalInterface
	interface ForestSource {

		Optional<String> note() throws SQLException;

	}

}
