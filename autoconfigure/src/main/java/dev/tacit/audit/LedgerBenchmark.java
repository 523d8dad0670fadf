/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures a ledger, with chain, encryption and sync on:
 *
 * <pre>
 * LedgerBenchmark URL KEYFILE [RECORDS]
 * </pre>
 *
 * Prints durable records a second, the time both phases of a chat take one by one, and
 * verified records a second. Use a database and a key file of its own.
 */
public final class LedgerBenchmark {

	private static final int CONTENT = 4096;

	private static final int IN_FLIGHT = 512;

	private LedgerBenchmark() {
	}

	/**
	 * Measures.
	 * @param arguments URL, key file, records
	 */
	public static void main(String[] arguments) {
		if (arguments.length < 2) {
			System.err.println("Usage: LedgerBenchmark URL KEYFILE [RECORDS]");
			System.exit(2);
		}
		int records = (arguments.length > 2) ? Integer.parseInt(arguments[2]) : 20_000;
		Path keys = Path.of(arguments[1]);
		// A busy machine is to give a poor number, not a refusal.
		AuditLedgerConfig config = AuditLedgerConfig.of(arguments[0], keys)
			.with(new Durability(LedgerMode.STRICT, Duration.ofSeconds(60), 10_000, keys.resolveSibling("spill"),
					1 << 20));
		try (AuditLedger ledger = AuditLedger.open(config)) {
			append(ledger, records / 4);
			double rate = append(ledger, records);
			long[] nanos = new long[Math.max(50, records / 40)];
			for (int i = 0; i < nanos.length; i++) {
				long start = System.nanoTime();
				ledger.appendDurably(entry(Phase.INTENT, "chat-" + i));
				ledger.appendDurably(entry(Phase.COMPLETED, "chat-" + i));
				nanos[i] = System.nanoTime() - start;
			}
			Arrays.sort(nanos);
			long start = System.nanoTime();
			VerificationReport report = ledger.verify((checked) -> {
			});
			double verified = report.records() * 1e9 / (System.nanoTime() - start);
			System.out.printf(Locale.ROOT,
					"durable records/s %.0f%nboth phases of a chat: p50 %.2f ms, p99 %.2f ms%n"
							+ "verified records/s %.0f (headers, seals, payload hashes, checkpoints)%n%s%n",
					rate, nanos[nanos.length / 2] / 1e6, nanos[nanos.length * 99 / 100] / 1e6, verified,
					report.sentence());
		}
	}

	private static double append(AuditLedger ledger, int records) {
		Semaphore inFlight = new Semaphore(IN_FLIGHT);
		AtomicLong lost = new AtomicLong();
		long start = System.nanoTime();
		for (int i = 0; i < records; i++) {
			inFlight.acquireUninterruptibly();
			ledger.append(entry(Phase.DENIED, "record-" + i)).whenComplete((receipt, failure) -> {
				inFlight.release();
				lost.addAndGet((failure != null) ? 1 : 0);
			});
		}
		inFlight.acquireUninterruptibly(IN_FLIGHT);
		if (lost.get() > 0) {
			throw new IllegalStateException(lost + " records were refused");
		}
		return records * 1e9 / (System.nanoTime() - start);
	}

	private static AuditEntry entry(Phase phase, String request) {
		return new AuditEntry(phase, request, null, AuditLedger.SYSTEM, null, Map.of("model", "benchmark"),
				new AuditContent(Map.of("answer", "x".repeat(CONTENT))));
	}

}
