/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Locale;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** On H2 files. */
class H2ChainTest extends ChainTests {

	H2ChainTest() {
		super(TestDatabase.H2);
	}

	@Test
	void t55NoClearTextIsInTheDatabaseFile() throws IOException {
		fill();
		String bytes = new String(Files.readAllBytes(this.folder.resolve("ledger.mv.db")), StandardCharsets.ISO_8859_1);
		assertThat(bytes).contains("tacit_audit_record".toUpperCase(Locale.ROOT)).doesNotContain("canary");
	}

}
