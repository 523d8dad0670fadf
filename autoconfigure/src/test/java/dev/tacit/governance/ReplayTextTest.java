/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** When a recorded text is what a model's tokens say. */
class ReplayTextTest {

	@ParameterizedTest
	@CsvSource({ "Write to [[EMAIL:abc123]] now., Write to anna@example.org now., true",
			"Write to [[EMAIL:abc123]] now., Write to anna@example.org soon., false",
			"Write to [[EMAIL:abc123]] now., Write to  now., false",
			"[[EMAIL:abc123]] and [[PERSON:x1]], anna@example.org and Anna, true",
			"[[EMAIL:abc123]] and [[PERSON:x1]], anna@example.org or Anna, false", "960 mg, 960 mg, true",
			"960 mg, 970 mg, false", "960 mg, 960 mg a day, false" })
	void onlyAPseudonymStandsForSomethingElse(String said, String recorded, boolean same) {
		assertThat(ReplayProof.same(said, recorded)).isEqualTo(same);
	}

}
