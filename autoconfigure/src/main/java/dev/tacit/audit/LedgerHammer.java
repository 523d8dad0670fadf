/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Kills a process that records, again and again, and looks for every record that was
 * acknowledged:
 *
 * <pre>
 * LedgerHammer URL KEYFILE KILLS WRITERS [SEED]
 * </pre>
 *
 * Use a database and a key file of its own. The exit status is 0 if nothing was lost.
 */
public final class LedgerHammer {

	private final AuditLedgerConfig config;

	private final int writers;

	private final Random random;

	private LedgerHammer(AuditLedgerConfig config, int writers, long seed) {
		this.config = config;
		this.writers = writers;
		this.random = new Random(seed);
	}

	/**
	 * Hammers a ledger, or is the process that is killed.
	 * @param arguments URL, key file, kills, writers, seed
	 * @throws Exception if a process cannot be started or the database not be read
	 */
	public static void main(String[] arguments) throws Exception {
		if (arguments.length < 4) {
			System.err.println("Usage: LedgerHammer URL KEYFILE KILLS WRITERS [SEED]");
			System.exit(2);
		}
		AuditLedgerConfig config = AuditLedgerConfig.of(arguments[0], Path.of(arguments[1]));
		int writers = Integer.parseInt(arguments[3]);
		if (arguments[2].equals("victim")) {
			record(config, writers);
			return;
		}
		long seed = (arguments.length > 4) ? Long.parseLong(arguments[4]) : System.nanoTime();
		Result result = new LedgerHammer(config, writers, seed).run(Integer.parseInt(arguments[2]));
		System.out.println(result + ", seed " + seed);
		System.exit(result.sound() ? 0 : 1);
	}

	/**
	 * Hammers a ledger.
	 * @param config its configuration, as of {@link AuditLedgerConfig#of}
	 * @param kills processes to kill
	 * @param writers threads that record in each
	 * @param seed decides when each is killed
	 * @return what was found
	 * @throws IOException if a process cannot be started
	 * @throws SQLException if the database cannot be read
	 */
	public static Result hammer(AuditLedgerConfig config, int kills, int writers, long seed)
			throws IOException, SQLException {
		return new LedgerHammer(config, writers, seed).run(kills);
	}

	private Result run(int kills) throws IOException, SQLException {
		Set<String> acknowledged = new HashSet<>();
		for (int i = 0; i < kills; i++) {
			acknowledged.addAll(killOne(1 + this.random.nextInt(400)));
		}
		try (AuditLedger ledger = AuditLedger.open(this.config)) {
			LedgerStore store = ledger.store();
			long lost = 0;
			for (String recordId : acknowledged) {
				lost += store.read((connection) -> store.records().holds(connection, recordId)) ? 0 : 1;
			}
			return new Result(kills, acknowledged.size(), lost, ledger.verify((checked) -> {
			}).sentence());
		}
	}

	/** Ids that a process acknowledged before it was killed, in the middle of others. */
	private List<String> killOne(int records) throws IOException {
		Process victim = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
				LedgerHammer.class.getName(), this.config.database().url(), this.config.keyFile().toString(), "victim",
				String.valueOf(this.writers))
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		List<String> ids = new ArrayList<>();
		try (BufferedReader out = victim.inputReader()) {
			for (String line = out.readLine(); line != null; line = out.readLine()) {
				ids.add(line);
				if (ids.size() == records) {
					// By its handle: the pipe stays open, and what is in it was
					// acknowledged.
					victim.toHandle().destroyForcibly();
				}
			}
			victim.waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			victim.destroyForcibly();
		}
		if (ids.size() < records) {
			throw new IOException("The process that records died by itself");
		}
		// What was written to the pipe was acknowledged; only the last line may be torn.
		ids.removeIf((id) -> id.length() != 36);
		return ids;
	}

	private static void record(AuditLedgerConfig config, int writers) {
		AuditLedger ledger = AuditLedger.open(config);
		for (int writer = 0; writer < writers; writer++) {
			String name = "w" + writer + "-";
			new Thread(() -> {
				for (int i = 0;; i++) {
					Receipt receipt = ledger.appendDurably(new AuditEntry(Phase.INTENT, name + i, null,
							AuditLedger.SYSTEM, null, Map.of(), new AuditContent(Map.of("text", "x".repeat(2000)))));
					System.out.println(receipt.recordId());
				}
			}).start();
		}
	}

	/**
	 * What was found.
	 *
	 * @param kills processes killed
	 * @param acknowledged records that were acknowledged
	 * @param lost those of them that are missing
	 * @param verification verification of the chain
	 */
	public record Result(int kills, int acknowledged, long lost, String verification) {

		/**
		 * Whether the ledger kept its word.
		 * @return whether nothing was lost and the chain stands
		 */
		public boolean sound() {
			return this.lost == 0 && this.verification.startsWith("VALID");
		}

		@Override
		public String toString() {
			return this.kills + " kills, " + this.acknowledged + " acknowledged, " + this.lost + " lost, "
					+ this.verification;
		}

	}

}
