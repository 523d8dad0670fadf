/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.Locale;
import java.util.Set;

/**
 * Finds pseudonym tokens, and what a model may have made of them: other case, blanks
 * inside, a bracket lost. The name and the whole code must be there: nothing is guessed.
 */
final class TokenDetector implements Detector {

	/** Marks a token among the candidates; no policy can name it. */
	static final Entity TOKEN = new Entity("TACIT_TOKEN");

	private static final int LONGEST_NAME = 64;

	@Override
	public Set<Entity> entities() {
		return Set.of(TOKEN);
	}

	@Override
	public Set<Trigger> triggers() {
		return Set.of(Trigger.SYMBOL);
	}

	@Override
	public String symbols() {
		return "[";
	}

	@Override
	public void detect(ScannedText text, int at, Candidates found) {
		if (text.at(at) != '[') {
			return;
		}
		boolean two = text.at(at + 1) == '[';
		if (!two && text.at(at - 1) == '[') {
			// The last of several, of which the one before began.
			return;
		}
		int next = blanks(text, two ? at + 2 : at + 1);
		int name = next;
		while (next - name < LONGEST_NAME && isName(text.at(next))) {
			next++;
		}
		if (next - name < 2) {
			return;
		}
		next = blanks(text, next);
		if (text.at(next) != ':') {
			return;
		}
		next = blanks(text, next + 1);
		int code = next;
		while (next - code < Pseudonyms.CODE_LENGTH && Pseudonyms.isCode(lower(text.at(next)))) {
			next++;
		}
		if (next - code != Pseudonyms.CODE_LENGTH || text.isWord(next)) {
			return;
		}
		int close = blanks(text, next);
		if (text.at(close) == ']') {
			found.add(TOKEN, at, (text.at(close + 1) == ']') ? close + 2 : close + 1, 1);
		}
		else if (two) {
			found.add(TOKEN, at, next, 1);
		}
	}

	/** Name and code of a token that was found, in the form they were issued. */
	static String[] parts(String token) {
		String bare = token.replaceAll("[\\[\\]\\s]", "");
		int colon = bare.indexOf(':');
		return new String[] { bare.substring(0, colon).toUpperCase(Locale.ROOT),
				bare.substring(colon + 1).toLowerCase(Locale.ROOT) };
	}

	private static int blanks(ScannedText text, int at) {
		int next = at;
		while (next - at < 2 && text.at(next) == ' ') {
			next++;
		}
		return next;
	}

	private static boolean isName(char c) {
		return c == '_' || (c < 0x80 && WordCharacters.isWord(c));
	}

	private static char lower(char c) {
		return (c >= 'A' && c <= 'Z') ? (char) (c + 32) : c;
	}

}
