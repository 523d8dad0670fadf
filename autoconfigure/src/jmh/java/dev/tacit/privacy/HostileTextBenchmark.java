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

/** A megabyte that is written to be slow: each must take less than a second. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 3, time = 1)
public class HostileTextBenchmark {

	private static final int LENGTH = 1_000_000;

	/** What is repeated. */
	@Param({ "a@", "1", "4111 ", "-", "1-", "A b ", "-----BEGIN ", "Dr. Anna ", "eyJ", "sk-", "password: ", "::1:",
			"[[PERSON:" })
	public String repeated;

	private String text = "";

	private final PrivacyFilter filter = PrivacyFilter.withDefaults(PrivacyPolicy.defaults());

	private final PrivacyScope scope = PrivacyScope.of(Set.of());

	/** Writes the text. */
	@Setup
	public void write() {
		this.text = this.repeated.repeat(LENGTH / this.repeated.length());
	}

	/**
	 * Filters the text, or refuses it.
	 * @return length of what may go on, -1 if nothing may
	 */
	@Benchmark
	public int filter() {
		try {
			return this.filter.apply(this.text, Direction.PROMPT, this.scope).text().length();
		}
		catch (PolicyBlockedException ex) {
			return -1;
		}
	}

}
