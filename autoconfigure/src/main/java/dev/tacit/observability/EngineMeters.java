/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.observability;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

import dev.tacit.inference.Engine;
import dev.tacit.inference.EngineHost;
import dev.tacit.inference.Generation;
import dev.tacit.inference.decode.RejectedRequestException;
import dev.tacit.inference.decode.SchedulerStatus;
import dev.tacit.inference.decode.SequenceTiming;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Meters of the engine. Tags are taken from small closed sets: model, type, phase, state,
 * result, reason.
 */
public final class EngineMeters implements Consumer<Generation> {

	private static final List<String> TOKEN_TYPES = List.of("prompt", "cached", "reasoning", "answer");

	private final MeterRegistry registry;

	/** Set when the engine is loaded, before it takes the first request. */
	private volatile String model = "";

	/**
	 * Registers the meters of an engine: those of its life now, the others when it is
	 * loaded.
	 * @param registry receives every meter
	 * @param host the engine's host
	 */
	public EngineMeters(MeterRegistry registry, EngineHost host) {
		this.registry = registry;
		bindLife(host);
		host.whenLoaded((engine) -> {
			this.model = engine.info().name();
			bindLoad(engine);
			bindCaches(engine);
			TOKEN_TYPES.forEach(this::tokens);
		});
	}

	private void bindLife(EngineHost host) {
		for (EngineHost.State state : EngineHost.State.values()) {
			Gauge.builder("tacit.engines", host, (h) -> (h.state() == state) ? 1 : 0)
				.description("Engines by state: one, in one of them")
				.baseUnit("engines")
				.tag("state", state.name().toLowerCase(Locale.ROOT))
				.register(this.registry);
		}
		for (RejectedRequestException.Reason reason : RejectedRequestException.Reason.values()) {
			FunctionCounter.builder(Rejections.NAME, host, (h) -> h.rejections(reason))
				.description(Rejections.DESCRIPTION)
				.baseUnit(Rejections.UNIT)
				.tag("reason", reason.name().toLowerCase(Locale.ROOT))
				.register(this.registry);
		}
	}

	private void bindLoad(Engine engine) {
		String rate = "Tokens per second over the last ten seconds";
		gauge(engine, "tacit.throughput", rate, "tokens_per_second", "phase", "prefill", SchedulerStatus::prefillRate);
		gauge(engine, "tacit.throughput", rate, "tokens_per_second", "phase", "decode", SchedulerStatus::decodeRate);
		String sequences = "Sequences by state";
		gauge(engine, "tacit.sequences", sequences, "sequences", "state", "active", SchedulerStatus::active);
		gauge(engine, "tacit.sequences", sequences, "sequences", "state", "queued", SchedulerStatus::queued);
		String state = "Tokens whose keys and values are held, and room reserved for them";
		gauge(engine, "tacit.kv.tokens", state, "tokens", "state", "used", SchedulerStatus::stateTokens);
		gauge(engine, "tacit.kv.tokens", state, "tokens", "state", "capacity", SchedulerStatus::stateCapacity);
		gauge(engine, "tacit.batch.size", "Mean number of sequences in a decode step, over the last ten seconds",
				"sequences", "phase", "decode", SchedulerStatus::batchSize);
	}

	private void bindCaches(Engine engine) {
		String cached = "Prompt tokens by what the prefix cache made of them";
		counter(engine, "tacit.prefix.cache", cached, "result", "hit", SchedulerStatus::promptTokensCached);
		counter(engine, "tacit.prefix.cache", cached, "result", "miss", SchedulerStatus::promptTokensRead);
		String drafted = "Tokens drafted from the prompt";
		counter(engine, "tacit.speculation.tokens", drafted, "result", "accepted", SchedulerStatus::tokensAccepted);
		counter(engine, "tacit.speculation.tokens", drafted, "result", "rejected",
				(status) -> status.tokensDrafted() - status.tokensAccepted());
	}

	private void gauge(Engine engine, String name, String description, String unit, String tag, String value,
			ToDoubleFunction<SchedulerStatus> reading) {
		Gauge.builder(name, engine, (e) -> reading.applyAsDouble(e.status()))
			.description(description)
			.baseUnit(unit)
			.tag("model", this.model)
			.tag(tag, value)
			.register(this.registry);
	}

	private void counter(Engine engine, String name, String description, String tag, String value,
			ToDoubleFunction<SchedulerStatus> reading) {
		FunctionCounter.builder(name, engine, (e) -> reading.applyAsDouble(e.status()))
			.description(description)
			.baseUnit("tokens")
			.tag("model", this.model)
			.tag(tag, value)
			.register(this.registry);
	}

	private Counter tokens(String type) {
		return Counter.builder("tacit.tokens")
			.description("Tokens by type")
			.baseUnit("tokens")
			.tag("model", this.model)
			.tag("type", type)
			.register(this.registry);
	}

	@Override
	public void accept(Generation generation) {
		tokens("prompt").increment(generation.usage().prompt());
		tokens("cached").increment(generation.usage().cached());
		tokens("reasoning").increment(generation.usage().reasoning());
		tokens("answer").increment(generation.usage().answer());
		SequenceTiming timing = generation.timing();
		String reason = generation.finishReason().name().toLowerCase(Locale.ROOT);
		record("gen_ai.server.request.duration", "Time from submission to the end", reason, Buckets.REQUEST,
				timing.totalNanos());
		record("tacit.queue.time", "Time a request waited for a slot", reason, Buckets.QUEUE, timing.queueNanos());
		if (timing.firstTokenNanos() > 0) {
			record("gen_ai.server.time_to_first_token", "Time from submission to the first token", reason,
					Buckets.FIRST_TOKEN, timing.firstTokenNanos());
		}
		if (timing.newTokens() > 1) {
			record("gen_ai.server.time_per_output_token", "Mean time between the tokens of a reply", reason,
					Buckets.TOKEN, (timing.totalNanos() - timing.firstTokenNanos()) / (timing.newTokens() - 1));
		}
	}

	private void record(String name, String description, String reason, Duration[] buckets, long nanos) {
		Timer.builder(name)
			.description(description)
			.tag("model", this.model)
			.tag("finish_reason", reason)
			.serviceLevelObjectives(buckets)
			.register(this.registry)
			.record(nanos, TimeUnit.NANOSECONDS);
	}

}
