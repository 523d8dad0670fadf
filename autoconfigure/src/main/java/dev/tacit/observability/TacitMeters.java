/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.observability;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

import dev.tacit.governance.FindingsListener;
import dev.tacit.inference.Engine;
import dev.tacit.inference.Generation;
import dev.tacit.inference.decode.SchedulerStatus;
import dev.tacit.inference.decode.SequenceTiming;
import dev.tacit.privacy.Finding;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Meters of the engine and of the policy. Tags are taken from small closed sets: model,
 * type, phase, state, entity, direction, action.
 */
public final class TacitMeters implements Consumer<Generation>, FindingsListener {

	private final MeterRegistry registry;

	private final String model;

	/**
	 * Registers the gauges of an engine.
	 * @param registry receives every meter
	 * @param engine the engine
	 */
	public TacitMeters(MeterRegistry registry, Engine engine) {
		this.registry = registry;
		this.model = engine.info().name();
		gauge(engine, "tacit.throughput", "Tokens per second over the last ten seconds", "phase", "prefill", "tokens",
				(e) -> e.status().prefillRate());
		gauge(engine, "tacit.throughput", "Tokens per second over the last ten seconds", "phase", "decode", "tokens",
				(e) -> e.status().decodeRate());
		gauge(engine, "tacit.sequences", "Sequences by state", "state", "active", "sequences",
				(e) -> e.status().active());
		gauge(engine, "tacit.sequences", "Sequences by state", "state", "queued", "sequences",
				(e) -> e.status().queued());
		gauge(engine, "tacit.kv.tokens", "Tokens whose state is held, and room for them", "state", "used", "tokens",
				(e) -> e.status().stateTokens());
		gauge(engine, "tacit.kv.tokens", "Tokens whose state is held, and room for them", "state", "capacity", "tokens",
				(e) -> e.status().stateCapacity());
		counter(engine, "tacit.prefix.cache", "Prompt tokens by what the prefix cache made of them", "result", "hit",
				(status) -> status.promptTokensCached());
		counter(engine, "tacit.prefix.cache", "Prompt tokens by what the prefix cache made of them", "result", "miss",
				(status) -> status.promptTokensRead());
		counter(engine, "tacit.speculation.tokens", "Tokens drafted from the prompt", "result", "accepted",
				(status) -> status.tokensAccepted());
		counter(engine, "tacit.speculation.tokens", "Tokens drafted from the prompt", "result", "rejected",
				(status) -> status.tokensDrafted() - status.tokensAccepted());
		gauge(engine, "tacit.batch.size", "Mean number of sequences in a decode step since the start", "phase",
				"decode", "sequences", (e) -> meanBatch(e.status()));
		for (String type : List.of("prompt", "cached", "reasoning", "answer")) {
			tokens(type);
		}
	}

	private void gauge(Engine engine, String name, String description, String tag, String value, String unit,
			ToDoubleFunction<Engine> reading) {
		Gauge.builder(name, engine, reading)
			.description(description)
			.baseUnit(unit)
			.tag("model", this.model)
			.tag(tag, value)
			.register(this.registry);
	}

	private static double meanBatch(SchedulerStatus status) {
		return (status.steps() == 0) ? 0 : (double) status.stepRows() / status.steps();
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
		timer("gen_ai.server.request.duration", "Time from submission to the end", reason).record(timing.totalNanos(),
				TimeUnit.NANOSECONDS);
		timer("tacit.queue.time", "Time a request waited for a slot", reason).record(timing.queueNanos(),
				TimeUnit.NANOSECONDS);
		if (timing.firstTokenNanos() > 0) {
			timer("gen_ai.server.time_to_first_token", "Time from submission to the first token", reason)
				.record(timing.firstTokenNanos(), TimeUnit.NANOSECONDS);
		}
		if (timing.newTokens() > 1) {
			timer("gen_ai.server.time_per_output_token", "Mean time between the tokens of a reply", reason).record(
					(timing.totalNanos() - timing.firstTokenNanos()) / (timing.newTokens() - 1), TimeUnit.NANOSECONDS);
		}
	}

	private Timer timer(String name, String description, String reason) {
		return Timer.builder(name)
			.description(description)
			.tag("model", this.model)
			.tag("finish_reason", reason)
			.publishPercentileHistogram()
			.register(this.registry);
	}

	@Override
	public void found(List<Finding> findings) {
		for (Finding finding : findings) {
			Counter.builder("tacit.privacy.findings")
				.description("Protected values found by the policy")
				.baseUnit("findings")
				.tag("entity", finding.entity().name())
				.tag("direction", finding.direction().name().toLowerCase(Locale.ROOT))
				.tag("action", String.valueOf(finding.action()).toLowerCase(Locale.ROOT))
				.register(this.registry)
				.increment();
		}
	}

}
