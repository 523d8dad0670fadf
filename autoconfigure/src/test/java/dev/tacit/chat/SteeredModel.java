/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.tacit.inference.json.Json;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import reactor.core.publisher.Flux;

/**
 * The demo model knows doses, not the weather. It is asked what it knows, for which it
 * calls a tool, and the schema of the tool leaves it one city to name; once every city
 * has its result, an answer with all of them is enforced. Engine, template, grammar,
 * parser and stream are the real ones, and every turn of the loop runs through them.
 */
final class SteeredModel implements ChatModel {

	private static final List<String> CITIES = List.of("San Francisco", "Tokyo", "Paris");

	private final TacitChatModel model;

	SteeredModel(TacitChatModel model) {
		this.model = model;
	}

	@Override
	public ChatOptions getOptions() {
		return this.model.getOptions();
	}

	@Override
	public ChatResponse call(Prompt prompt) {
		return this.model.call(steered(prompt));
	}

	@Override
	public Flux<ChatResponse> stream(Prompt prompt) {
		return this.model.stream(steered(prompt));
	}

	private static Prompt steered(Prompt prompt) {
		List<String> results = new ArrayList<>();
		for (Message message : prompt.getInstructions()) {
			if (message instanceof ToolResponseMessage responses) {
				responses.getResponses().forEach((response) -> results.add(temperature(response.responseData())));
			}
		}
		List<String> cities = CITIES.stream().filter((city) -> prompt.getContents().contains(city)).toList();
		TacitChatOptions options = (TacitChatOptions) prompt.getOptions();
		if (options == null || results.size() >= cities.size()) {
			String answer = "The temperatures are " + String.join(" and ", results);
			TacitChatOptions.Builder answered = TacitChatOptions.builder()
				.outputSchema(Json.write(Map.of("const", answer)));
			answered.toolCallbacks((options != null) ? options.getToolCallbacks() : List.of());
			return new Prompt(prompt.getInstructions(), answered.build());
		}
		TacitChatOptions.Builder asked = options.mutate();
		asked.toolCallbacks(Stream.ofNullable(options.getToolCallbacks())
			.flatMap(List::stream)
			.<ToolCallback>map((tool) -> new OneCity(tool, cities.get(results.size())))
			.toList());
		return new Prompt(List.of(new UserMessage(DemoEngine.DOSE)), asked.build());
	}

	private static String temperature(String result) {
		return String.valueOf(((Map<?, ?>) Objects.requireNonNull(Json.parse(result))).get("temp"));
	}

	private record OneCity(ToolCallback tool, String city) implements ToolCallback {

		@Override
		public ToolDefinition getToolDefinition() {
			return ToolDefinition.builder()
				.name(this.tool.getToolDefinition().name())
				.description(this.tool.getToolDefinition().description())
				.inputSchema(Json.write(Map.of("type", "object", "properties",
						Map.of("location", Map.of("const", this.city), "lat", Map.of("const", 0), "lon",
								Map.of("const", 0), "unit", Map.of("const", "C")),
						"required", List.of("location", "lat", "lon", "unit"))))
				.build();
		}

		@Override
		public String call(String input) {
			return this.tool.call(input);
		}

	}

}
