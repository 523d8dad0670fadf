/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;

import dev.tacit.inference.compile.KeyValueFormat;
import dev.tacit.inference.compile.WeightFormat;
import org.jspecify.annotations.Nullable;

/**
 * How an engine runs. Immutable; change one value with a {@code with} method:
 * {@code EngineConfig.defaults().withSlots(2)}.
 *
 * @param cacheDirectory where compiled models are kept; created when missing
 * @param weights format of the compiled weights
 * @param keyValues how the compiled graph keeps keys and values; 32-bit floats by default
 * @param packageVariant variant of a published ONNX package, such as {@code q4};
 * {@code null} for a checkpoint where there is one, else the package's best for CPUs
 * @param threads threads that compute one step; the number of processors by default
 * @param slots sequences that are decoded side by side; 4 by default
 * @param queueCapacity requests that may wait for a slot; 64 by default
 * @param queueTimeout longest time a request waits for a slot; 1 minute by default
 * @param contextLength most tokens of prompt and reply together; 4,096 by default, never
 * more than the model supports
 * @param prefillChunk most prompt tokens read in one step; 128 by default
 * @param stateTokens most tokens of all sequences together, each counted as long as the
 * longest, with the spare row of an odd number of them; {@code null} for slots, rounded
 * up to even, times context length, the default
 * @param prefixCacheBytes memory for the states of prefixes, 0 for no cache; 128 MiB by
 * default
 * @param promptLookup whether text that repeats the prompt is drafted from it; off by
 * default, since attention rounds several tokens of one step differently from one, and by
 * a near tie the reply can become another one, as good as the first
 * @param closeOnExit whether the end of the JVM closes an engine that is still open, at
 * once; on by default. Off where somebody else closes it in an orderly way, as a Spring
 * context does: an engine that writes while the JVM exits crashes it in native code
 * @param requestTimeout longest time from submission to the end; 5 minutes by default
 * @param sha256 expected digest of the model folder, {@code null} to accept any
 */
