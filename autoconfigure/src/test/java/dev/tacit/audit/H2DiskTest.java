/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What a disk does to a ledger: power cuts, and syncs that fail. */
class H2DiskTest {

	private static final int CUTS = Integer.getInteger("tacit.disk.cuts", 12);

	private static final int WRITERS = 4;

	@TempDir
	Path folder;

	private AuditLedgerConfig config(Path database) {
		return AuditLedgerConfig.of(FaultyDisk.url(database), this.folder.resolve("keys"))
			.with(new Checkpointing(7, Duration.ofSeconds(60),
					List.of(new FileAnchor(database.resolveSibling("anchor"))), false, null));
	}

	private Path database(int number) throws IOException {
		return Files.createDirectories(this.folder.resolve("run" + number)).resolve("ledger");
	}

	@Test
	void t05APowerCutLosesNothingThatWasAcknowledged() throws Exception {
		long seed = new Random().nextLong();
		System.out.println("Power cuts with seed " + seed);
		Random random = new Random(seed);
		Set<String> acknowledged = ConcurrentHashMap.newKeySet();
		for (int run = 0; run < CUTS; run++) {
			Path database = database(run);
			AuditLedger ledger = AuditLedger.open(config(database));
			for (String recordId : acknowledged) {
				assertThat(ChainTests.held(ledger, recordId)).as("seed " + seed + ", run " + run).isTrue();
			}
			assertThat(LedgerTests.verify(ledger).problem()).as("seed " + seed + ", run " + run).isNull();
			FaultyDisk.Platter disk = FaultyDisk.below(database);
			List<Thread> writers = write(ledger, disk, acknowledged);
			int enough = acknowledged.size() + 5 + random.nextInt(60);
			FaultTests.await("records", () -> acknowledged.size() >= enough);
			Path next = database(run + 1);
			// An anchor is elsewhere; it holds what was durable before.
			Files.copy(database.resolveSibling("anchor"), next.resolveSibling("anchor"));
			disk.cut(random);
			for (Thread writer : writers) {
				writer.join();
			}
			disk.copyTo(next);
			ledger.close();
		}
		assertThat(acknowledged.size()).isGreaterThanOrEqualTo(5 * CUTS);
	}

	private static List<Thread> write(AuditLedger ledger, FaultyDisk.Platter disk, Set<String> acknowledged) {
		List<Thread> writers = new ArrayList<>();
		for (int i = 0; i < WRITERS; i++) {
			Thread writer = new Thread(() -> {
				while (!disk.off()) {
					Receipt receipt = ledger.appendDurably(LedgerTests.entry(Phase.DENIED, AuditEntry.newRequestId()));
					disk.whileOn(() -> acknowledged.add(receipt.recordId()));
				}
			});
			writer.start();
			writers.add(writer);
		}
		return writers;
	}

	@Test
	void t12AFailedSyncIsNeverTakenForASuccessLater() throws Exception {
		Path database = database(0);
		Path afterwards = database(1);
		Receipt before;
		try (AuditLedger ledger = AuditLedger.open(config(database))) {
			before = ledger.appendDurably(LedgerTests.entry(Phase.DENIED, "before"));
			FaultyDisk.below(database).failOnce();
			for (String request : List.of("at", "after")) {
				assertThatExceptionOfType(AuditUnavailableException.class)
					.isThrownBy(() -> ledger.appendDurably(LedgerTests.entry(Phase.DENIED, request)))
					.withMessageContaining("sync");
			}
			assertThat(ledger.status().healthy()).isFalse();
			FaultyDisk.below(database).copyTo(afterwards);
		}
		try (AuditLedger ledger = AuditLedger.open(config(afterwards))) {
			assertThat(ChainTests.held(ledger, before.recordId())).isTrue();
			assertThat(LedgerTests.verify(ledger).problem()).isNull();
		}
	}

}
