/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A private PostgreSQL server from the distribution's package, which lives no longer than
 * this JVM. Most tests share one.
 */
public final class PostgresCluster {

	static final String OWNER = "tacit";

	private static final AtomicInteger databases = new AtomicInteger();

	private final Path binaries;

	private final Path folder;

	private final int port;

	private volatile Process server;

	private PostgresCluster(Path binaries) {
		this.binaries = binaries;
		try {
			this.folder = Files.createTempDirectory("tacit-postgres");
			if (isRoot()) {
				// PostgreSQL refuses to run as root; its package brings a user.
				run(List.of("chown", "postgres", this.folder.toString()));
			}
			run(as("initdb", "-D", data(), "-U", OWNER, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"));
			try (ServerSocket free = new ServerSocket(0)) {
				this.port = free.getLocalPort();
			}
			this.server = launch();
			Runtime.getRuntime().addShutdownHook(new Thread(this::discard));
			awaitReady();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Optional<PostgresCluster> shared() {
		return Shared.CLUSTER;
	}

	/**
	 * A server that nobody else uses, so it may be stopped.
	 * @return the server
	 */
	public static PostgresCluster own() {
		return binaries().map(PostgresCluster::new).orElseThrow();
	}

	private Process launch() throws IOException {
		return new ProcessBuilder(as("postgres", "-D", data(), "-p", String.valueOf(this.port), "-k",
				this.folder.toString(), "-c", "listen_addresses=127.0.0.1"))
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
	}

	/**
	 * Starts the server again.
	 * @throws IOException if it does not start
	 */
	public void start() throws IOException {
		this.server = launch();
		awaitReady();
	}

	/**
	 * Stops the server and ends every session of it.
	 * @throws IOException if it does not stop
	 */
	public void stop() throws IOException {
		run(as("pg_ctl", "-D", data(), "-m", "fast", "-w", "stop"));
	}

	private String data() {
		return this.folder.resolve("data").toString();
	}

	private static Optional<Path> binaries() {
		Path versions = Path.of("/usr/lib/postgresql");
		if (!Files.isDirectory(versions)) {
			return Optional.empty();
		}
		try (Stream<Path> folders = Files.list(versions)) {
			return folders.map((version) -> version.resolve("bin"))
				.filter((folder) -> Files.isExecutable(folder.resolve("initdb")))
				.max(Comparator.naturalOrder());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean isRoot() {
		return "root".equals(System.getProperty("user.name"));
	}

	private List<String> as(String program, String... arguments) {
		List<String> all = new ArrayList<>(isRoot() ? List.of("runuser", "-u", "postgres", "--") : List.of());
		all.add(this.binaries.resolve(program).toString());
		all.addAll(List.of(arguments));
		return all;
	}

	private static void run(List<String> command) throws IOException {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			if (process.waitFor() != 0) {
				throw new IOException(command + " failed");
			}
		}
		catch (InterruptedException ex) {
			throw new IOException("Interrupted", null);
		}
	}

	private void awaitReady() throws IOException {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
		while (System.nanoTime() < deadline && this.server.isAlive()) {
			try (Connection connection = DriverManager.getConnection(url("postgres"), OWNER, "")) {
				if (connection.isValid(1)) {
					return;
				}
			}
			catch (SQLException ex) {
				Thread.onSpinWait();
			}
		}
		throw new IOException("PostgreSQL did not start");
	}

	private void discard() {
		this.server.destroy();
		try {
			if (!this.server.waitFor(20, TimeUnit.SECONDS)) {
				this.server.destroyForcibly();
			}
			try (Stream<Path> files = Files.walk(this.folder)) {
				for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
					Files.deleteIfExists(file);
				}
			}
		}
		catch (IOException | InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	int port() {
		return this.port;
	}

	String url(String database) {
		return "jdbc:postgresql://127.0.0.1:" + this.port + "/" + database;
	}

	/**
	 * A fresh database of the owner {@code tacit}'s.
	 * @return its address
	 */
	public String createDatabase() {
		String name = "ledger" + databases.incrementAndGet();
		try (Connection connection = DriverManager.getConnection(url("postgres"), OWNER, "");
				Statement statement = connection.createStatement()) {
			statement.execute("CREATE DATABASE " + name);
			return url(name);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Started when the first test asks for it. */
	private static final class Shared {

		private static final Optional<PostgresCluster> CLUSTER = binaries().map(PostgresCluster::new);

	}

}
