/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.matching.StringValuePattern;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.tacit.inference.json.Json;

import static org.assertj.core.api.Assertions.assertThat;

/** Stands for a server that speaks OpenAI's protocol. */
final class RemoteServerStub implements AutoCloseable {

	static final String CARD = "4111 1111 1111 1111";

	static final String IBAN = "DE89370400440532013000";

	static final String MAIL = "anna.weber@example.org";

	static final String CANARIES = "card " + CARD + ", account " + IBAN + ", mail " + MAIL;

	private final WireMockServer server = new WireMockServer(WireMockConfiguration.options().dynamicPort());

	RemoteServerStub() {
		this.server.start();
	}

	String baseUrl() {
		return "http://localhost:" + this.server.port() + "/v1";
	}

	void answers(ResponseDefinitionBuilder response) {
		this.server.stubFor(WireMock.post("/v1/chat/completions").willReturn(response));
	}

	/** Answers requests whose body matches; the one that was told last wins. */
	void answers(StringValuePattern body, String... events) {
		this.server.stubFor(WireMock.post("/v1/chat/completions").withRequestBody(body).willReturn(stream(events)));
	}

	void answers(String... events) {
		answers(stream(events));
	}

	static ResponseDefinitionBuilder stream(String... events) {
		StringBuilder body = new StringBuilder();
		for (String event : events) {
			body.append("data: ").append(event).append("\n\n");
		}
		return WireMock.aResponse()
			.withHeader("Content-Type", "text/event-stream; charset=utf-8")
			.withBody(body.toString());
	}

	static String delta(Map<String, Object> delta) {
		return chunk(delta, null);
	}

	static String text(String text) {
		return delta(Map.of("content", text));
	}

	static String thought(String text) {
		return delta(Map.of("reasoning_content", text));
	}

	static String call(Map<String, Object> toolCall) {
		return delta(Map.of("tool_calls", List.of(toolCall)));
	}

	static String finish(String reason) {
		return chunk(Map.of(), reason);
	}

	private static String chunk(Map<String, Object> delta, String reason) {
		Map<String, Object> choice = new java.util.LinkedHashMap<>();
		choice.put("index", 0);
		choice.put("delta", delta);
		choice.put("finish_reason", reason);
		return event(List.of(choice), null);
	}

	static String usage(int prompt, int completion, int reasoning) {
		return event(List.of(), Map.of("prompt_tokens", prompt, "completion_tokens", completion, "total_tokens",
				prompt + completion, "completion_tokens_details", Map.of("reasoning_tokens", reasoning)));
	}

	private static String event(List<Object> choices, Map<String, Object> usage) {
		Map<String, Object> event = new java.util.LinkedHashMap<>();
		event.put("id", "c1");
		event.put("object", "chat.completion.chunk");
		event.put("created", 1);
		event.put("model", "lfm2.5");
		event.put("choices", choices);
		if (usage != null) {
			event.put("usage", usage);
		}
		return Json.write(event);
	}

	List<LoggedRequest> requests() {
		return this.server.findAll(WireMock.anyRequestedFor(WireMock.anyUrl()));
	}

	List<String> bodies() {
		List<String> bodies = new ArrayList<>();
		requests().forEach((request) -> bodies.add(request.getBodyAsString()));
		return bodies;
	}

	/** Neither as written nor with its blanks, points and signs taken out. */
	void receivedNoCanary() {
		for (LoggedRequest request : requests()) {
			String all = request.getUrl() + request.getHeaders() + request.getBodyAsString();
			assertThat(all).doesNotContain(CARD, IBAN, MAIL);
			assertThat(all.replaceAll("[^A-Za-z0-9]", "")).doesNotContain("4111111111111111", IBAN, "annaweberexample");
		}
	}

	@Override
	public void close() {
		this.server.stop();
	}

}