public record EngineConfig(Path cacheDirectory, WeightFormat weights, KeyValueFormat keyValues,
		@Nullable String packageVariant, int threads, int slots, int queueCapacity, Duration queueTimeout,
		int contextLength, int prefillChunk, @Nullable Long stateTokens, long prefixCacheBytes, boolean promptLookup,
		boolean closeOnExit, Duration requestTimeout, @Nullable String sha256) {

	public EngineConfig {
		Objects.requireNonNull(cacheDirectory, "cacheDirectory");
		Objects.requireNonNull(weights, "weights");
		Objects.requireNonNull(keyValues, "keyValues");
		atLeast(threads, 1, "threads");
		atLeast(slots, 1, "slots");
		atLeast(queueCapacity, 0, "queue-capacity");
		atLeast(contextLength, 2, "context-length");
		atLeast(prefillChunk, 1, "prefill-chunk");
		if (prefixCacheBytes < 0) {
			throw new IllegalArgumentException("prefix-cache.size must not be negative");
		}
		positive(queueTimeout, "queue-timeout");
		positive(requestTimeout, "request-timeout");
	}

	/**
	 * Defaults for this machine; compiled models go below the user's cache directory.
	 * @return the defaults
	 */
	public static EngineConfig defaults() {
		return new EngineConfig(defaultCacheDirectory(), WeightFormat.INT4, KeyValueFormat.FP32, null,
				Runtime.getRuntime().availableProcessors(), 4, 64, Duration.ofMinutes(1), 4096, 128, null, 128L << 20,
				false, true, Duration.ofMinutes(5), null);
	}

	private static Path defaultCacheDirectory() {
		String base = System.getenv("XDG_CACHE_HOME");
		Path caches = (base != null && !base.isBlank()) ? Path.of(base)
				: Path.of(System.getProperty("user.home"), ".cache");
		return caches.resolve("tacit");
	}

	public EngineConfig withCacheDirectory(Path value) {
		return changed((draft) -> draft.cacheDirectory = value);
	}

	public EngineConfig withWeights(WeightFormat value) {
		return changed((draft) -> draft.weights = value);
	}

	public EngineConfig withKeyValues(KeyValueFormat value) {
		return changed((draft) -> draft.keyValues = value);
	}

	/**
	 * Runs what {@link EngineInfo#variant()} names: a format of weights and of keys and
	 * values, or else a graph of a published package.
	 * @param value the name
	 * @return the configuration
	 */
	public EngineConfig withVariant(String value) {
		for (WeightFormat weights : WeightFormat.values()) {
			for (KeyValueFormat keyValues : KeyValueFormat.values()) {
				EngineConfig config = withWeights(weights).withKeyValues(keyValues);
				if (config.compiledVariant().equalsIgnoreCase(value)) {
					return config;
				}
			}
		}
		return withPackageVariant(value);
	}

	/**
	 * Name of a compiled model's variant, by whatever changes what the model says.
	 */
	String compiledVariant() {
		String name = this.weights.name().toLowerCase(Locale.ROOT);
		return (this.keyValues == KeyValueFormat.FP32) ? name
				: name + "+kv-" + this.keyValues.name().toLowerCase(Locale.ROOT);
	}

	public EngineConfig withPackageVariant(@Nullable String value) {
		return changed((draft) -> draft.packageVariant = value);
	}

	public EngineConfig withThreads(int value) {
		return changed((draft) -> draft.threads = value);
	}

	public EngineConfig withSlots(int value) {
		return changed((draft) -> draft.slots = value);
	}

	public EngineConfig withQueueCapacity(int value) {
		return changed((draft) -> draft.queueCapacity = value);
	}

	public EngineConfig withQueueTimeout(Duration value) {
		return changed((draft) -> draft.queueTimeout = value);
	}

	public EngineConfig withContextLength(int value) {
		return changed((draft) -> draft.contextLength = value);
	}

	public EngineConfig withPrefillChunk(int value) {
		return changed((draft) -> draft.prefillChunk = value);
	}

	public EngineConfig withStateTokens(@Nullable Long value) {
		return changed((draft) -> draft.stateTokens = value);
	}

	public EngineConfig withPrefixCacheBytes(long value) {
		return changed((draft) -> draft.prefixCacheBytes = value);
	}

	public EngineConfig withPromptLookup(boolean value) {
		return changed((draft) -> draft.promptLookup = value);
	}

	public EngineConfig withCloseOnExit(boolean value) {
		return changed((draft) -> draft.closeOnExit = value);
	}

	public EngineConfig withRequestTimeout(Duration value) {
		return changed((draft) -> draft.requestTimeout = value);
	}

	public EngineConfig withSha256(@Nullable String value) {
		return changed((draft) -> draft.sha256 = value);
	}

	private EngineConfig changed(Consumer<Draft> change) {
		Draft draft = new Draft(this);
		change.accept(draft);
		return new EngineConfig(draft.cacheDirectory, draft.weights, draft.keyValues, draft.packageVariant,
				draft.threads, draft.slots, draft.queueCapacity, draft.queueTimeout, draft.contextLength,
				draft.prefillChunk, draft.stateTokens, draft.prefixCacheBytes, draft.promptLookup, draft.closeOnExit,
				draft.requestTimeout, draft.sha256);
	}

	private static void atLeast(int value, int floor, String name) {
		if (value < floor) {
			throw new IllegalArgumentException(name + " is " + value + "; it must be at least " + floor);
		}
	}

	private static void positive(Duration value, String name) {
		if (value.isNegative() || value.isZero()) {
			throw new IllegalArgumentException(name + " must be positive");
		}
	}

	/** The values of a configuration, open to change. */
	private static final class Draft {

		private Path cacheDirectory;

		private WeightFormat weights;

		private KeyValueFormat keyValues;

		private @Nullable String packageVariant;

		private int threads;

		private int slots;

		private int queueCapacity;

		private Duration queueTimeout;

		private int contextLength;

		private int prefillChunk;

		private @Nullable Long stateTokens;

		private long prefixCacheBytes;

		private boolean promptLookup;

		private boolean closeOnExit;

		private Duration requestTimeout;

		private @Nullable String sha256;

		Draft(EngineConfig config) {
			this.cacheDirectory = config.cacheDirectory;
			this.weights = config.weights;
			this.keyValues = config.keyValues;
			this.packageVariant = config.packageVariant;
			this.threads = config.threads;
			this.slots = config.slots;
			this.queueCapacity = config.queueCapacity;
			this.queueTimeout = config.queueTimeout;
			this.contextLength = config.contextLength;
			this.prefillChunk = config.prefillChunk;
			this.stateTokens = config.stateTokens;
			this.prefixCacheBytes = config.prefixCacheBytes;
			this.promptLookup = config.promptLookup;
			this.closeOnExit = config.closeOnExit;
			this.requestTimeout = config.requestTimeout;
			this.sha256 = config.sha256;
		}

	}

}
