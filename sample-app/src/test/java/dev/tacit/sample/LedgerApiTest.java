/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the auditor's page asks for. */
class LedgerApiTest extends RunningApplication {

	@Test
	void aVerificationTellsHowFarItIsAndThenWhatItFound() throws Exception {
		String body = get("auditor", "/api/ledger/verification").body();
		assertThat(body.indexOf("event:progress")).isNotNegative().isLessThan(body.indexOf("event:report"));
		assertThat(body).contains("\"valid\":true", "\"sentence\":\"VALID: ");
	}

	@Test
	void anExportIsAnArchiveOfEvidence() throws Exception {
		byte[] body = get("auditor", "/api/ledger/export").body().getBytes(StandardCharsets.ISO_8859_1);
		assertThat(new ByteArrayInputStream(body).readNBytes(2)).isEqualTo("PK".getBytes(StandardCharsets.US_ASCII));
	}

	@ParameterizedTest
	@CsvSource({ "BACKDATE,RECORD_CHANGED", "DELETE,RECORD_MISSING" })
	void theVerifierNamesTheRecordThatWasTamperedWith(String tampering, String problem) throws Exception {
		assertThat(
				post("auditor", "/api/ledger/tampering", "{\"sequence\":1,\"tampering\":\"" + tampering + "\"}").body())
			.contains("\"valid\":false", "\"brokenSequence\":1", "\"problem\":\"" + problem + "\"");
		assertThat(get("auditor", "/actuator/auditverify").body()).contains("\"valid\":true");
		try (Stream<Path> temporary = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
			assertThat(temporary).noneMatch((path) -> path.getFileName().toString().startsWith("tacit-tampering"));
		}
	}

	@Test
	void aRecordThatIsNotThereIsNotTamperedWith() throws Exception {
		assertThat(
				post("auditor", "/api/ledger/tampering", "{\"sequence\":99999,\"tampering\":\"DELETE\"}").statusCode())
			.isEqualTo(404);
	}

}
