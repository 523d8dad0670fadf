/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.tacit.inference.EngineInfo;
import dev.tacit.inference.GenerationRequest;
import dev.tacit.inference.decode.Caller;
import dev.tacit.inference.json.Json;
import dev.tacit.inference.json.JsonException;
import dev.tacit.inference.sample.SamplingOptions;
import dev.tacit.inference.text.ChatMessage;
import dev.tacit.inference.text.Role;
import dev.tacit.inference.text.ToolCall;
import dev.tacit.inference.text.ToolDefinition;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.model.tool.ToolCallingManager;

/**
 * Maps a prompt with any kind of {@link ChatOptions} to a request of the engine. What the
 * engine cannot honour is refused here, before anything runs.
 */
final class EngineRequests {

	private final EngineInfo info;

	private final TacitChatOptions defaults;

	private final ToolCallingManager toolCallingManager;

	EngineRequests(EngineInfo info, TacitChatOptions defaults, ToolCallingManager toolCallingManager) {
		this.info = info;
		this.defaults = defaults;
		this.toolCallingManager = toolCallingManager;
	}

	/**
	 * Options that a request runs with: its own, and the defaults where it has none.
	 * Tools and stop sequences of the request replace the defaults.
	 */
	TacitChatOptions effective(@Nullable ChatOptions requested) {
		if (requested == null) {
			return this.defaults;
		}
		refuseUnsupported(requested);
		TacitChatOptions.Builder builder = this.defaults.mutate();
		builder.temperature(either(requested.getTemperature(), this.defaults.getTemperature()));
		builder.topK(either(requested.getTopK(), this.defaults.getTopK()));
		builder.topP(either(requested.getTopP(), this.defaults.getTopP()));
		builder.maxTokens(either(requested.getMaxTokens(), this.defaults.getMaxTokens()));
		builder.stopSequences(either(requested.getStopSequences(), this.defaults.getStopSequences()));
		if (requested instanceof ToolCallingChatOptions tools) {
			builder.toolCallbacks(either(tools.getToolCallbacks(), this.defaults.getToolCallbacks()));
			builder.toolContext(either(tools.getToolContext(), this.defaults.getToolContext()));
		}
		if (requested instanceof StructuredOutputChatOptions structured) {
			builder.outputSchema(either(structured.getOutputSchema(), this.defaults.getOutputSchema()));
		}
		if (requested instanceof TacitChatOptions ours) {
			builder.constrainTools(either(ours.getConstrainTools(), this.defaults.getConstrainTools()));
			builder.minP(either(ours.getMinP(), this.defaults.getMinP()));
			builder.repetitionPenalty(either(ours.getRepetitionPenalty(), this.defaults.getRepetitionPenalty()));
			builder.seed(either(ours.getSeed(), this.defaults.getSeed()));
			builder.reasoningBudget(either(ours.getReasoningBudget(), this.defaults.getReasoningBudget()));
		}
		return builder.build();
	}

	private static <T> @Nullable T either(@Nullable T requested, @Nullable T otherwise) {
		return (requested != null) ? requested : otherwise;
	}

	private void refuseUnsupported(ChatOptions requested) {
		refuse(isSet(requested.getFrequencyPenalty()), "frequencyPenalty",
				"use TacitChatOptions.repetitionPenalty instead");
		refuse(isSet(requested.getPresencePenalty()), "presencePenalty",
				"use TacitChatOptions.repetitionPenalty instead");
		String model = requested.getModel();
		refuse(model != null && !model.equals(this.info.name()), "model",
				"this engine runs one model; leave it unset or name that one");
	}

	private static boolean isSet(@Nullable Double value) {
		return value != null && value != 0;
	}

	private static void refuse(boolean condition, String option, String wayOut) {
		if (condition) {
			throw new IllegalArgumentException("The option " + option + " is not supported: " + wayOut);
		}
	}

	GenerationRequest request(Prompt prompt, TacitChatOptions options, Caller caller) {
		Map<String, Object> schema = responseSchema(options);
		return GenerationRequest.builder()
			.messages(told(messages(prompt.getInstructions()), options))
			.tools(tools(options))
			.sampling(sampling(options))
			.seed(options.getSeed())
			.maxTokens(options.getMaxTokens())
			.stopSequences(Objects.requireNonNullElse(options.getStopSequences(), List.of()))
			.reasoningBudget(options.getReasoningBudget())
			.responseSchema(schema)
			.constrainTools(!Boolean.FALSE.equals(options.getConstrainTools()))
			.caller(caller)
			.build();
	}

