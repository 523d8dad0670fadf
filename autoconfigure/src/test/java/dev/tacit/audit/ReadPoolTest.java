/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Readers share a few connections, and whoever writes needs none of them. */
class ReadPoolTest {

	@TempDir
	Path folder;

	@Test
	void recordsAreWrittenWhileEveryConnectionOfTheReadersIsTaken() throws Exception {
		AuditLedgerConfig config = AuditLedgerConfig.of("jdbc:h2:file:" + this.folder.resolve("ledger"),
				this.folder.resolve("keys"));
		ExecutorService auditors = Executors.newCachedThreadPool();
		try (AuditLedger ledger = AuditLedger.open(config)) {
			CountDownLatch reading = new CountDownLatch(LedgerStore.READERS);
			CountDownLatch done = new CountDownLatch(1);
			List<CompletableFuture<Void>> reads = new ArrayList<>();
			for (int i = 0; i < LedgerStore.READERS; i++) {
				reads.add(CompletableFuture.runAsync(() -> hold(ledger, reading, done), auditors));
			}
			reading.await();
			CompletableFuture<List<AuditRecord>> waiting = CompletableFuture
				.supplyAsync(() -> ledger.reader(LedgerTests.AUDITOR).search(AuditQuery.newest(10)), auditors);
			for (int i = 0; i < 20; i++) {
				ledger.appendDurably(LedgerTests.entry(Phase.DENIED, "r" + i));
			}
			ledger.checkpoint();
			assertThat(waiting).isNotDone();
			done.countDown();
			reads.forEach(CompletableFuture::join);
			assertThat(waiting.join()).hasSize(10);
		}
		finally {
			auditors.shutdownNow();
		}
	}

	private static void hold(AuditLedger ledger, CountDownLatch reading, CountDownLatch done) {
		try {
			ledger.store().read((connection) -> {
				int records = ledger.store().records().headers(connection, 0, 10).size();
				reading.countDown();
				try {
					done.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				return records;
			});
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void aSoundConnectionIsUsedAgainABrokenOneIsNot() throws SQLException {
		AtomicInteger opened = new AtomicInteger();
		ReadPool pool = new ReadPool(() -> {
			opened.incrementAndGet();
			return DriverManager.getConnection("jdbc:h2:mem:");
		}, 1, Duration.ofSeconds(30));
		pool.keep();
		Connection first = pool.read((connection) -> connection);
		assertThat(pool.<Connection>read((connection) -> connection)).isSameAs(first);
		first.close();
		assertThat(pool.<Connection>read((connection) -> connection)).isNotSameAs(first);
		assertThat(opened).hasValue(2);
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> pool.read((connection) -> {
			throw new SQLException("broken");
		}));
		pool.read((connection) -> connection);
		assertThat(opened).hasValue(3);
		Connection last = pool.read((connection) -> connection);
		pool.close();
		assertThat(last.isClosed()).isTrue();
	}

	@Test
	void whoWaitsTooLongIsToldSo() throws SQLException {
		ReadPool pool = new ReadPool(() -> DriverManager.getConnection("jdbc:h2:mem:"), 1, Duration.ofMillis(1));
		pool.read((connection) -> {
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> pool.read((other) -> other))
				.withMessageContaining("Too many read the ledger at once");
			return connection;
		});
		pool.close();
	}

}
