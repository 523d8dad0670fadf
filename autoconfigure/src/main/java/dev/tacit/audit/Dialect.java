/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/** What the two databases do differently. */
enum Dialect {

	/** An H2 file. */
	H2("jdbc:h2:file:", "schema-h2.sql"),

	/** A PostgreSQL server. */
	POSTGRESQL("jdbc:postgresql:", "schema-postgresql.sql");

	private final String prefix;

	private final String schema;

	Dialect(String prefix, String schema) {
		this.prefix = prefix;
		this.schema = schema;
	}

	static Dialect of(String url) {
		for (Dialect dialect : values()) {
			if (url.startsWith(dialect.prefix)) {
				return dialect;
			}
		}
		throw new LedgerOpenException("The ledger needs a database that lasts: tacit.audit.datasource.url must start "
				+ "with jdbc:h2:file: or jdbc:postgresql:", null);
	}

	Connection connect(LedgerDatabase database, Duration patience) throws SQLException {
		Properties properties = new Properties();
		properties.setProperty("user", database.username());
		properties.setProperty("password", database.password());
		String url = database.url();
		if (this == POSTGRESQL) {
			// A server that hangs must not hold the appender for ever.
			String seconds = String.valueOf(Math.max(1, patience.toSeconds()));
			properties.setProperty("connectTimeout", seconds);
			properties.setProperty("socketTimeout", String.valueOf(Math.max(1, patience.toSeconds()) * 15));
			properties.setProperty("tcpKeepAlive", "true");
			properties.setProperty("ApplicationName", "tacit-audit");
			// The server's log may quote what fails; the driver's messages need not.
			properties.setProperty("logServerErrorDetail", "false");
		}
		else if (!url.toUpperCase(Locale.ROOT).contains("WRITE_DELAY")) {
			url = url + ";WRITE_DELAY=0";
		}
		return DriverManager.getConnection(url, properties);
	}

	/** Prepares the connection that writes. */
	void prepareWriter(Connection connection, Duration patience) throws SQLException {
		if (this == POSTGRESQL) {
			try (Statement statement = connection.createStatement()) {
				statement.execute("SET synchronous_commit = on");
				statement.execute("SET lock_timeout = " + patience.toMillis());
				statement.execute("SET statement_timeout = " + patience.toMillis() * 10);
			}
		}
		connection.setAutoCommit(false);
	}

	/** After a commit: the records are on the disk when this returns. */
	void sync(Connection connection) throws SQLException {
		if (this == H2) {
			// With WRITE_DELAY=0 a commit reaches the operating system; this reaches the
			// disk.
			try (Statement statement = connection.createStatement()) {
				statement.execute("CHECKPOINT SYNC");
			}
		}
	}

	/** Refuses a server that would lose what it acknowledged. */
	void check(Connection connection) throws SQLException {
		if (this == POSTGRESQL) {
			for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
				try (Statement statement = connection.createStatement();
						ResultSet rows = statement.executeQuery("SHOW " + setting)) {
					if (rows.next() && List.of("off", "local").contains(rows.getString(1))) {
						throw new LedgerOpenException("PostgreSQL runs with " + setting + "=" + rows.getString(1)
								+ " and may lose what it acknowledged; set " + setting + "=on for the ledger's server",
								null);
					}
				}
			}
		}
	}

	/** Lets the owner of the tables delete in this transaction. */
	void allowMaintenance(Connection connection) throws SQLException {
		if (this == POSTGRESQL) {
			try (Statement statement = connection.createStatement()) {
				statement.execute("SET LOCAL tacit.maintenance = 'on'");
			}
		}
	}

	/** Whether the process that held the chain is known to be gone. */
	boolean lockChain(Connection connection, String chainId) throws SQLException {
		if (this == H2) {
			// The lock on the file already keeps other processes out.
			return true;
		}
		long key = Long.parseUnsignedLong(Sha256.hex("tacit-audit-chain/" + chainId).substring(0, 16), 16);
		try (Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT pg_try_advisory_lock(" + key + ")")) {
			return rows.next() && rows.getBoolean(1);
		}
	}

	/** Whether a server is not there, or not yet: an H2 file is there or is not. */
	boolean away(SQLException ex) {
		String state = String.valueOf(ex.getSQLState());
		return this == POSTGRESQL && (state.startsWith("08") || state.startsWith("57P"));
	}

	/**
	 * Whether a sync failed. The operating system may forget then what was not written,
	 * and call the next sync a success, so that no later success says anything. A
	 * PostgreSQL server ends itself in that case and recovers from its log.
	 */
	boolean syncFailed(SQLException ex) {
		for (Throwable cause = ex; this == H2 && cause != null; cause = cause.getCause()) {
			if (String.valueOf(cause.getMessage()).startsWith("Could not sync file")) {
				return true;
			}
		}
		return false;
	}

	/**
	 * A database's messages may quote statements and values; its codes tell a locked file
	 * from a wrong password.
	 */
	String explain(SQLException ex) {
		if (this == POSTGRESQL) {
			String state = String.valueOf(ex.getSQLState());
			return switch ((state.length() > 2) ? state.substring(0, 2) : state) {
				case "08" -> "The ledger's PostgreSQL server cannot be reached; check tacit.audit.datasource.url and "
						+ "that the server runs";
				case "28" -> "The ledger's PostgreSQL server refuses the user; check "
						+ "tacit.audit.datasource.username and password";
				case "42" -> "The ledger's tables are missing or the user may not use them; run "
						+ "dev/tacit/audit/schema-postgresql.sql as their owner, or set "
						+ "tacit.audit.initialize-schema=always";
				default -> "The ledger's PostgreSQL database cannot be used (SQL state " + state + ")";
			};
		}
		return switch (ex.getErrorCode()) {
			case 90020 -> "The ledger's database is in use by another process; stop that process or set "
					+ "tacit.audit.datasource.url to another file";
			case 28000 -> "The ledger's database refuses the user; check tacit.audit.datasource.username and password";
			case 42102 -> "The ledger's tables are missing; set tacit.audit.initialize-schema=embedded, or run "
					+ "dev/tacit/audit/schema-h2.sql";
			default -> "The ledger's database cannot be opened (H2 error " + ex.getErrorCode()
					+ "); check that the folder of tacit.audit.datasource.url is writable and the file is undamaged";
		};
	}

	void createTables(Connection connection) throws SQLException {
		try (InputStream resource = Dialect.class.getResourceAsStream(this.schema);
				Statement statement = connection.createStatement()) {
			if (resource == null) {
				throw new IllegalStateException("The ledger's schema is missing from the class path");
			}
			String sql = new String(resource.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*$", "");
			// The body of a function holds semicolons, but none at the end of a line.
			for (String command : sql.split(";\\s*(\n|$)")) {
				if (!command.isBlank()) {
					statement.execute(command);
				}
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException("The ledger's schema cannot be read", null);
		}
	}

}