	/**
	 * The schema of the answer.
	 * @param options options of a request
	 * @return the schema, {@code null} if any answer will do
	 * @throws IllegalArgumentException if it is not a JSON object
	 */
	static @Nullable Map<String, Object> responseSchema(TacitChatOptions options) {
		String schema = options.getOutputSchema();
		return (schema == null || schema.isBlank()) ? null : parsedObject(schema, "The option outputSchema");
	}

	/**
	 * A grammar keeps the form; to put the right values into it the model has to know it.
	 */
	private static List<ChatMessage> told(List<ChatMessage> messages, TacitChatOptions options) {
		Map<String, Object> schema = responseSchema(options);
		if (schema == null) {
			return messages;
		}
		Map<String, Object> shown = new LinkedHashMap<>(schema);
		shown.remove("$schema");
		String text = "Answer in JSON that satisfies this schema: " + Json.write(shown);
		List<ChatMessage> told = new ArrayList<>(messages);
		if (!told.isEmpty() && told.get(0).role() == Role.SYSTEM) {
			told.set(0, ChatMessage.system(told.get(0).content() + "\n" + text));
		}
		else {
			told.add(0, ChatMessage.system(text));
		}
		return told;
	}

	private SamplingOptions sampling(TacitChatOptions options) {
		SamplingOptions base = this.info.sampling();
		return new SamplingOptions(Objects.requireNonNullElse(options.getTemperature(), base.temperature()),
				Objects.requireNonNullElse(options.getTopK(), base.topK()),
				Objects.requireNonNullElse(options.getTopP(), base.topP()),
				Objects.requireNonNullElse(options.getMinP(), base.minP()),
				Objects.requireNonNullElse(options.getRepetitionPenalty(), base.repetitionPenalty()));
	}

	private List<ToolDefinition> tools(TacitChatOptions options) {
		List<ToolDefinition> tools = new ArrayList<>();
		for (org.springframework.ai.tool.definition.ToolDefinition definition : this.toolCallingManager
			.resolveToolDefinitions(options)) {
			tools.add(new ToolDefinition(definition.name(), definition.description(),
					parameters(definition.name(), definition.inputSchema())));
		}
		return tools;
	}

	private static Map<String, Object> parameters(String tool, String inputSchema) {
		Map<String, Object> schema = parsedObject(inputSchema, "The input schema of the tool '" + tool + "'");
		Map<String, Object> shown = new LinkedHashMap<>(schema);
		// The dialect is an address on the web: it costs tokens and tells the model
		// nothing.
		shown.remove("$schema");
		return shown;
	}

	private static Map<String, Object> parsedObject(String json, String what) {
		Object parsed;
		try {
			parsed = json.isBlank() ? Map.of() : Json.parse(json);
		}
		catch (JsonException ex) {
			throw new IllegalArgumentException(what + " is not valid JSON");
		}
		if (!(parsed instanceof Map<?, ?> map)) {
			throw new IllegalArgumentException(what + " is not a JSON object");
		}
		Map<String, Object> typed = new LinkedHashMap<>();
		map.forEach((name, value) -> typed.put(String.valueOf(name), value));
		return typed;
	}

	private static List<ChatMessage> messages(List<Message> messages) {
		List<ChatMessage> converted = new ArrayList<>();
		for (Message message : messages) {
			if (message instanceof ToolResponseMessage response) {
				response.getResponses().forEach((item) -> converted.add(ChatMessage.tool(item.responseData())));
			}
			else if (message instanceof AssistantMessage assistant) {
				converted.add(assistant(assistant));
			}
			else {
				refuse(message instanceof UserMessage user && !user.getMedia().isEmpty(), "media",
						"this model reads text only");
				String text = Objects.requireNonNullElse(message.getText(), "");
				converted.add(switch (message.getMessageType()) {
					case SYSTEM -> ChatMessage.system(text);
					default -> ChatMessage.user(text);
				});
			}
		}
		return converted;
	}

	private static ChatMessage assistant(AssistantMessage message) {
		List<ToolCall> calls = new ArrayList<>();
		for (AssistantMessage.ToolCall call : message.getToolCalls()) {
			calls.add(new ToolCall(call.id(), call.name(),
					parsedObject(call.arguments(), "The arguments of a call of the tool '" + call.name() + "'")));
		}
		String reasoning = (message.getMetadata().get(TacitReasoning.TRACE_KEY) instanceof String trace) ? trace : null;
		return new ChatMessage(Role.ASSISTANT, Objects.requireNonNullElse(message.getText(), ""), reasoning, calls);
	}

}
