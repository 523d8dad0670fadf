/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.nio.file.Path;

import dev.tacit.audit.LedgerDatabase;
import dev.tacit.audit.NeedsPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** The profile {@code postgres}: only addresses differ from what an operator runs. */
@ExtendWith(NeedsPostgres.class)
@ActiveProfiles("postgres")
class PostgresProfileTest extends HttpTests {

	@DynamicPropertySource
	static void data(DynamicPropertyRegistry properties) {
		Path data = RunningApplication.folder();
		LedgerDatabase ledger = NeedsPostgres.database();
		LedgerDatabase tools = NeedsPostgres.database();
		properties.add("spring.datasource.url", tools::url);
		properties.add("tacit.audit.datasource.url", ledger::url);
		properties.add("tacit.audit.key-file", () -> data.resolve("keys").toString());
		properties.add("tacit.model.cache-directory", () -> data.resolve("cache").toString());
	}

	@Test
	void aToolLooksUpAndTheLedgerHoldsIt() throws Exception {
		assertThat(post("billing", "/api/chat/stream",
				"{\"tools\":true,\"message\":\"Use account_balance with account ACC-1002.\"}")
			.body()).contains("event:tool", "87.40 EUR", "event:done");
		assertThat(get("auditor", "/actuator/auditledger?phase=COMPLETED").body()).contains("tool_calls");
		assertThat(get("auditor", "/actuator/auditverify").body()).contains("\"valid\":true");
	}

	@Test
	void theDemonstrationSaysThatItCopiesH2Only() throws Exception {
		assertThat(post("auditor", "/api/ledger/tampering", "{\"sequence\":1,\"tampering\":\"DELETE\"}").statusCode())
			.isEqualTo(409);
	}

}
