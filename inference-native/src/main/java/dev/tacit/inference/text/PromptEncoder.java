/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Renders a conversation and encodes it, so that only what the template itself writes,
 * and tool-call markers of our own, become control tokens. What people and tools typed
 * stays text: every {@code <} of it is followed by a noncharacter while the template
 * runs, which no control token contains; it is removed before the text is encoded.
 * <p>
 * Immutable and thread-safe.
 */
public final class PromptEncoder {

	/**
	 * A code point that is never a character, so taking it out of a text loses nothing.
	 */
	private static final String GUARD = "\uFDD0";

	private final ChatTemplate template;

	private final Tokenizer tokenizer;

	private final String bosToken;

	private final String eosToken;

	private final boolean rendersToolCalls;

	/**
	 * Creates an encoder.
	 * @param template the model's template
	 * @param tokenizer the model's tokenizer
	 * @param bosToken text of the token that begins a prompt
	 * @param eosToken text of the token that ends a turn
	 */
	public PromptEncoder(ChatTemplate template, Tokenizer tokenizer, String bosToken, String eosToken) {
		this.template = template;
		this.tokenizer = tokenizer;
		this.bosToken = bosToken;
		this.eosToken = eosToken;
		this.rendersToolCalls = rendersToolCalls();
	}

	/**
	 * Older templates drop the structured calls of a message; then the content carries
	 * them.
	 */
	private boolean rendersToolCalls() {
		Map<String, Object> call = Map.of("type", "function", "id", "call_0", "function",
				Map.of("name", "probe_of_tool_calls", "arguments", Map.of()));
		Map<String, Object> message = new LinkedHashMap<>();
		message.put("role", "assistant");
		message.put("content", "");
		message.put("tool_calls", List.of(call));
		Map<String, Object> user = Map.of("role", "user", "content", "x");
		return this.template.render(context(List.of(user, message), List.of(), false)).contains("probe_of_tool_calls");
	}

	/**
	 * Renders and encodes a conversation.
	 * @param messages the messages
	 * @param tools tools to offer
	 * @param addGenerationPrompt whether the prompt ends with the head of the model's
	 * turn
	 * @return token ids and text
	 * @throws ChatTemplateException if the template refuses the messages
	 */
	public EncodedPrompt encode(List<ChatMessage> messages, List<ToolDefinition> tools, boolean addGenerationPrompt) {
		List<Object> rendered = new ArrayList<>();
		for (ChatMessage message : messages) {
			rendered.add(message(message));
		}
		List<Object> offered = new ArrayList<>();
		for (ToolDefinition tool : tools) {
			offered.add(tool(tool));
		}
		String marked = this.template.render(context(rendered, offered, addGenerationPrompt));
		return new EncodedPrompt(this.tokenizer.encodeGuarded(marked, GUARD), marked.replace(GUARD, ""));
	}

	private Map<String, @Nullable Object> context(List<? extends Object> messages, List<Object> tools,
			boolean addGenerationPrompt) {
		Map<String, @Nullable Object> context = new LinkedHashMap<>();
		context.put("messages", messages);
		context.put("tools", tools.isEmpty() ? null : tools);
		context.put("add_generation_prompt", addGenerationPrompt);
		context.put("bos_token", this.bosToken);
		context.put("eos_token", this.eosToken);
		return context;
	}

	private Map<String, Object> message(ChatMessage message) {
		Map<String, Object> rendered = new LinkedHashMap<>();
		rendered.put("role", message.role().templateName());
		String content = guarded(message.content());
		if (!message.toolCalls().isEmpty()) {
			if (this.rendersToolCalls) {
				rendered.put("tool_calls", toolCalls(message.toolCalls()));
			}
			else {
				content += callText(message.toolCalls());
			}
		}
		rendered.put("content", content);
		if (message.reasoning() != null) {
			rendered.put("reasoning_content", guarded(message.reasoning()));
			rendered.put("thinking", guarded(message.reasoning()));
		}
		return rendered;
	}

	private static List<Object> toolCalls(List<ToolCall> calls) {
		List<Object> rendered = new ArrayList<>();
		for (ToolCall call : calls) {
			Map<String, Object> function = new LinkedHashMap<>();
			function.put("name", guarded(call.name()));
			function.put("arguments", guardedValue(call.arguments()));
			Map<String, Object> entry = new LinkedHashMap<>();
			entry.put("type", "function");
			entry.put("id", guarded(call.id()));
			entry.put("function", function);
			rendered.add(entry);
		}
		return rendered;
	}

	private static String callText(List<ToolCall> calls) {
		StringBuilder text = new StringBuilder("<|tool_call_start|>[");
		String separator = "";
		for (ToolCall call : calls) {
			text.append(separator).append(guarded(call.name())).append('(');
			String comma = "";
			for (Map.Entry<String, Object> argument : call.arguments().entrySet()) {
				text.append(comma).append(guarded(argument.getKey())).append('=');
				text.append(PythonJson.of(guardedValue(argument.getValue())));
				comma = ", ";
			}
			text.append(')');
			separator = ", ";
		}
		return text.append("]<|tool_call_end|>").toString();
	}

	private static Map<String, Object> tool(ToolDefinition tool) {
		Map<String, Object> function = new LinkedHashMap<>();
		function.put("name", guarded(tool.name()));
		function.put("description", guarded(tool.description()));
		function.put("parameters", guardedMap(tool.parameters()));
		Map<String, Object> rendered = new LinkedHashMap<>();
		rendered.put("type", "function");
		rendered.put("function", function);
		return rendered;
	}

	private static String guarded(String text) {
		return text.replace(GUARD, "").replace("<", "<" + GUARD);
	}

	private static Map<String, Object> guardedMap(Map<?, ?> map) {
		Map<String, Object> guarded = new LinkedHashMap<>();
		map.forEach((name, value) -> put(guarded, guarded(String.valueOf(name)), guardedValue(value)));
		return guarded;
	}

	@SuppressWarnings("NullAway")
	private static void put(Map<String, Object> map, String name, @Nullable Object value) {
		map.put(name, value);
	}

	private static @Nullable Object guardedValue(@Nullable Object value) {
		if (value instanceof String text) {
			return guarded(text);
		}
		if (value instanceof Map<?, ?> map) {
			return guardedMap(map);
		}
		if (value instanceof List<?> list) {
			List<@Nullable Object> guarded = new ArrayList<>();
			list.forEach((item) -> guarded.add(guardedValue(item)));
			return guarded;
		}
		return value;
	}

}
