/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.time.Duration;

import dev.tacit.inference.EngineConfig;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How the engine runs.
 */
@ConfigurationProperties("tacit.engine")
public class TacitEngineProperties {

	/**
	 * Threads that compute one step. The number of processors when 0.
	 */
	private int threads;

	/**
	 * Sequences that are decoded side by side.
	 */
	private int slots = 4;

	/**
	 * Requests that may wait for a slot; more are refused.
	 */
	private int queueCapacity = 64;

	/**
	 * Most tokens of prompt and reply together.
	 */
	private int contextLength = 4096;

	/**
	 * Most prompt tokens read in one step. Smaller values keep other streams smooth.
	 */
	private int prefillChunk = 128;

	/**
	 * Longest time of a request, waiting included.
	 */
	private Duration requestTimeout = Duration.ofMinutes(5);

	EngineConfig applyTo(EngineConfig config) {
		EngineConfig applied = config.withSlots(this.slots)
			.withQueueCapacity(this.queueCapacity)
			.withContextLength(this.contextLength)
			.withPrefillChunk(this.prefillChunk)
			.withRequestTimeout(this.requestTimeout);
		return (this.threads > 0) ? applied.withThreads(this.threads) : applied;
	}

	public int getThreads() {
		return this.threads;
	}

	public void setThreads(int threads) {
		this.threads = threads;
	}

	public int getSlots() {
		return this.slots;
	}

	public void setSlots(int slots) {
		this.slots = slots;
	}

	public int getQueueCapacity() {
		return this.queueCapacity;
	}

	public void setQueueCapacity(int queueCapacity) {
		this.queueCapacity = queueCapacity;
	}

	public int getContextLength() {
		return this.contextLength;
	}

	public void setContextLength(int contextLength) {
		this.contextLength = contextLength;
	}

	public int getPrefillChunk() {
		return this.prefillChunk;
	}

	public void setPrefillChunk(int prefillChunk) {
		this.prefillChunk = prefillChunk;
	}

	public Duration getRequestTimeout() {
		return this.requestTimeout;
	}

	public void setRequestTimeout(Duration requestTimeout) {
		this.requestTimeout = requestTimeout;
	}

}
