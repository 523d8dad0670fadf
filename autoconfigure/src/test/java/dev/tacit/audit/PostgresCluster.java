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

/** A private PostgreSQL server for this JVM, from the distribution's package. */
final class PostgresCluster {

	static final String OWNER = "tacit";

	private static final AtomicInteger databases = new AtomicInteger();

	private static final Optional<PostgresCluster> SHARED = binaries().map(PostgresCluster::new);

	private final int port;

	private final Process server;

	private PostgresCluster(Path binaries) {
		try {
			Path folder = Files.createTempDirectory("tacit-postgres");
			Path data = folder.resolve("data");
			boolean root = "root".equals(System.getProperty("user.name"));
			if (root) {
				// PostgreSQL refuses to run as root; its package brings a user.
				run(List.of("chown", "postgres", folder.toString()));
			}
			run(as(root, binaries.resolve("initdb").toString(), "-D", data.toString(), "-U", OWNER, "-A", "trust",
					"--no-sync", "-E", "UTF8", "--locale=C"));
			try (ServerSocket free = new ServerSocket(0)) {
				this.port = free.getLocalPort();
			}
			this.server = new ProcessBuilder(as(root, binaries.resolve("postgres").toString(), "-D", data.toString(),
					"-p", String.valueOf(this.port), "-k", folder.toString(), "-c", "listen_addresses=127.0.0.1"))
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(folder)));
			awaitReady();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Optional<PostgresCluster> shared() {
		return SHARED;
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

	private static List<String> as(boolean root, String... command) {
		List<String> all = new ArrayList<>(root ? List.of("runuser", "-u", "postgres", "--") : List.of());
		all.addAll(List.of(command));
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

	private void stop(Path folder) {
		this.server.destroy();
		try {
			if (!this.server.waitFor(20, TimeUnit.SECONDS)) {
				this.server.destroyForcibly();
			}
			try (Stream<Path> files = Files.walk(folder)) {
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

	/** A fresh database of the owner's. */
	String createDatabase() {
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

}
