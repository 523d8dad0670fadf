/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import dev.tacit.inference.json.Json;
import dev.tacit.inference.json.JsonException;
import dev.tacit.privacy.FilterResult;
import dev.tacit.privacy.Replacement;

/**
 * Arguments of a tool that the policy rewrote as the text they are. What stands for a
 * value may need quotes that the value did not: without them {@code {"card":4111...}}
 * would become {@code {"card":****1111}}, which no tool can read, nor the model in the
 * next turn.
 */
final class JsonArguments {

	private final StringBuilder out = new StringBuilder();

	private boolean inString;

	private boolean escaped;

	/** Where the number or word that is being copied began, -1 outside of one. */
	private int bare = -1;

	private JsonArguments() {
	}

	/**
	 * The arguments after the policy, as JSON if they were JSON before.
	 * @param before the arguments as they were
	 * @param after what the policy made of them
	 * @return what goes on; the policy's text where no quotes make it JSON
	 */
	static String of(String before, FilterResult after) {
		if (after.replacements().isEmpty() || isJson(after.text()) || !isJson(before)) {
			return after.text();
		}
		String mended = new JsonArguments().mended(before, after);
		return isJson(mended) ? mended : after.text();
	}

	private static boolean isJson(String text) {
		try {
			Json.parse(text);
			return true;
		}
		catch (JsonException ex) {
			return false;
		}
	}

	private String mended(String before, FilterResult after) {
		int from = 0;
		for (Replacement replacement : after.replacements()) {
			copy(after.text().substring(from, replacement.start()));
			replace(after.text().substring(replacement.start(), replacement.end()),
					before.substring(replacement.finding().start(), replacement.finding().end()));
			from = replacement.end();
		}
		copy(after.text().substring(from));
		endBare();
		return this.out.toString();
	}

	private void copy(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (this.inString || c == '"' || isStructure(c)) {
				endBare();
			}
			else if (this.bare < 0) {
				this.bare = this.out.length();
			}
			this.out.append(c);
			follow(c);
		}
	}

	private void replace(String replacement, String value) {
		if (this.inString) {
			this.out.append(fits(replacement) ? replacement : withoutQuotes(Json.write(replacement)));
		}
		else {
			this.bare = (this.bare < 0) ? this.out.length() : this.bare;
			this.out.append(replacement);
		}
		// A value may hold quotes: what follows it stands where it stood before.
		value.chars().forEach((c) -> follow((char) c));
	}

	private static boolean fits(String inString) {
		return isJson('"' + inString + '"');
	}

	private static String withoutQuotes(String json) {
		return json.substring(1, json.length() - 1);
	}

	/** A number or word is over: where it is neither any more it becomes text. */
	private void endBare() {
		if (this.bare >= 0) {
			String literal = this.out.substring(this.bare);
			if (!isJson(literal)) {
				this.out.setLength(this.bare);
				this.out.append(Json.write(literal));
			}
			this.bare = -1;
		}
	}

	private void follow(char c) {
		if (!this.inString) {
			this.inString = c == '"';
		}
		else if (this.escaped) {
			this.escaped = false;
		}
		else if (c == '\\') {
			this.escaped = true;
		}
		else if (c == '"') {
			this.inString = false;
		}
	}

	private static boolean isStructure(char c) {
		return Character.isWhitespace(c) || "{}[],:".indexOf(c) >= 0;
	}

}
