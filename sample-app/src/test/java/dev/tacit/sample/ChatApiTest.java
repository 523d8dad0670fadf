/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** The endpoints over HTTP, with the demo model answering. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ChatApiTest {

	private static final String DOSE = "{\"message\":\"A patient weighs 64 kg. The order is 15 mg/kg. What is the total dose?\"}";

	@TempDir
	static Path data;

	@LocalServerPort
	private int port;

	private final HttpClient client = HttpClient.newHttpClient();

	@DynamicPropertySource
	static void data(DynamicPropertyRegistry properties) {
		properties.add("tacit.audit.datasource.url", () -> "jdbc:h2:file:" + data.resolve("ledger"));
		properties.add("tacit.audit.key-file", () -> data.resolve("keys").toString());
		properties.add("tacit.model.cache-directory", () -> data.resolve("cache").toString());
		properties.add("tacit.privacy.entities.IBAN", () -> "block");
	}

	private HttpResponse<String> send(String user, String path, String body) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path));
		if (!user.equals("anonymous")) {
			String credentials = Base64.getEncoder()
				.encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8));
			request.header("Authorization", "Basic " + credentials);
		}
		request.header("Content-Type", "application/json");
		request = body.isEmpty() ? request.GET() : request.POST(HttpRequest.BodyPublishers.ofString(body));
		return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	@Test
	void aClinicianGetsAnswerTraceUsageAndAuditId() throws Exception {
		HttpResponse<String> response = send("clinician", "/api/chat", DOSE);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).contains("960 mg", "64 * 15", "\"finishReason\":\"stop\"", "\"auditId\":\"");
	}

	@Test
	void billingGetsNoTrace() throws Exception {
		assertThat(send("billing", "/api/chat", DOSE).body()).contains("960 mg", "\"reasoning\":null");
	}

	@Test
	void aStreamTellsReasoningThenAnswerThenDone() throws Exception {
		String body = send("clinician", "/api/chat/stream", DOSE).body();
		assertThat(body.indexOf("event:reasoning")).isNotNegative().isLessThan(body.indexOf("event:answer"));
		assertThat(body.indexOf("event:answer")).isLessThan(body.indexOf("event:done"));
		assertThat(body).containsOnlyOnce("event:done").doesNotContain("event:error");
	}

	@Test
	void aBlockedValueIsAProblemThatDoesNotRepeatIt() throws Exception {
		HttpResponse<String> response = send("clinician", "/api/chat",
				"{\"message\":\"IBAN DE89 3704 0044 0532 0130 00\"}");
		assertThat(response.statusCode()).isEqualTo(422);
		assertThat(response.body()).contains("urn:tacit:policy-blocked", "IBAN").doesNotContain("3704");
	}

	@Test
	void anEmptyMessageIsABadRequest() throws Exception {
		assertThat(send("clinician", "/api/chat", "{\"message\":\" \"}").statusCode()).isEqualTo(400);
	}

	@ParameterizedTest
	@CsvSource({ "anonymous,/actuator/health,200", "anonymous,/actuator/prometheus,401", "anonymous,/api/me,401",
			"clinician,/api/me,200", "clinician,/actuator/prometheus,403", "clinician,/actuator/auditverify,403",
			"billing,/actuator/metrics,403", "auditor,/actuator/auditverify,200", "auditor,/actuator/metrics,403",
			"operator,/actuator/prometheus,200", "operator,/actuator/metrics,200", "operator,/actuator/auditverify,403",
			"operator,/no/such/page,403" })
	void nothingIsOpenThatIsNotOnTheList(String user, String path, int status) throws Exception {
		assertThat(send(user, path, "").statusCode()).isEqualTo(status);
	}

	@ParameterizedTest
	@CsvSource({ "anonymous,403", "auditor,403", "operator,403" })
	void onlyClinicianAndBillingMayChat(String user, int status) throws Exception {
		assertThat(send(user, "/api/chat", DOSE).statusCode()).isEqualTo(status);
	}

}
