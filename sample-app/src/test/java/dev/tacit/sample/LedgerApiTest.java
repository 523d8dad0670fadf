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
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.security.test.context.support.WithMockUser;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What the auditor's page asks for. */
class LedgerApiTest extends RunningApplication {

	@Autowired
	private LedgerController controller;

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

	@Test
	@WithMockUser(authorities = "TACIT_AUDITOR")
	void contentHoldsTracesSoDisclosingItTakesTheAuthorityToSeeThem() {
		assertThat(this.controller.export(null, false).getStatusCode()).isEqualTo(HttpStatus.OK);
		assertThatExceptionOfType(ResponseStatusException.class).isThrownBy(() -> this.controller.export(null, true))
			.satisfies((refusal) -> assertThat(refusal.getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN))
			.withMessageContaining("TACIT_REASONING");
	}

	@Test
	void whoMaySeeTracesMayTakeTheContentAway() throws Exception {
		assertThat(get("auditor", "/api/ledger/export?disclose=true").statusCode()).isEqualTo(200);
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
