/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Keys that are made before there is a ledger. */
class LedgerKeyCommandTest {

	@TempDir
	Path folder;

	@Test
	void aLedgerBeginsWithThemAndTheyAreMadeOnce() throws IOException {
		Path keys = this.folder.resolve("keys");
		String made = LedgerKeyCommand.create(keys);
		byte[] bytes = Files.readAllBytes(keys);
		try (AuditLedger ledger = AuditLedger
			.open(AuditLedgerConfig.of("jdbc:h2:file:" + this.folder.resolve("ledger"), keys))) {
			assertThat(ledger.lastFact(Phase.STARTED, "signingKey")).contains(made);
		}
		assertThatExceptionOfType(LedgerOpenException.class).isThrownBy(() -> LedgerKeyCommand.create(keys))
			.withMessageContaining("stays as it is");
		assertThat(keys).hasBinaryContent(bytes);
	}

}
