/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The positions that an application writes itself: 24, a problem detail, and 25, an error
 * among server-sent events. The other 25 are those of {@code CanaryPositionsTest}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SideDoorApiTest extends RunningApplication {

	private static final String CANARY = "zqhvqkdjwplm";

	private static final String MAIL = CANARY + "@example.org";

	/** How a request ends, and what the application says then. */
	enum Outcome {

		SUCCESS("Hello, " + MAIL, 200, "\"auditId\"", "event:done"),

		FAILURE("Hello, " + MAIL + " word".repeat(1580), 413, "urn:tacit:prompt-too-long", "event:error"),

		DENY("Hello, " + MAIL + ", IBAN DE89 3704 0044 0532 0130 00", 422, "urn:tacit:policy-blocked", "event:error"),

		INVALID("Hello, " + MAIL + " word".repeat(2000), 400, "\"status\":400", "\"status\":400");

		private final String message;

		private final int status;

		private final String said;

		private final String streamed;

		Outcome(String message, int status, String said, String streamed) {
			this.message = message;
			this.status = status;
			this.said = said;
			this.streamed = streamed;
		}

		String body() {
			return "{\"message\":\"" + this.message + "\"}";
		}

	}

	@ParameterizedTest
	@EnumSource
	void noAnswerRepeatsAValue(Outcome outcome, CapturedOutput output) throws Exception {
		HttpResponse<String> whole = post("billing", "/api/chat", outcome.body());
		assertThat(whole.statusCode()).isEqualTo(outcome.status);
		assertThat(whole.body()).contains(outcome.said).doesNotContainIgnoringCase(CANARY).doesNotContain("3704");
		HttpResponse<String> stream = post("billing", "/api/chat/stream", outcome.body());
		assertThat(stream.body()).contains(outcome.streamed).doesNotContainIgnoringCase(CANARY).doesNotContain("3704");
		assertThat(whole.headers().map().toString() + stream.headers().map()).doesNotContainIgnoringCase(CANARY);
		assertThat(output.getAll()).doesNotContainIgnoringCase(CANARY).doesNotContain("3704 0044");
	}

	@Test
	void aReaderThatLeavesIsToldNothingInClear(CapturedOutput output) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(address("/api/chat/stream")))
			.header("Content-Type", "application/json")
			.header("Authorization",
					"Basic " + Base64.getEncoder().encodeToString("billing:billing".getBytes(StandardCharsets.UTF_8)))
			.POST(HttpRequest.BodyPublishers.ofString(Outcome.SUCCESS.body()))
			.build();
		byte[] first;
		try (InputStream body = HttpClient.newHttpClient()
			.send(request, HttpResponse.BodyHandlers.ofInputStream())
			.body()) {
			first = body.readNBytes(40);
		}
		assertThat(new String(first, StandardCharsets.UTF_8)).startsWith("event:seen");
		assertThat(post("billing", "/api/chat", Outcome.SUCCESS.body()).body()).doesNotContain(CANARY);
		assertThat(output.getAll()).doesNotContainIgnoringCase(CANARY);
	}

}
