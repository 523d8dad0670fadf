/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** T16: the file that holds what the database does not take. */
class SpillTest {

	private static final byte[] KEY = Sha256.of("spill".getBytes(StandardCharsets.US_ASCII));

	@TempDir
	Path folder;

	private Spill open(long bytes) {
		return new Spill(this.folder.resolve("spill"), bytes, KEY);
	}

	private static Pending pending(String request) {
		return Pending.of(LedgerTests.about("patient-canary", request), 1000, null);
	}

	@Test
	void t16EntriesComeBackAsTheyWereAndATornLineDoesNot() throws IOException {
		Pending first = pending("r1");
		Spill spill = open(1 << 20);
		spill.write(first);
		spill.write(pending("r2"));
		Path file = this.folder.resolve("spill");
		assertThat(Files.readString(file)).doesNotContain("canary");
		Files.writeString(file, "AAAA", StandardOpenOption.APPEND);
		Spill again = open(1 << 20);
		assertThat(again.count()).isEqualTo(2);
		assertThat(again.read().get(0)).returns(first.entry(), Pending::entry)
			.returns(first.recordId(), Pending::recordId);
		again.write(pending("r3"));
		assertThat(open(1 << 20).read()).extracting((entry) -> entry.entry().requestId())
			.containsExactly("r1", "r2", "r3");
		again.forget(2);
		again.forget(0);
		assertThat(open(1 << 20).read()).extracting((entry) -> entry.entry().requestId()).containsExactly("r3");
	}

	@Test
	void t16AFullFileRefusesAndLosesNothing() throws IOException {
		Spill spill = open(2000);
		spill.write(pending("r1"));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
			for (int i = 2; i < 20; i++) {
				spill.write(pending("r" + i));
			}
		});
		assertThat(open(2000).read()).hasSize(spill.count()).isNotEmpty();
	}

}
