/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.time.Duration;

import dev.tacit.inference.EngineHost;
import org.springframework.context.SmartLifecycle;

/**
 * Closes the engine after the web server has drained: generations that still run, for a
 * stream that outlasted the server or for a caller that never was a web request, get nine
 * tenths of the phase's time, and are cancelled then. The ledger closes after this, so
 * that each of them has an outcome.
 */
final class EngineLifecycle implements SmartLifecycle {

	/** Below the web server's two phases, which stop first. */
	static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

	private final EngineHost host;

	private final Duration drain;

	private volatile boolean running;

	EngineLifecycle(EngineHost host, Duration phaseTimeout) {
		this.host = host;
		this.drain = phaseTimeout.multipliedBy(9).dividedBy(10);
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.host.close(this.drain);
	}

	@Override
	public void stop(Runnable callback) {
		Thread thread = new Thread(() -> {
			try {
				stop();
			}
			finally {
				callback.run();
			}
		}, "tacit-drain");
		thread.start();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** A closed engine does not come back. */
	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
