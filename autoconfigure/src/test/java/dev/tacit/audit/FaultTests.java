/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/** What happens when something does not work. Numbers as in the list. */
abstract class FaultTests extends LedgerTests {

	FaultTests(TestDatabase kind) {
		super(kind);
	}

	/** A ledger that waits a short time only. */
	AuditLedgerConfig impatient(LedgerMode mode, int queue) {
		AuditLedgerConfig config = config();
		return config.with(new Durability(mode, Duration.ofMillis(400), queue, this.folder.resolve("spill"), 1 << 20));
	}

	/** A session that keeps the appender from writing until it is closed. */
	Connection blocker() throws SQLException {
		Connection connection = DriverManager.getConnection(database().url(), database().username(),
				database().password());
		connection.setAutoCommit(false);
		try (Statement statement = connection.createStatement()) {
			statement.execute("UPDATE tacit_audit_lease SET owner = owner");
		}
		return connection;
	}

	static void await(String what, BooleanSupplier condition) {
		long deadline = System.nanoTime() + 60_000_000_000L;
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as(what).isLessThan(deadline);
			Thread.onSpinWait();
		}
	}

	static boolean appends(AuditLedger ledger, String request) {
		try {
			ledger.appendDurably(entry(Phase.DENIED, request));
			return true;
		}
		catch (AuditUnavailableException ex) {
			return false;
		}
	}

	@ParameterizedTest
	@EnumSource(LedgerMode.class)
	void t09WithoutItsDatabaseNoModeOpensALedger(LedgerMode mode) {
		AuditLedgerConfig config = impatient(mode, 100);
		LedgerDatabase away = new LedgerDatabase(away(config.database().url()), config.database().username(), "", true);
		assertThatExceptionOfType(LedgerOpenException.class).isThrownBy(() -> open(config.with(away)))
			.withMessageContaining("tacit.audit.datasource.url");
		assertThat(this.folder.resolve("keys")).doesNotExist();
	}

	/** A port that nobody listens on, a folder that is a file. */
	private String away(String url) {
		if (url.startsWith("jdbc:postgresql:")) {
			return url.replaceFirst(":\\d+/", ":1/");
		}
		try {
			return "jdbc:h2:file:" + Files.createFile(this.folder.resolve("file")).resolve("ledger");
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void t10ADatabaseThatHangsIsATimeoutAndNothingMore() throws SQLException {
		AuditLedger ledger = open(impatient(LedgerMode.STRICT, 1000));
		int threads = Thread.activeCount();
		try (Connection blocker = blocker()) {
			for (int i = 0; i < 3; i++) {
				assertThatExceptionOfType(AuditUnavailableException.class)
					.isThrownBy(() -> ledger.appendDurably(entry(Phase.INTENT, "hang")));
			}
			assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 1);
			blocker.rollback();
		}
		await("it takes records again", () -> appends(ledger, "later"));
		assertThat(verify(ledger).problem()).isNull();
		List<String> phases = phases(ledger, "hang");
		assertThat(phases.stream().filter("INTENT"::equals).count()).as("an intent nobody waits for is ended")
			.isEqualTo(phases.stream().filter("ABANDONED"::equals).count());
	}

	@Test
	void anIdleLedgerTellsThatItsDatabaseTakesNothingAndThatItDoesAgain() throws SQLException {
		AuditLedger ledger = open(impatient(LedgerMode.STRICT, 1000));
		assertThat(ledger.status().healthy()).isTrue();
		try (Connection blocker = blocker()) {
			await("the ledger is unwell", () -> !ledger.status().healthy());
			blocker.rollback();
		}
		await("the ledger is well", () -> ledger.status().healthy());
		assertThat(ledger.status().failures()).as("nobody's record was lost").isZero();
	}

	@Test
	void t16SpilledRecordsAreReplayedExactlyOnce() throws SQLException {
		AuditLedger ledger = open(impatient(LedgerMode.SPILL, 1000));
		List<Receipt> receipts = new ArrayList<>();
		try (Connection blocker = blocker()) {
			for (int i = 0; i < 3; i++) {
				receipts.add(ledger.appendDurably(entry(Phase.DENIED, "spilled" + i)));
			}
			blocker.rollback();
		}
		assertThat(receipts).extracting(Receipt::sequence).contains(Receipt.NOT_CHAINED);
		await("the spill file is empty", () -> ledger.status().spilled() == 0);
		for (Receipt receipt : receipts) {
			assertThat(ChainTests.held(ledger, receipt.recordId())).isTrue();
		}
		for (int i = 0; i < 3; i++) {
			assertThat(phases(ledger, "spilled" + i)).hasSize(1);
		}
		assertThat(verify(ledger).problem()).isNull();
	}

	@Test
	void bestEffortGoesOnAndRecordsTheGap() throws SQLException {
		AuditLedger ledger = open(impatient(LedgerMode.BEST_EFFORT, 1000));
		Receipt receipt;
		try (Connection blocker = blocker()) {
			receipt = ledger.appendDurably(entry(Phase.DENIED, "missing"));
			blocker.rollback();
		}
		assertThat(receipt.sequence()).isEqualTo(Receipt.NOT_CHAINED);
		await("it takes records again",
				() -> ledger.appendDurably(entry(Phase.DENIED, "later")).sequence() != Receipt.NOT_CHAINED);
		assertThat(ledger.reader(AUDITOR).search(AuditQuery.ofPhase(Phase.GAP, 10)))
			.anySatisfy((gap) -> assertThat(gap.facts()).contains("\"missing\":"));
		assertThat(verify(ledger).problem()).isNull();
	}

	@Test
	void t44AFullQueueRefusesAndNothingIsSilent() throws SQLException {
		AuditLedger ledger = open(impatient(LedgerMode.STRICT, 4));
		List<CompletableFuture<Receipt>> results = new ArrayList<>();
		try (Connection blocker = blocker()) {
			for (int i = 0; i < 60; i++) {
				results.add(ledger.append(entry(Phase.DENIED, "r" + i)));
			}
			blocker.rollback();
		}
		int refused = 0;
		for (CompletableFuture<Receipt> result : results) {
			try {
				assertThat(result.join().sequence()).isNotNegative();
			}
			catch (CompletionException ex) {
				assertThat(ex).hasCauseInstanceOf(AuditUnavailableException.class);
				refused++;
			}
		}
		assertThat(refused).isGreaterThanOrEqualTo(50);
		assertThat(ledger.status().failures()).isGreaterThanOrEqualTo(50);
		await("it takes records again", () -> appends(ledger, "later"));
	}

	@Test
	void t15WhatIsInFlightAtACloseIsRecorded() {
		AuditLedger ledger = open();
		List<CompletableFuture<Receipt>> results = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			results.add(ledger.append(entry(Phase.DENIED, "r" + i)));
		}
		ledger.close();
		results.forEach((result) -> assertThat(result.join().sequence()).isPositive());
		assertThat(verifyStored().problem()).isNull();
	}

	@Test
	void t43AClockThatJumpsIsRecordedAndTheOrderKept() {
		AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-10-25T00:30:00Z"));
		AuditLedger ledger = open(config().with(new Clock() {

			@Override
			public ZoneId getZone() {
				return ZoneOffset.UTC;
			}

			@Override
			public Clock withZone(ZoneId zone) {
				return this;
			}

			@Override
			public Instant instant() {
				return now.get();
			}

		}));
		Receipt before = ledger.appendDurably(entry(Phase.DENIED, "before"));
		now.updateAndGet((time) -> time.minus(Duration.ofHours(1)));
		Receipt back = ledger.appendDurably(entry(Phase.DENIED, "back"));
		now.updateAndGet((time) -> time.plus(Duration.ofDays(3652)));
		ledger.appendDurably(entry(Phase.DENIED, "forth"));
		assertThat(back.sequence()).isEqualTo(before.sequence() + 2);
		assertThat(ledger.reader(AUDITOR).search(AuditQuery.ofPhase(Phase.CLOCK_ANOMALY, 10)))
			.extracting(AuditRecord::facts)
			.containsExactly("{\"stepMillis\":\"315532800000\"}", "{\"stepMillis\":\"-3600000\"}");
		assertThat(verify(ledger).problem()).isNull();
	}

	@Test
	void t60TextsOfEveryKindComeBack() {
		AuditLedger ledger = open(config().with(
				new Durability(LedgerMode.STRICT, Duration.ofSeconds(60), 100, this.folder.resolve("spill"), 1 << 20)));
		List<String> texts = List.of("", "x".repeat(10 << 20), "\u0000\u0001\uD83D\uDE42 \u202Eabc", "\n\r\t\"\\",
				"e\u0301 \u00e9 \ufeff");
		for (int i = 0; i < texts.size(); i++) {
			ledger.appendDurably(new AuditEntry(Phase.DENIED, "t" + i, null, ANNA, null, Map.of(),
					new AuditContent(Map.of("text", texts.get(i)))));
		}
		AuditReader reader = ledger.reader(AUDITOR);
		for (int i = 0; i < texts.size(); i++) {
			AuditRecord record = reader.search(AuditQuery.ofRequest("t" + i)).get(0);
			Object text = reader.content(record).orElseThrow().get("text");
			assertThat(texts.get(i).equals(text)).as("text " + i).isTrue();
		}
		assertThat(verify(ledger).problem()).isNull();
	}

	@Test
	void t62AQueryIsNeverPartOfAStatement() {
		AuditLedger ledger = open();
		ledger.appendDurably(entry(Phase.DENIED, "r1"));
		String hostile = "' OR 1=1; DROP TABLE tacit_audit_record; --";
		AuditReader reader = ledger.reader(AUDITOR);
		assertThat(reader.search(new AuditQuery(hostile, null, null, null, null, null, null, Map.of(), 100, 10)))
			.isEmpty();
		assertThat(reader.search(new AuditQuery(null, null, hostile, hostile, hostile, null, null, Map.of(), 100, 10)))
			.isEmpty();
		assertThat(reader
			.search(new AuditQuery(null, null, null, null, null, null, null, Map.of(hostile, "%_!"), 100, 10)))
			.isEmpty();
		assertThat(reader
			.search(new AuditQuery(null, null, null, null, null, null, null, Map.of("model", "demo"), 100, 10)))
			.hasSize(1);
		assertThat(verify(ledger).problem()).isNull();
	}

	@Test
	void t66EveryReadIsARecord() {
		AuditLedger ledger = open();
		ledger.appendDurably(entry(Phase.DENIED, "r1"));
		AuditReader reader = ledger.reader(AUDITOR);
		AuditRecord record = reader.search(AuditQuery.ofRequest("r1")).get(0);
		reader.content(record);
		List<AuditRecord> reads = reader.search(AuditQuery.ofPhase(Phase.READ, 10));
		assertThat(reads).hasSize(2).allSatisfy((read) -> assertThat(reader.actor(read)).hasValue(AUDITOR.id()));
		assertThat(reads.get(0).facts()).contains(record.recordId());
	}

	@Test
	void t69PagesAreStableWhileRecordsAreAdded() {
		AuditLedger ledger = open();
		for (int i = 0; i < 25; i++) {
			ledger.append(entry(Phase.DENIED, "r" + i)).join();
		}
		AuditReader reader = ledger.reader(AUDITOR);
		AuditQuery query = AuditQuery.ofPhase(Phase.DENIED, 10);
		List<String> seen = new ArrayList<>();
		List<AuditRecord> page = reader.search(query);
		while (!page.isEmpty()) {
			page.forEach((record) -> seen.add(record.requestId()));
			ledger.appendDurably(entry(Phase.DENIED, "new" + seen.size()));
			page = reader.search(query.after(page.get(page.size() - 1).sequence()));
		}
		assertThat(seen).hasSize(25).doesNotHaveDuplicates().noneMatch((request) -> request.startsWith("new"));
	}

	@Test
	void t56NoColumnOfAHeaderIsADictionaryOracle() throws SQLException {
		AuditLedger ledger = open();
		ledger.appendDurably(entry(Phase.DENIED, "r1"));
		LedgerStore store = ledger.store();
		AuditRecord record = store.read((connection) -> store.records().headers(connection, 1, 1)).get(0).record();
		for (String guess : List.of("canary of r1", "{\"answer\":\"canary of r1\"}", ANNA.id(), "patient-canary",
				"conversation-canary")) {
			String hash = Sha256.hex(guess);
			assertThat(record.toString()).doesNotContain(guess).doesNotContain(hash);
			assertThat(List.of(record.actorRef(), record.subjectRef(), record.commitment()))
				.noneMatch((column) -> hash.startsWith(column));
		}
		ledger.appendDurably(entry(Phase.DENIED, "r1"));
		assertThat(store.read((connection) -> store.records().headers(connection, 2, 1)).get(0).record().commitment())
			.as("the same content again")
			.isNotEqualTo(record.commitment());
	}

	@Test
	void checkpointsAreSignedWhileNothingIsRecorded() throws IOException {
		AuditLedgerConfig config = config();
		AuditLedger ledger = open(config
			.with(new Checkpointing(1000, Duration.ofMillis(30), config.checkpointing().anchors(), false, null)));
		long head = ledger.status().headSequence();
		FileAnchor anchor = (FileAnchor) config.checkpointing().anchors().get(0);
		await("heartbeats", () -> {
			try (var notes = anchor.notes()) {
				return notes.count() >= 5;
			}
			catch (IOException ex) {
				return false;
			}
		});
		assertThat(ledger.status().headSequence()).isEqualTo(head);
		assertThat(verify(ledger).problem()).isNull();
	}

	@Test
	void aWebhookKeepsCheckpointsAndAnAnchorThatIsRequiredRefuses() throws IOException {
		Queue<String> received = new ConcurrentLinkedQueue<>();
		HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		server.createContext("/", (exchange) -> {
			received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
			exchange.sendResponseHeaders(received.size() > 3 ? 500 : 204, -1);
			exchange.close();
		});
		server.start();
		try {
			URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
			AuditLedger ledger = open(config().with(new Checkpointing(1000, Duration.ofSeconds(60),
					List.of(new WebhookAnchor(address, Duration.ofSeconds(5))), true, null)));
			await("the webhook got one", () -> !received.isEmpty());
			assertThat(SignedNote.parse(received.element()).orElseThrow().signedByAny(ledger.keys().verifying()))
				.isTrue();
			assertThatNoException().isThrownBy(() -> ledger.appendDurably(entry(Phase.DENIED, "r1")));
			while (ledger.status().anchorFailures() < 3) {
				ledger.checkpoint();
			}
			assertThat(ledger.status().healthy()).isFalse();
			assertThatExceptionOfType(AuditUnavailableException.class)
				.isThrownBy(() -> ledger.appendDurably(entry(Phase.DENIED, "r2")));
		}
		finally {
			server.stop(0);
		}
	}

	@Test
	void t73APartIsVerifiedFromTheLastCheckpoint() {
		AuditLedger ledger = open();
		for (int i = 0; i < 600; i++) {
			ledger.append(entry(Phase.DENIED, "r" + i));
		}
		ledger.checkpoint();
		ledger.appendDurably(entry(Phase.DENIED, "last"));
		assertThat(ledger.verifyRecent((checked) -> {
		}).problem()).isNull();
		assertThat(verify(ledger).problem()).isNull();
	}

}
