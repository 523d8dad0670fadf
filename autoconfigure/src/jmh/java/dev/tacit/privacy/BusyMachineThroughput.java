/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;

/**
 * The prompts of {@link PrivacyFilterBenchmark} on a machine that does other work as
 * well: MB a second of processor time, which JMH, going by the clock, cannot tell.
 */
public final class BusyMachineThroughput {

	private static final int ROUNDS = 7;

	private static final long ROUND_NANOS = 1_500_000_000L;

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private BusyMachineThroughput() {
	}

	/**
	 * Prints a line for each round; the last ones are warm.
	 * @param arguments ignored
	 */
	public static void main(String... arguments) {
		for (String text : List.of("form", "letter", "prose")) {
			PrivacyFilterBenchmark benchmark = new PrivacyFilterBenchmark();
			benchmark.text = text;
			benchmark.write();
			for (int round = 0; round < ROUNDS; round++) {
				System.out.printf(Locale.ROOT, "%s %.2f MB/s%n", text, round(benchmark));
			}
		}
	}

	private static double round(PrivacyFilterBenchmark benchmark) {
		long start = THREADS.getCurrentThreadCpuTime();
		long spent = 0;
		long characters = 0;
		while (spent < ROUND_NANOS) {
			for (int i = 0; i < 20; i++) {
				benchmark.filter();
				characters += PrivacyFilterBenchmark.PROMPT;
			}
			spent = THREADS.getCurrentThreadCpuTime() - start;
		}
		return characters / 1e6 / (spent / 1e9);
	}

}
