/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Hands the events of one generation to its listener: in order, one at a time, on a
 * borrowed thread. The decode thread only adds to the queue, so a listener that stalls
 * costs memory for its own events (at most one a token) and nobody's time.
 */
final class Delivery implements Runnable {

	private static final System.Logger logger = System.getLogger(Delivery.class.getName());

	private final GenerationListener listener;

	private final Executor executor;

	private final ReentrantLock lock = new ReentrantLock();

	/** Guarded by {@link #lock}. */
	private final Queue<Consumer<GenerationListener>> events = new ArrayDeque<>();

	/** Guarded by {@link #lock}: whether a thread is delivering or about to. */
	private boolean running;

	Delivery(GenerationListener listener, Executor executor) {
		this.listener = listener;
		this.executor = executor;
	}

	void add(Consumer<GenerationListener> event) {
		boolean start;
		this.lock.lock();
		try {
			this.events.add(event);
			start = !this.running;
			this.running = true;
		}
		finally {
			this.lock.unlock();
		}
		if (start) {
			this.executor.execute(this);
		}
	}

	@Override
	public void run() {
		while (true) {
			Consumer<GenerationListener> event;
			this.lock.lock();
			try {
				event = this.events.poll();
				if (event == null) {
					this.running = false;
					return;
				}
			}
			finally {
				this.lock.unlock();
			}
			try {
				event.accept(this.listener);
			}
			catch (RuntimeException | Error ex) {
				// The exception may quote the text it was given: its type is all that is
				// safe.
				logger.log(System.Logger.Level.WARNING, "A generation listener threw " + ex.getClass().getName());
			}
		}
	}

}
