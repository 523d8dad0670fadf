/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.tacit.audit.Actor;
import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.AuditLedgerConfig;
import dev.tacit.audit.AuditQuery;
import dev.tacit.audit.AuditReader;
import dev.tacit.audit.AuditRecord;
import dev.tacit.audit.LedgerDatabase;
import dev.tacit.audit.NeedsPostgres;
import dev.tacit.audit.Phase;
import dev.tacit.audit.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * T02 and T03: an application with the demo model is killed in the middle of a stream,
 * and when the caller has the last part but the stream has not ended. What was promised
 * is in the ledger of the next start.
 */
class KilledRequestTest {

	@TempDir
	Path folder;

	@Test
	void t02AndT03OnH2() throws Exception {
		t02t03(TestDatabase.H2);
	}

	@Test
	@ExtendWith(NeedsPostgres.class)
	void t02AndT03OnPostgres() throws Exception {
		t02t03(TestDatabase.POSTGRESQL);
	}

	private void t02t03(TestDatabase kind) throws Exception {
		LedgerDatabase database = kind.create(this.folder);
		kill(database, "middle");
		assertPhases(database, List.of("ABANDONED", "INTENT"));
		kill(database, "end");
		assertPhases(database, List.of("COMPLETED", "INTENT", "ABANDONED", "INTENT"));
	}

	private void kill(LedgerDatabase database, String where) throws IOException, InterruptedException {
		Process victim = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), GovernedVictim.class.getName(),
				database.url(), database.username(), this.folder.toString(), where)
			.redirectErrorStream(true)
			.start();
		StringBuilder said = new StringBuilder();
		try (BufferedReader out = victim.inputReader()) {
			String line = out.readLine();
			while (line != null && !line.equals("AT " + where)) {
				said.append(line).append('\n');
				line = out.readLine();
			}
			assertThat(line).as("it died by itself: %s", said).isNotNull();
		}
		finally {
			victim.destroyForcibly().waitFor();
		}
	}

	private void assertPhases(LedgerDatabase database, List<String> newestFirst) {
		try (AuditLedger ledger = AuditLedger
			.open(AuditLedgerConfig.of("jdbc:h2:file:none", this.folder.resolve("keys")).with(database))) {
			AuditReader reader = ledger.reader(new Actor("auditor", "test", Set.of("TACIT_AUDITOR")));
			List<AuditRecord> records = reader.search(AuditQuery.newest(100))
				.stream()
				.filter((record) -> Set.of("INTENT", "COMPLETED", "FAILED", "CANCELLED", "ABANDONED")
					.contains(record.phase()))
				.toList();
			assertThat(records).extracting(AuditRecord::phase).containsExactlyElementsOf(newestFirst);
			assertThat(ledger.verify((checked) -> {
			}).problem()).isNull();
			for (AuditRecord completed : reader.search(AuditQuery.ofPhase(Phase.COMPLETED, 10))) {
				Map<?, ?> content = reader.content(completed).orElseThrow();
				assertThat(String.valueOf(content.get("answer"))).contains("960 mg");
			}
		}
	}

}
