/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.tacit.audit.NeedsPostgres;
import dev.tacit.audit.PostgresCluster;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code docs/audit.md} says of a full disk, a database that is gone and an orderly
 * end, tried on the packaged application while people use it.
 */
class LedgerDrillsIT {

	private static final String HELLO = "{\"message\":\"Hello\"}";

	private static final String LONG = "{\"message\":\"Invoice: 12 gloves at 17.25 EUR, 7 masks at 31.5 EUR and 9 lamps at 42.99 EUR. What is the total?\"}";

	private static final int PATIENCE = 2000;

	@TempDir
	private Path data;

	@Test
	void aFullDiskIsARefusalUntilThereIsRoomAgain() throws Exception {
		boolean present = Files.isExecutable(Path.of("/usr/bin/prlimit"));
		if (!present) {
			System.err.println("*** prlimit is not in /usr/bin: the full disk is NOT tried ***");
		}
		Assumptions.assumeTrue(present, "prlimit is not installed");
		try (SampleProcess application = SampleProcess.launch(this.data).awaitStarted()) {
			assertThat(chat(application).statusCode()).isEqualTo(200);
			assertWell(application);
			application.limitFiles(String.valueOf(Files.size(this.data.resolve("ledger.mv.db"))));
			awaitRefusal(application);
			assertUnwell(application);
			application.limitFiles("unlimited");
			awaitWell(application);
			assertThat(chat(application).statusCode()).isEqualTo(200);
			assertVerifies(application);
			assertThat(application.terminate()).isEqualTo(143);
		}
		assertNothingCrashed();
		assertThat(phases(SampleProcess.ledger(this.data))).containsKeys("STARTED", "COMPLETED", "STOPPED");
	}

	@Test
	@ExtendWith(NeedsPostgres.class)
	void aDatabaseThatIsGoneIsARefusalUntilItIsBack() throws Exception {
		PostgresCluster server = PostgresCluster.own();
		String ledger = server.createDatabase();
		Map<String, String> settings = Map.of("tacit.audit.datasource.url", ledger, "tacit.audit.initialize-schema",
				"always");
		try (SampleProcess application = SampleProcess.launch(this.data, settings).awaitStarted()) {
			Iterator<String> running = begun(application);
			server.stop();
			String ending = lastEvent(running);
			assertThat(ending).isIn("event:done", "event:error");
			awaitRefusal(application);
			assertUnwell(application);
			server.start();
			awaitWell(application);
			assertThat(chat(application).statusCode()).isEqualTo(200);
			assertVerifies(application);
			assertThat(application.terminate()).isEqualTo(143);
		}
		try (SampleProcess application = SampleProcess.launch(this.data, settings).awaitStarted()) {
			assertVerifies(application);
		}
		assertEveryRequestEnded(phases(ledger));
		assertNothingCrashed();
	}

	@Test
	void anOrderlyEndLetsAStreamEndAndRecordsIt() throws Exception {
		try (SampleProcess application = SampleProcess.launch(this.data).awaitStarted()) {
			Iterator<String> running = begun(application);
			application.beginToTerminate();
			assertThat(lastEvent(running)).isEqualTo("event:done");
			assertThat(application.terminate()).isEqualTo(143);
		}
		assertNothingCrashed();
		Map<String, Integer> phases = phases(SampleProcess.ledger(this.data));
		assertThat(phases).containsEntry("INTENT", 1)
			.containsEntry("COMPLETED", 1)
			.containsEntry("STOPPED", 1)
			.doesNotContainKey("ABANDONED");
		try (SampleProcess application = SampleProcess.launch(this.data).awaitStarted()) {
			assertVerifies(application);
		}
	}

	/** A stream whose model thinks already. */
	private static Iterator<String> begun(SampleProcess application) throws Exception {
		Iterator<String> lines = application.stream("clinician", LONG).body().iterator();
		String line = lines.next();
		while (!line.startsWith("event:reasoning")) {
			line = lines.next();
		}
		return lines;
	}

	private static String lastEvent(Iterator<String> lines) {
		String last = "";
		while (lines.hasNext()) {
			String line = lines.next();
			last = line.startsWith("event:") ? line : last;
		}
		return last;
	}

	private static HttpResponse<String> chat(SampleProcess application) throws Exception {
		return application.post("clinician", "/api/chat", HELLO);
	}

	/** What fits into the space that is left is still recorded and answered. */
	private static void awaitRefusal(SampleProcess application) throws Exception {
		HttpResponse<String> response = chat(application);
		for (int i = 0; i < PATIENCE && response.statusCode() == 200; i++) {
			response = chat(application);
		}
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.body()).contains("urn:tacit:audit-unavailable").doesNotContain("Exception", "jdbc", "SQL");
	}

	private static void assertWell(SampleProcess application) throws Exception {
		HttpResponse<String> health = application.get("operator", "/actuator/health");
		assertThat(health.statusCode()).isEqualTo(200);
		assertThat(health.body()).contains("\"tacitAudit\":{\"details\":").doesNotContain("DOWN");
	}

	private static void assertUnwell(SampleProcess application) throws Exception {
		HttpResponse<String> health = application.get("operator", "/actuator/health");
		assertThat(health.statusCode()).isEqualTo(503);
		assertThat(health.body()).containsPattern("\"tacitAudit\":\\{[^}]*}?,?\"status\":\"DOWN\"")
			.contains("\"state\":\"ready\"");
		assertThat(application.get("operator", "/actuator/health/liveness").statusCode())
			.as("a restart would free no disk and start no database")
			.isEqualTo(200);
		assertThat(application.get("operator", "/actuator/health/readiness").statusCode()).isEqualTo(200);
		assertThat(application.get("auditor", "/actuator/auditledger").statusCode()).as("reads are recorded too")
			.isEqualTo(503);
		assertThat(application.get("operator", "/actuator/prometheus").body())
			.containsPattern("tacit_audit_failures_total\\{part=\"append\"} [1-9]");
	}

	/** Nobody asks meanwhile: it finds out by itself. */
	private static void awaitWell(SampleProcess application) throws Exception {
		HttpResponse<String> health = application.get("operator", "/actuator/health");
		for (int i = 0; i < PATIENCE && health.statusCode() != 200; i++) {
			health = application.get("operator", "/actuator/health");
		}
		assertWell(application);
	}

	private static void assertVerifies(SampleProcess application) throws Exception {
		assertThat(application.get("auditor", "/actuator/auditverify").body()).contains("\"valid\":true");
	}

	private void assertNothingCrashed() throws IOException {
		try (Stream<Path> files = Files.list(this.data)) {
			assertThat(files).noneMatch((file) -> file.getFileName().toString().startsWith("hs_err"));
		}
	}

	private static void assertEveryRequestEnded(Map<String, Integer> phases) {
		int ended = 0;
		for (String outcome : Set.of("COMPLETED", "CANCELLED", "FAILED", "ABANDONED")) {
			ended += phases.getOrDefault(outcome, 0);
		}
		assertThat(phases).containsEntry("INTENT", ended);
	}

	/** Records by phase, read beside the application. */
	private static Map<String, Integer> phases(String url) throws Exception {
		Map<String, Integer> phases = new TreeMap<>();
		try (Connection connection = DriverManager.getConnection(url, "tacit", "");
				ResultSet found = connection.createStatement().executeQuery("select PHASE from TACIT_AUDIT_RECORD")) {
			while (found.next()) {
				phases.merge(found.getString(1), 1, Integer::sum);
			}
		}
		return phases;
	}

}
