/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Prompts of 2 KB through every detector, on one thread: the score is KB a millisecond,
 * which is MB a second.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class PrivacyFilterBenchmark {

	static final int PROMPT = 2_000;

	private static final int PROMPTS = 64;

	private static final String PROSE = """
			The patient came in with mild chest pain that began two days ago after a long walk. He describes it as a
			dull pressure which gets better with rest, without fever or cough. There is no history of heart disease in
			the family; he smokes a few cigarettes a day. Examination shows clear lungs and a soft abdomen. We
			discussed the options, agreed on a stress test next week and explained when to come back earlier.
			""";

	private static final String NOTE = """
			Patient: Anna Weber, born 12.03.1961, MRN 48213377. Called on +49 30 90182044 and wrote from
			anna.weber@example.org. Please send the bill of 184.50 EUR to her card 4111 1111 1111 1111.
			""";

	/** What a prompt holds: no value, a few, or little else (one value in 40 characters). */
	@Param({ "prose", "letter", "form" })
	public String text;

	private final String[] prompts = new String[PROMPTS];

	private final PrivacyFilter filter = PrivacyFilter.withDefaults(PrivacyPolicy.defaults());

	private final PrivacyScope scope = PrivacyScope.of(Set.of());

	private int next;

	/** Writes the prompts. */
	@Setup
	public void write() {
		NoteGenerator notes = new NoteGenerator(20261125);
		for (int i = 0; i < PROMPTS; i++) {
			StringBuilder prompt = new StringBuilder();
			while (prompt.length() < PROMPT) {
				switch (this.text) {
					case "prose" -> prompt.append(PROSE);
					case "letter" -> prompt.append(PROSE).append(NOTE).append(PROSE);
					default -> prompt.append(notes.note().get("text")).append("\n\n");
				}
			}
			this.prompts[i] = prompt.substring(0, PROMPT);
		}
	}

	/**
	 * Filters two thousand characters; one operation is one kilobyte.
	 * @return what may go on
	 */
	@Benchmark
	@org.openjdk.jmh.annotations.OperationsPerInvocation(PROMPT / 1_000)
	public FilterResult filter() {
		this.next = (this.next + 1) % PROMPTS;
		return this.filter.apply(this.prompts[this.next], Direction.PROMPT, this.scope);
	}

}
