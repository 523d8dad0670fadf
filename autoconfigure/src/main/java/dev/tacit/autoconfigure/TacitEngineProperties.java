/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.time.Duration;
import java.util.List;

import dev.tacit.inference.EngineConfig;
import dev.tacit.inference.compile.KeyValueFormat;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * How the engine runs.
 */
@ConfigurationProperties("tacit.engine")
public class TacitEngineProperties {

	/**
	 * When the model is loaded: while the application starts, or beside it.
	 */
	private EngineLoading load = EngineLoading.EAGER;

	/**
	 * Requests that wait for a slot from which on health says overloaded, so that a load
	 * balancer looks for another instance. The capacity of the queue when unset.
	 */
	private @Nullable Integer overloadedAt;

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
	 * Longest time a request waits for a slot before it is refused.
	 */
	private Duration queueTimeout = Duration.ofMinutes(1);

	/**
	 * Most tokens of prompt and reply together.
	 */
	private int contextLength = 4096;

	/**
	 * Most prompt tokens read in one step. Smaller values keep other streams smooth.
	 */
	private int prefillChunk = 128;

	/**
	 * Most tokens of all sequences together, each counted as long as the longest; bounds
	 * the memory of the key-value cache. A step of an odd number of sequences has a spare
	 * row, which counts too. Slots, rounded up to even, times context length when unset.
	 */
	private @Nullable Long stateTokens;

	/**
	 * How a compiled model keeps keys and values: fp32, or int8 for a quarter of the
	 * memory of long contexts, with a small loss. A published package keeps them as it
	 * was made.
	 */
	private KeyValueFormat keyValues = KeyValueFormat.FP32;

	/**
	 * States of prompts that were read before, reused for requests that begin alike.
	 */
	private final PrefixCache prefixCache = new PrefixCache();

	/**
	 * Drafts of text that repeats the prompt.
	 */
	private final PromptLookup promptLookup = new PromptLookup();

	/**
	 * Longest time of a request, waiting included.
	 */
	private Duration requestTimeout = Duration.ofMinutes(5);

	EngineConfig applyTo(EngineConfig config) {
		EngineConfig applied = config.withSlots(this.slots)
			.withQueueCapacity(this.queueCapacity)
			.withContextLength(this.contextLength)
			.withQueueTimeout(this.queueTimeout)
			.withPrefillChunk(this.prefillChunk)
			.withStateTokens(this.stateTokens)
			.withKeyValues(this.keyValues)
			.withPrefixCacheBytes(this.prefixCache.enabled ? this.prefixCache.size.toBytes() : 0)
			.withPromptLookup(this.promptLookup.enabled)
			.withRequestTimeout(this.requestTimeout)
			// The context closes the engine, after what runs was drained.
			.withCloseOnExit(false);
		return (this.threads > 0) ? applied.withThreads(this.threads) : applied;
	}

	int overloadThreshold() {
		return Math.max(1, (this.overloadedAt != null) ? this.overloadedAt : this.queueCapacity);
	}

	public EngineLoading getLoad() {
		return this.load;
	}

	public void setLoad(EngineLoading load) {
		this.load = load;
	}

	public @Nullable Integer getOverloadedAt() {
		return this.overloadedAt;
	}

	public void setOverloadedAt(@Nullable Integer overloadedAt) {
		this.overloadedAt = overloadedAt;
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

	public Duration getQueueTimeout() {
		return this.queueTimeout;
	}

	public void setQueueTimeout(Duration queueTimeout) {
		this.queueTimeout = queueTimeout;
	}

	public @Nullable Long getStateTokens() {
		return this.stateTokens;
	}

	public void setStateTokens(@Nullable Long stateTokens) {
		this.stateTokens = stateTokens;
	}

	public KeyValueFormat getKeyValues() {
		return this.keyValues;
	}

	public void setKeyValues(KeyValueFormat keyValues) {
		this.keyValues = keyValues;
	}

	public PrefixCache getPrefixCache() {
		return this.prefixCache;
	}

	public PromptLookup getPromptLookup() {
		return this.promptLookup;
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

	/** Reuse of prompts. */
	public static class PrefixCache {

		/**
		 * Whether states of prompts are kept. They are reused for the same user only, but
		 * for pinned ones.
		 */
		private boolean enabled = true;

		/**
		 * Memory for kept states; the oldest make room.
		 */
		private DataSize size = DataSize.ofMegabytes(128);

		/**
		 * System prompts that are read when the model is loaded, serve every user and
		 * never make room. Text of the application's own only.
		 */
		private List<String> pinned = List.of();

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public DataSize getSize() {
			return this.size;
		}

		public void setSize(DataSize size) {
			this.size = size;
		}

		public List<String> getPinned() {
			return this.pinned;
		}

		public void setPinned(List<String> pinned) {
			this.pinned = pinned;
		}

	}

	/** Drafts from the prompt. */
	public static class PromptLookup {

		/**
		 * Whether text that repeats the prompt is drafted from it while only one sequence
		 * is written: faster for copying and editing. A draft is checked token by token,
		 * but rounds differently, so that near ties can fall the other way.
		 */
		private boolean enabled;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

	}

}
