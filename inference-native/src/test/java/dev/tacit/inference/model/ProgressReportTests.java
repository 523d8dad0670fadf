/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Percentage, rate and rest, and never a flood of lines. */
class ProgressReportTests {

	private final List<String> lines = new ArrayList<>();

	private long millis;

	private final ProgressReport report = new ProgressReport(this.lines::add, () -> this.millis * 1_000_000);

	@Test
	void aLongPhaseIsToldOnceASecondAndAtItsEnd() {
		for (int step = 0; step <= 400; step++) {
			this.report.progress("weights", step * 1_000_000L, 400_000_000);
			this.millis += 10;
		}
		assertThat(this.lines).containsExactly("weights 25 %, 100 MB/s, 3 s left", "weights 50 %, 100 MB/s, 2 s left",
				"weights 75 %, 100 MB/s, 1 s left", "weights 100 %, 100 MB/s");
	}

	@Test
	void aShortPhaseAndAPhaseOfNothingAreSilent() {
		this.report.progress("digest", 0, 1_000_000);
		this.millis += 500;
		this.report.progress("digest", 1_000_000, 1_000_000);
		this.report.progress("cache", 0, 0);
		this.millis += 5000;
		this.report.progress("cache", 0, 0);
		assertThat(this.lines).isEmpty();
	}

	@Test
	void eachPhaseHasItsOwnClockAndAFewUnitsHaveNoRate() {
		this.report.progress("digest", 0, 5_000);
		this.millis += 2000;
		this.report.progress("verify", 0, 2);
		this.millis += 1500;
		this.report.progress("verify", 1, 2);
		this.report.progress("verify", 2, 2);
		assertThat(this.lines).containsExactly("verify 50 %", "verify 100 %");
	}

}
