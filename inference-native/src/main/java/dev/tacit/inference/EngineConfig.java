/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

import dev.tacit.inference.compile.WeightFormat;
import org.jspecify.annotations.Nullable;

/**
 * How an engine runs. Immutable; change one value with a {@code with} method:
 * {@code EngineConfig.defaults().withSlots(2)}.
 *
 * @param cacheDirectory where compiled models are kept; created when missing
 * @param weights format of the compiled weights
 * @param threads threads that compute one step; the number of processors by default
 * @param slots sequences that are decoded side by side; 4 by default
 * @param queueCapacity requests that may wait for a slot; 64 by default
 * @param contextLength most tokens of prompt and reply together; 4,096 by default, never
 * more than the model supports
 * @param prefillChunk most prompt tokens read in one step; 128 by default
 * @param requestTimeout longest time from submission to the end; 5 minutes by default
 * @param sha256 expected digest of the model folder, {@code null} to accept any
 */
public record EngineConfig(Path cacheDirectory, WeightFormat weights, int threads, int slots, int queueCapacity,
		int contextLength, int prefillChunk, Duration requestTimeout, @Nullable String sha256) {

	public EngineConfig {
		Objects.requireNonNull(cacheDirectory, "cacheDirectory");
		Objects.requireNonNull(weights, "weights");
		atLeast(threads, 1, "threads");
		atLeast(slots, 1, "slots");
		atLeast(queueCapacity, 0, "queue-capacity");
		atLeast(contextLength, 2, "context-length");
		atLeast(prefillChunk, 1, "prefill-chunk");
		if (requestTimeout.isNegative() || requestTimeout.isZero()) {
			throw new IllegalArgumentException("request-timeout must be positive");
		}
	}

	/**
	 * Defaults for this machine; compiled models go below the user's cache directory.
	 * @return the defaults
	 */
	public static EngineConfig defaults() {
		return new EngineConfig(defaultCacheDirectory(), WeightFormat.INT4, Runtime.getRuntime().availableProcessors(),
				4, 64, 4096, 128, Duration.ofMinutes(5), null);
	}

	private static Path defaultCacheDirectory() {
		String base = System.getenv("XDG_CACHE_HOME");
		Path caches = (base != null && !base.isBlank()) ? Path.of(base)
				: Path.of(System.getProperty("user.home"), ".cache");
		return caches.resolve("tacit");
	}

	public EngineConfig withCacheDirectory(Path value) {
		return new EngineConfig(value, this.weights, this.threads, this.slots, this.queueCapacity, this.contextLength,
				this.prefillChunk, this.requestTimeout, this.sha256);
	}

	public EngineConfig withWeights(WeightFormat value) {
		return new EngineConfig(this.cacheDirectory, value, this.threads, this.slots, this.queueCapacity,
				this.contextLength, this.prefillChunk, this.requestTimeout, this.sha256);
	}

	public EngineConfig withThreads(int value) {
		return new EngineConfig(this.cacheDirectory, this.weights, value, this.slots, this.queueCapacity,
				this.contextLength, this.prefillChunk, this.requestTimeout, this.sha256);
	}

	public EngineConfig withSlots(int value) {
		return new EngineConfig(this.cacheDirectory, this.weights, this.threads, value, this.queueCapacity,
				this.contextLength, this.prefillChunk, this.requestTimeout, this.sha256);
	}

	public EngineConfig withQueueCapacity(int value) {
		return new EngineConfig(this.cacheDirectory, this.weights, this.threads, this.slots, value, this.contextLength,
				this.prefillChunk, this.requestTimeout, this.sha256);
	}

	public EngineConfig withContextLength(int value) {
		return new EngineConfig(this.cacheDirectory, this.weights, this.threads, this.slots, this.queueCapacity, value,
				this.prefillChunk, this.requestTimeout, this.sha256);
	}

	public EngineConfig withPrefillChunk(int value) {
		return new EngineConfig(this.cacheDirectory, this.weights, this.threads, this.slots, this.queueCapacity,
				this.contextLength, value, this.requestTimeout, this.sha256);
	}

	public EngineConfig withRequestTimeout(Duration value) {
		return new EngineConfig(this.cacheDirectory, this.weights, this.threads, this.slots, this.queueCapacity,
				this.contextLength, this.prefillChunk, value, this.sha256);
	}

	public EngineConfig withSha256(@Nullable String value) {
		return new EngineConfig(this.cacheDirectory, this.weights, this.threads, this.slots, this.queueCapacity,
				this.contextLength, this.prefillChunk, this.requestTimeout, value);
	}

	private static void atLeast(int value, int floor, String name) {
		if (value < floor) {
			throw new IllegalArgumentException(name + " is " + value + "; it must be at least " + floor);
		}
	}

}
