/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import dev.tacit.audit.LedgerFsck;
import dev.tacit.audit.VerificationReport;
import dev.tacit.autoconfigure.TacitAuditProperties;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;
import org.springframework.web.ErrorResponseException;

/**
 * Shows what the ledger is for: copies its H2 file to a temporary folder, alters one
 * record of the copy as somebody with SQL access might, and lets the verifier look at it.
 * The ledger itself is only read, and the copy is deleted; it holds ciphertext, for the
 * keys stay where they are.
 */
@Component
class TamperDemonstration {

	private final TacitAuditProperties ledger;

	TamperDemonstration(TacitAuditProperties ledger) {
		this.ledger = ledger;
	}

	VerificationReport run(long sequence, Tampering tampering) throws IOException, SQLException {
		if (!this.ledger.getDatasource().getUrl().startsWith("jdbc:h2:file:")) {
			throw refused(HttpStatus.CONFLICT, "This demonstration copies an H2 file; the ledger is in PostgreSQL.");
		}
		Path folder = Files.createTempDirectory("tacit-tampering");
		try {
			// Before the database: the anchor must not remember what the copy lacks.
			Path anchor = copyOfAnchor(folder);
			String copy = "jdbc:h2:file:" + copyOfDatabase(folder);
			alter(copy, sequence, tampering);
			return LedgerFsck.run("--url", copy, "--user", this.ledger.getDatasource().getUsername(), "--chain",
					this.ledger.getChainId(), "--key-file", this.ledger.getKeyFile().toString(), "--anchor",
					anchor.toString());
		}
		finally {
			FileSystemUtils.deleteRecursively(folder);
		}
	}

	private Path copyOfAnchor(Path folder) throws IOException {
		Path keys = this.ledger.getKeyFile();
		Path anchor = Objects.requireNonNullElseGet(this.ledger.getAnchor().getFile(),
				() -> keys.resolveSibling(keys.getFileName() + ".anchor"));
		return Files.exists(anchor) ? Files.copy(anchor, folder.resolve("anchor")) : folder.resolve("anchor");
	}

	/** The path of the copy, without H2's ending. */
	private Path copyOfDatabase(Path folder) throws IOException, SQLException {
		Path backup = folder.resolve("backup.zip");
		TacitAuditProperties.Datasource database = this.ledger.getDatasource();
		try (Connection connection = DriverManager.getConnection(database.getUrl(), database.getUsername(),
				database.getPassword()); PreparedStatement copy = connection.prepareStatement("backup to ?")) {
			copy.setString(1, backup.toString());
			copy.execute();
		}
		try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(backup))) {
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
				if (entry.getName().endsWith(".mv.db")) {
					Files.copy(zip, folder.resolve("copy.mv.db"));
				}
			}
		}
		return folder.resolve("copy");
	}

	private void alter(String copy, long sequence, Tampering tampering) throws SQLException {
		TacitAuditProperties.Datasource database = this.ledger.getDatasource();
		try (Connection connection = DriverManager.getConnection(copy, database.getUsername(), database.getPassword());
				Statement statement = connection.createStatement()) {
			// The verifier takes its password from the environment.
			String password = Objects.requireNonNullElse(System.getenv("TACIT_AUDIT_PASSWORD"), "");
			statement.execute("set password '" + password.replace("'", "''") + "'");
			if (tampering.alter(connection, this.ledger.getChainId(), sequence) == 0) {
				throw refused(HttpStatus.NOT_FOUND, "The copy holds nothing of that kind at this place.");
			}
		}
	}

	private static ErrorResponseException refused(HttpStatus status, String detail) {
		return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
	}

}
