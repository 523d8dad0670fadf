/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures a ledger, with chain, encryption and sync on:
 *
 * <pre>
 * LedgerBenchmark URL KEYFILE [RECORDS [USER [PASSWORD]]]
 * </pre>
 *
 * Prints durable records a second, the time both phases of a chat take one by one,
 * verified records and headers a second, and how large the database became. Because a
 * durable record waits for the disk, and a busy machine for its turn, it also prints how
 * long the disk beside the key file takes to sync and the load of the machine. Use a
 * database and a key file of its own.
 */
public final class LedgerBenchmark {

	private static final int CONTENT = 4096;

	private static final int IN_FLIGHT = 512;

	private static final int SUBJECTS = 100;

	private final AuditLedger ledger;

	private final int records;

	private LedgerBenchmark(AuditLedger ledger, int records) {
		this.ledger = ledger;
		this.records = records;
	}

	/**
	 * Measures.
	 * @param arguments URL, key file, records, user, password
	 * @throws IOException if the folder of the key file cannot be written
	 * @throws SQLException if the database cannot be read
	 */
	public static void main(String[] arguments) throws IOException, SQLException {
		if (arguments.length < 2) {
			System.err.println("Usage: LedgerBenchmark URL KEYFILE [RECORDS [USER [PASSWORD]]]");
			System.exit(2);
		}
		int records = (arguments.length > 2) ? Integer.parseInt(arguments[2]) : 20_000;
		Path keys = Path.of(arguments[1]).toAbsolutePath();
		System.out.printf(Locale.ROOT, "machine: %d cores, load %.1f, sync of 64 KB %.2f ms (median)%n",
				Runtime.getRuntime().availableProcessors(),
				ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
				syncMillis(keys.resolveSibling("sync")));
		// A busy machine is to give a poor number, not a refusal.
		AuditLedgerConfig config = AuditLedgerConfig.of(arguments[0], keys)
			.with(new Durability(LedgerMode.STRICT, Duration.ofSeconds(60), 10_000, keys.resolveSibling("spill"),
					1 << 20));
		if (arguments.length > 3) {
			config = config
				.with(new LedgerDatabase(arguments[0], arguments[3], (arguments.length > 4) ? arguments[4] : "", true));
		}
		long before = fileBytes(arguments[0]);
		try (AuditLedger ledger = AuditLedger.open(config)) {
			new LedgerBenchmark(ledger, records).run(arguments[0], before);
		}
		if (fileBytes(arguments[0]) > 0) {
			System.out.printf(Locale.ROOT, "H2 file once closed: %.1f MB%n", fileBytes(arguments[0]) / 1e6);
		}
	}

	private void run(String url, long before) throws SQLException {
		append(this.records / 2);
		long cpu = processNanos();
		double rate = append(this.records);
		System.out.printf(Locale.ROOT, "durable records/s %.0f, with %.0f us of processor time each%n", rate,
				(processNanos() - cpu) / 1e3 / this.records);
		size(url, before, "after these");
		latency(Math.max(20, this.records / 100));
		long[] chats = latency(Math.max(50, this.records / 40));
		System.out.printf(Locale.ROOT, "both phases of a chat, one by one: p50 %.2f ms, p99 %.2f ms%n",
				chats[chats.length / 2] / 1e6, chats[chats.length * 99 / 100] / 1e6);
		size(url, before, "after chats committed one by one");
		verification();
	}

	private void size(String url, long before, String when) throws SQLException {
		long payload = this.ledger.store().read(this.ledger.store().records()::contentBytes);
		if (fileBytes(url) > 0) {
			long grown = fileBytes(url) - before;
			System.out.printf(Locale.ROOT, "H2 file %s: %.1f MB for %.1f MB of payload, %.2fx%n", when, grown / 1e6,
					payload / 1e6, (double) grown / payload);
		}
	}

