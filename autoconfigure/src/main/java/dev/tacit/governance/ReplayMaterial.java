/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.tacit.chat.UsageReport;
import dev.tacit.inference.GenerationTokens;
import dev.tacit.inference.sample.SamplingOptions;

/**
 * What an outcome records so that its reply can be held against the model again: tokens,
 * sampling and seed. Absent where the policy changed the reply: its tokens say what must
 * not be kept.
 */
final class ReplayMaterial {

	static final String KEY = "replay";

	private ReplayMaterial() {
	}

	static Optional<Map<String, Object>> of(UsageReport report, OutboundPolicy reply) {
		return reply.changed() ? Optional.empty() : report.tokens().map(ReplayMaterial::toMap);
	}

	private static Map<String, Object> toMap(GenerationTokens tokens) {
		SamplingOptions sampling = tokens.sampling();
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("prompt", text(IntStream.of(tokens.prompt())));
		map.put("reply", text(IntStream.of(tokens.reply())));
		map.put("forced", text(tokens.forced().stream()));
		map.put("bound", text(tokens.bound().stream()));
		map.put("temperature", String.valueOf(sampling.temperature()));
		map.put("topK", String.valueOf(sampling.topK()));
		map.put("topP", String.valueOf(sampling.topP()));
		map.put("minP", String.valueOf(sampling.minP()));
		map.put("repetitionPenalty", String.valueOf(sampling.repetitionPenalty()));
		map.put("seed", String.valueOf(tokens.seed()));
		return map;
	}

	private static String text(IntStream numbers) {
		return numbers.mapToObj(String::valueOf).collect(Collectors.joining(" "));
	}

	/** Reads it back; empty if an outcome has none, or none that can be read. */
	static Optional<GenerationTokens> read(Map<?, ?> outcome) {
		if (!(outcome.get(KEY) instanceof Map<?, ?> map)) {
			return Optional.empty();
		}
		try {
			SamplingOptions sampling = new SamplingOptions(Double.parseDouble(value(map, "temperature")),
					Integer.parseInt(value(map, "topK")), Double.parseDouble(value(map, "topP")),
					Double.parseDouble(value(map, "minP")), Double.parseDouble(value(map, "repetitionPenalty")));
			return Optional.of(new GenerationTokens(numbers(map, "prompt"), numbers(map, "reply"),
					places(map, "forced"), places(map, "bound"), sampling, Long.parseLong(value(map, "seed"))));
		}
		catch (IllegalArgumentException | IndexOutOfBoundsException ex) {
			return Optional.empty();
		}
	}

	private static String value(Map<?, ?> map, String name) {
		return String.valueOf(map.get(name));
	}

	private static int[] numbers(Map<?, ?> map, String name) {
		String text = value(map, name);
		return text.isEmpty() ? new int[0] : Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
	}

	private static BitSet places(Map<?, ?> map, String name) {
		BitSet places = new BitSet();
		IntStream.of(numbers(map, name)).forEach(places::set);
		return places;
	}

}
