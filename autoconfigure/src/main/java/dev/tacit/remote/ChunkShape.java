/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.remote;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import dev.tacit.inference.json.Json;
import dev.tacit.inference.json.JsonException;
import org.jspecify.annotations.Nullable;

/** What a chunk of a streamed chat completion looks like. */
final class ChunkShape {

	private ChunkShape() {
	}

	/**
	 * Checks the data of one event.
	 * @param data its JSON
	 * @return whether it tells why the answer ended
	 * @throws RemoteEngineException if it is damaged, no chunk, or tells of a failure
	 */
	static boolean check(String data) {
		@Nullable Object parsed;
		try {
			parsed = Json.parse(data);
		}
		catch (JsonException ex) {
			throw unreadable("an event is no JSON");
		}
		if (!(parsed instanceof Map<?, ?> chunk)) {
			throw unreadable("an event is no object");
		}
		if (chunk.get("error") != null) {
			throw new RemoteEngineException(RemoteEngineException.Reason.FAILED, "an event tells of an error");
		}
		require(chunk, "id", String.class::isInstance);
		require(chunk, "model", String.class::isInstance);
		require(chunk, "choices", List.class::isInstance);
		usage(chunk.get("usage"));
		boolean finished = false;
		for (Object choice : list(chunk.get("choices"))) {
			finished |= choice(object(choice, "choices"));
		}
		return finished;
	}

	private static void usage(@Nullable Object usage) {
		if (usage != null) {
			for (String count : List.of("prompt_tokens", "completion_tokens", "total_tokens")) {
				require(object(usage, "usage"), count,
						(value) -> value instanceof Long tokens && tokens >= 0 && tokens <= Integer.MAX_VALUE);
			}
		}
	}

	private static boolean choice(Map<?, ?> choice) {
		require(choice, "index", Long.class::isInstance);
		Map<?, ?> delta = object(choice.get("delta"), "delta");
		for (String text : List.of("content", "reasoning_content", "reasoning", "refusal", "role")) {
			optional(delta, text);
		}
		for (Object call : list(delta.get("tool_calls"))) {
			toolCall(object(call, "tool_calls"));
		}
		optional(choice, "finish_reason");
		return choice.get("finish_reason") != null;
	}

	private static void toolCall(Map<?, ?> call) {
		require(call, "index", Long.class::isInstance);
		optional(call, "id");
		if (call.get("function") != null) {
			Map<?, ?> function = object(call.get("function"), "function");
			optional(function, "name");
			optional(function, "arguments");
		}
	}

	private static List<?> list(@Nullable Object value) {
		if (value == null) {
			return List.of();
		}
		if (value instanceof List<?> list) {
			return list;
		}
		throw unreadable("a list is none");
	}

	private static Map<?, ?> object(@Nullable Object value, String name) {
		if (value instanceof Map<?, ?> map) {
			return map;
		}
		throw unreadable(name + " is damaged");
	}

	private static void optional(Map<?, ?> object, String name) {
		if (object.get(name) != null) {
			require(object, name, String.class::isInstance);
		}
	}

	private static void require(Map<?, ?> object, String name, Predicate<Object> valid) {
		Object value = object.get(name);
		if (value == null || !valid.test(value)) {
			throw unreadable(name + " is damaged");
		}
	}

	private static RemoteEngineException unreadable(String detail) {
		return new RemoteEngineException(RemoteEngineException.Reason.UNREADABLE, detail);
	}

}
