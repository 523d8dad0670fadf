/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.matching.StringValuePattern;
import dev.tacit.chat.TacitChatOptions;
import dev.tacit.remote.RemoteChatModel;
import dev.tacit.remote.RemoteServer;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.test.chat.client.advisor.AbstractToolCallingAdvisorAutoRegistrationIT;
import org.springframework.ai.test.chat.client.advisor.AbstractToolCallingAdvisorIT;

/** Spring AI's own suites of the tool loop, on a remote engine. */
@NullUnmarked
class RemoteToolCallingTest {

	private static RemoteServerStub server;

	@BeforeAll
	static void start() {
		server = new RemoteServerStub();
		StringValuePattern weather = WireMock.containing("\"getCurrentWeather\"");
		for (List<String> cities : List.of(List.of("Tokyo"), List.of("San Francisco", "Tokyo", "Paris"))) {
			server.answers(WireMock.containing(cities.get(0)).and(weather), calls(cities));
		}
		server.answers(WireMock.containing("\"role\":\"tool\""), RemoteServerStub.text("30, 10 and "),
				RemoteServerStub.text("15 degrees."), RemoteServerStub.finish("stop"), "[DONE]");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static String[] calls(List<String> cities) {
		List<String> events = new ArrayList<>();
		for (int i = 0; i < cities.size(); i++) {
			events.add(RemoteServerStub
				.delta(Map.of("tool_calls", List.of(Map.of("index", i, "id", "call-" + i, "function",
						Map.of("name", "getCurrentWeather", "arguments", "{\"location\": \"" + cities.get(i)))))));
			events.add(RemoteServerStub.delta(Map.of("tool_calls", List.of(Map.of("index", i, "function",
					Map.of("arguments", "\", \"lat\": 0, \"lon\": 0, \"unit\": \"C\"}"))))));
		}
		events.add(RemoteServerStub.finish("tool_calls"));
		events.add("[DONE]");
		return events.toArray(String[]::new);
	}

	private static ChatModel model() {
		RemoteServer address = new RemoteServer(URI.create(server.baseUrl()), null, "lfm2.5", Duration.ofSeconds(5),
				Duration.ofSeconds(30), Duration.ofMinutes(1));
		return RemoteChatModel.on(address, TacitChatOptions.builder().build(), (name) -> false,
				ToolCallingManager.builder().build(), ObservationRegistry.NOOP, null, (reply) -> {
				});
	}

	@Nested
	class Advisor extends AbstractToolCallingAdvisorIT {

		@Override
		protected ChatModel getChatModel() {
			return model();
		}

	}

	@Nested
	class AutoRegistration extends AbstractToolCallingAdvisorAutoRegistrationIT {

		@Override
		protected ChatModel getChatModel() {
			return model();
		}

	}

}
