/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

import dev.tacit.inference.Engine;
import dev.tacit.inference.EngineConfig;
import dev.tacit.inference.Generation;
import dev.tacit.inference.GenerationRequest;
import dev.tacit.inference.decode.SequenceTiming;
import dev.tacit.inference.decode.SchedulerStatus;
import dev.tacit.inference.model.ProgressReport;
import dev.tacit.inference.sample.SamplingOptions;

/**
 * Compares writing with drafts from the prompt to writing without, in alternation, on a
 * prompt that asks for a copy.
 */
final class LookupCommand implements Command {

	private static final String COPY = "Repeat: [PERSON_7], [IBAN_2], labetalol, [ACCOUNT_4], amoxicillin, [EMAIL_9],"
			+ " vancomycin, Anna, [PHONE_3]";

	@Override
	public String name() {
		return "lookup";
	}

	@Override
	public String usage() {
		return "--model DIR [--cache DIR] [--threads N] [--context 2048] [--text TEXT] [--generate 128] [--rounds 5]";
	}

	@Override
	public void run(Arguments arguments, Console console) throws IOException {
		Path model = arguments.path("model");
		EngineConfig defaults = EngineConfig.defaults();
		EngineConfig config = defaults.withSlots(1)
			.withPrefixCacheBytes(0)
			.withCacheDirectory(arguments.pathOr("cache", defaults.cacheDirectory()))
			.withThreads(arguments.integerOr("threads", defaults.threads()))
			.withContextLength(arguments.integerOr("context", 2048));
		GenerationRequest request = GenerationRequest.builder()
			.user(String.valueOf(arguments.textOr("text", COPY)))
			.sampling(SamplingOptions.GREEDY)
			.maxTokens(arguments.integerOr("generate", 128))
			.build();
		int rounds = arguments.integerOr("rounds", 5);
		if (rounds < 1) {
			throw new UsageException("--rounds must be at least 1");
		}
		double[] plain = new double[rounds];
		double[] drafted = new double[plain.length];
		arguments.requireNoOther();
		try (Engine without = Engine.open(model, config, ProgressReport.to(console.err()::println));
				Engine with = Engine.open(model, config.withPromptLookup(true),
						ProgressReport.to(console.err()::println))) {
			boolean equal = true;
			for (int round = -1; round < plain.length; round++) {
				Generation one = without.generate(request);
				Generation other = with.generate(request);
				equal &= text(one).equals(text(other));
				if (round >= 0) {
					plain[round] = rate(one.timing());
					drafted[round] = rate(other.timing());
				}
			}
			SchedulerStatus status = with.status();
			double slow = RunCommand.median(plain);
			double fast = RunCommand.median(drafted);
			console.out()
				.println(String.format(Locale.ROOT,
						"plain %.1f tokens/s, with drafts %.1f: %.2f times; %d of %d drafted tokens accepted; the text is"
								+ " %s",
						slow, fast, fast / slow, status.tokensAccepted(), status.tokensDrafted(),
						equal ? "the same" : "another"));
		}
	}

	private static String text(Generation generation) {
		return generation.reasoning() + generation.answer();
	}

	private static double rate(SequenceTiming timing) {
		return (timing.newTokens() - 1) * 1e9 / (timing.totalNanos() - timing.firstTokenNanos());
	}

}
