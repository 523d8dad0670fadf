/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Pattern;

import dev.tacit.inference.json.Json;
import dev.tacit.inference.json.JsonLimits;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The chat endpoints over HTTP. */
class ChatApiTest extends RunningApplication {

	private static final String DOSE = "{\"message\":\"A patient weighs 64 kg. The order is 15 mg/kg. What is the total dose?\"}";

	@Test
	void aClinicianGetsAnswerTraceUsageAndAuditId() throws Exception {
		HttpResponse<String> response = post("clinician", "/api/chat", DOSE);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).contains("960 mg", "64 * 15", "\"finishReason\":\"stop\"", "\"auditId\":\"");
	}

	@Test
	void billingGetsNoTrace() throws Exception {
		assertThat(post("billing", "/api/chat", DOSE).body()).contains("960 mg", "\"reasoning\":null");
	}

	@Test
	void aStreamTellsReasoningThenAnswerThenDone() throws Exception {
		String body = post("clinician", "/api/chat/stream", DOSE).body();
		assertThat(body.indexOf("event:reasoning")).isNotNegative().isLessThan(body.indexOf("event:answer"));
		assertThat(body.indexOf("event:answer")).isLessThan(body.indexOf("event:done"));
		assertThat(body).containsOnlyOnce("event:done").doesNotContain("event:error");
	}

	@Test
	void theExamplesOnThePageAreAnsweredRight() throws Exception {
		String page = get("clinician", "/chat.html").body();
		List<String> answers = List.of("The total dose is 960 mg.",
				"Dear Anna Weber,\n\nthis is a friendly reminder of the blood test on Friday.\n\nKind regards\nMaria Lopez",
				"{\"patient\": \"Anna Weber\", \"drug\": \"amoxicillin\", \"dose\": 500, \"unit\": \"mg\", \"route\": \"orally\", \"times_per_day\": 3}");
		List<String> examples = Pattern.compile("class=\"example\">([^<]+)<")
			.matcher(page)
			.results()
			.map((found) -> found.group(1))
			.toList();
		assertThat(examples).hasSameSizeAs(answers);
		for (int i = 0; i < examples.size(); i++) {
			String reply = post("clinician", "/api/chat", "{\"message\":\"" + examples.get(i) + "\",\"tools\":false}")
				.body();
			assertThat(Json.parseObject(reply, JsonLimits.SMALL).string("answer")).as(examples.get(i))
				.isEqualTo(answers.get(i));
		}
	}

	@Test
	void aStreamTellsFirstAndOnceWhatTheModelSaw() throws Exception {
		String body = post("billing", "/api/chat/stream", "{\"message\":\"Repeat: card 4111 1111 1111 1111\"}").body();
		assertThat(body).startsWith("event:seen").containsOnlyOnce("event:seen").doesNotContain("4111 1111");
		assertThat(body).contains("card **** **** **** 1111", "\"entity\":\"PAYMENT_CARD\",\"action\":\"MASK\"");
	}

	@Test
	void aBlockedValueIsAProblemThatDoesNotRepeatIt() throws Exception {
		HttpResponse<String> response = post("clinician", "/api/chat",
				"{\"message\":\"IBAN DE89 3704 0044 0532 0130 00\"}");
		assertThat(response.statusCode()).isEqualTo(422);
		assertThat(response.body()).contains("urn:tacit:policy-blocked", "IBAN").doesNotContain("3704");
	}

	@Test
	void anEmptyMessageIsABadRequest() throws Exception {
		assertThat(post("clinician", "/api/chat", "{\"message\":\" \"}").statusCode()).isEqualTo(400);
	}

}