	private double append(int count) {
		Semaphore inFlight = new Semaphore(IN_FLIGHT);
		AtomicLong lost = new AtomicLong();
		long start = System.nanoTime();
		for (int i = 0; i < count; i++) {
			inFlight.acquireUninterruptibly();
			this.ledger.append(entry(Phase.DENIED, AuditEntry.newRequestId(), i)).whenComplete((receipt, failure) -> {
				inFlight.release();
				lost.addAndGet((failure != null) ? 1 : 0);
			});
		}
		inFlight.acquireUninterruptibly(IN_FLIGHT);
		if (lost.get() > 0) {
			throw new IllegalStateException(lost + " records were refused");
		}
		return count * 1e9 / (System.nanoTime() - start);
	}

	private long[] latency(int count) {
		long[] nanos = new long[count];
		for (int i = 0; i < nanos.length; i++) {
			String request = AuditEntry.newRequestId();
			long start = System.nanoTime();
			this.ledger.appendDurably(entry(Phase.INTENT, request, i));
			this.ledger.appendDurably(entry(Phase.COMPLETED, request, i));
			nanos[i] = System.nanoTime() - start;
		}
		Arrays.sort(nanos);
		return nanos;
	}

	/**
	 * By the time this thread was busy: what others do on this machine does not count,
	 * and neither does what a database server does for it.
	 */
	private void verification() throws SQLException {
		long cpu = cpuNanos();
		VerificationReport report = this.ledger.verify((checked) -> {
		});
		System.out.printf(Locale.ROOT,
				"verified records/s per core %.0f (by the processor time of the thread that verifies; a database "
						+ "server's is not in it; headers, seals, tree, payload hashes, checkpoints)%n%s%n",
				report.records() * 1e9 / (cpuNanos() - cpu), report.sentence());
		List<StoredRecord> headers = this.ledger.store()
			.read((connection) -> this.ledger.store().records().headers(connection, 0, this.records));
		check(headers);
		cpu = cpuNanos();
		check(headers);
		System.out.printf(Locale.ROOT, "verified headers/s per core %.0f (in memory: hash, link, seal, tree)%n",
				headers.size() * 1e9 / (cpuNanos() - cpu));
	}

	private void check(List<StoredRecord> headers) {
		String chainId = this.ledger.store().chainId();
		List<PruneManifest.Content> withoutContent = List.of(AuditEntry.DEFAULT_RETENTION, RetentionPolicy.SYSTEM)
			.stream()
			.map((retention) -> new PruneManifest.Content(chainId, retention, Long.MAX_VALUE, Long.MAX_VALUE, 0))
			.toList();
		ChainVerification chain = new ChainVerification(chainId, this.ledger.keys(), withoutContent,
				new MerkleFrontier(), Sha256.NO_HASH, List.of());
		for (StoredRecord header : headers) {
			if (!chain.accept(header, Optional.empty(), (level, index, hash) -> {
			})) {
				throw new IllegalStateException("A header does not stand");
			}
		}
	}

	private static long processNanos() {
		return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
	}

	private static long cpuNanos() {
		return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
	}

	private static double syncMillis(Path file) throws IOException {
		long[] nanos = new long[50];
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			for (int i = 0; i < nanos.length; i++) {
				long start = System.nanoTime();
				channel.write(ByteBuffer.allocate(64 << 10));
				channel.force(true);
				nanos[i] = System.nanoTime() - start;
			}
		}
		Files.delete(file);
		Arrays.sort(nanos);
		return nanos[nanos.length / 2] / 1e6;
	}

	/** Size of an H2 file, 0 for another database. */
	private static long fileBytes(String url) {
		String prefix = "jdbc:h2:file:";
		if (!url.startsWith(prefix)) {
			return 0;
		}
		Path file = Path.of(url.substring(prefix.length()).split(";")[0] + ".mv.db");
		try {
			return Files.exists(file) ? Files.size(file) : 0;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static AuditEntry entry(Phase phase, String request, int number) {
		return new AuditEntry(phase, request, null, AuditLedger.SYSTEM, "person-" + number % SUBJECTS, null,
				AuditEntry.DEFAULT_RETENTION, Map.of("model", "benchmark"),
				new AuditContent(Map.of("answer", "x".repeat(CONTENT))));
	}

}
