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
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** A quota that is used up is a problem that says when to come back. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = "tacit.governance.quotas.requests-per-minute=1")
class QuotaApiTest {

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
	}

	private HttpResponse<String> ask(String user, String path) throws IOException, InterruptedException {
		String credentials = Base64.getEncoder().encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8));
		return this.client.send(HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path))
			.header("Authorization", "Basic " + credentials)
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString("{\"message\":\"Hello\",\"tools\":false}"))
			.build(), HttpResponse.BodyHandlers.ofString());
	}

	@Test
	void theSecondRequestOfAMinuteIsToldWhenToComeBackAndAnotherUserIsServed() throws Exception {
		assertThat(ask("clinician", "/api/chat").statusCode()).isEqualTo(200);
		HttpResponse<String> refused = ask("clinician", "/api/chat");
		assertThat(refused.statusCode()).isEqualTo(429);
		assertThat(refused.body()).contains("urn:tacit:quota-exceeded", "requests per minute");
		assertThat(refused.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 61L);
		assertThat(ask("clinician", "/api/chat/stream").body()).contains("event:error", "urn:tacit:quota-exceeded");
		assertThat(ask("billing", "/api/chat").statusCode()).isEqualTo(200);
	}

}
