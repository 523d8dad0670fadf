/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.tacit.inference.json.Json;
import dev.tacit.inference.json.JsonException;
import dev.tacit.inference.json.JsonLimits;
import dev.tacit.inference.json.JsonObject;

/**
 * The vocabulary as llama.cpp wants it.
 *
 * @param tokens by id
 * @param types 1 for a plain token, 3 for a control token, 4 for one of the user's, 5 for
 * an id that has none
 * @param merges pairs with a space between
 */
record GgufTokens(List<String> tokens, List<Integer> types, List<String> merges) {

	static GgufTokens read(Path tokenizerJson, int size) throws IOException {
		try {
			return read(Json.parseObject(Files.readString(tokenizerJson), JsonLimits.LARGE), size);
		}
		catch (JsonException ex) {
			throw new IOException("The file tokenizer.json is damaged: " + ex.getMessage(), ex);
		}
	}

	private static GgufTokens read(JsonObject file, int size) {
		List<String> tokens = new ArrayList<>();
		List<Integer> types = new ArrayList<>();
		for (int id = 0; id < size; id++) {
			tokens.add("[PAD" + id + "]");
			types.add(5);
		}
		JsonObject model = file.object("model");
		JsonObject vocabulary = model.object("vocab");
		for (String token : vocabulary.names()) {
			set(tokens, types, vocabulary.intValue(token), token, 1);
		}
		for (JsonObject added : file.objects("added_tokens")) {
			set(tokens, types, added.intValue("id"), added.string("content"),
					added.booleanOr("special", false) ? 3 : 4);
		}
		List<String> merges = new ArrayList<>();
		for (Object merge : model.list("merges")) {
			merges.add((merge instanceof List<?> pair && pair.size() == 2) ? pair.get(0) + " " + pair.get(1)
					: String.valueOf(merge));
		}
		return new GgufTokens(tokens, types, merges);
	}

	private static void set(List<String> tokens, List<Integer> types, int id, String token, int type) {
		if (id < 0 || id >= tokens.size()) {
			throw new JsonException("a token has an id beyond the vocabulary");
		}
		tokens.set(id, token);
		types.set(id, type);
	}

}
