/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.List;
import java.util.Set;

/**
 * Keys, tokens, private keys, passwords and PINs: by the prefixes their issuers use, by
 * the form of a JSON Web Token, or by the word before them. Track data of a card counts
 * as its security code.
 */
final class SecretDetector implements Detector {

	private static final int LONGEST = 4096;

	private static final int LONGEST_KEY = 16384;

	private static final List<Prefix> PREFIXES = List.of(new Prefix("AKIA", 20), new Prefix("ASIA", 20),
			new Prefix("ghp_", 30), new Prefix("gho_", 30), new Prefix("ghs_", 30), new Prefix("ghu_", 30),
			new Prefix("ghr_", 30), new Prefix("github_pat_", 40), new Prefix("glpat-", 20), new Prefix("sk-", 20),
			new Prefix("sk_live_", 20), new Prefix("sk_test_", 20), new Prefix("rk_live_", 20),
			new Prefix("pk_live_", 20), new Prefix("xoxb-", 20), new Prefix("xoxp-", 20), new Prefix("xoxa-", 20),
			new Prefix("xoxs-", 20), new Prefix("AIza", 35), new Prefix("ya29.", 30), new Prefix("npm_", 30),
			new Prefix("hf_", 30), new Prefix("pypi-", 40), new Prefix("SG.", 50), new Prefix("dop_v1_", 60),
			new Prefix("hvs.", 24), new Prefix("AGE-SECRET-KEY-1", 50), new Prefix("whsec_", 24));

	private static final Prefix[] NO_PREFIXES = {};

	private static final Prefix[][] BY_FIRST = byFirst();

	private static Prefix[][] byFirst() {
		Prefix[][] table = new Prefix[0x80][];
		for (char c = 0; c < table.length; c++) {
			char first = c;
			table[c] = PREFIXES.stream().filter((prefix) -> prefix.start().charAt(0) == first).toArray(Prefix[]::new);
		}
		return table;
	}

	@Override
	public Set<Entity> entities() {
		return Set.of(Entity.SECRET, Entity.CARD_SECURITY_CODE);
	}

	@Override
	public Set<Trigger> triggers() {
		return Set.of(Trigger.LETTER, Trigger.DIGIT, Trigger.SYMBOL);
	}

	@Override
	public void detect(ScannedText text, int at, Candidates found) {
		char c = text.at(at);
		if (c == '-') {
			privateKey(text, at, found);
		}
		else if (c == '%' || c == ';') {
			track(text, at, found);
		}
		else if (WordCharacters.isLetter(c) && !text.isWord(at - 1)) {
			prefixed(text, at, found);
			if (c == 'e' && text.at(at + 1) == 'y' && text.at(at + 2) == 'J') {
				webToken(text, at, found);
			}
		}
		if (!text.isWord(at - 1) && text.names(Cue.SECRET, at, 3)) {
			cued(text, at, found);
		}
	}

	private static void prefixed(ScannedText text, int at, Candidates found) {
		char first = text.at(at);
		for (Prefix prefix : (first < 0x80) ? BY_FIRST[first] : NO_PREFIXES) {
			int end = at;
			while (end - at < prefix.start.length() && text.at(end) == prefix.start.charAt(end - at)) {
				end++;
			}
			if (end - at == prefix.start.length()) {
				end = text.tokenEnd(at, LONGEST);
				if (end - at >= prefix.length) {
					found.add(Entity.SECRET, at, end, 0.95);
				}
				return;
			}
		}
	}

	/** Three parts in base64url, the first of which is a JSON object. */
	private static void webToken(ScannedText text, int at, Candidates found) {
		int end = at - 1;
		for (int part = 0; part < 3; part++) {
			int start = end + 1;
			end = text.tokenPartEnd(part, start, LONGEST - (start - at));
			if (end == start || (part < 2 && text.at(end) != '.')) {
				return;
			}
		}
		if (end - at >= 30) {
			found.add(Entity.SECRET, at, end, 0.97);
		}
	}

	private static void privateKey(ScannedText text, int at, Candidates found) {
		if (text.at(at - 1) == '-' || !NetworkDetector.starts(text, at, "-----begin ")) {
			return;
		}
		int end = at + 11;
		while (end - at < 64 && text.at(end) != '-') {
			end++;
		}
		if (!text.text(at, Math.min(end, text.end())).endsWith("PRIVATE KEY")
				&& !text.text(at, end).endsWith("KEY BLOCK")) {
			return;
		}
		int last = end;
		while (last - at < LONGEST_KEY) {
			if (text.at(last) == '-' && NetworkDetector.starts(text, last, "-----end ")) {
				int close = last + 9;
				while (close - last < 64 && text.at(close) != '-' && text.at(close) != ScannedText.NONE) {
					close++;
				}
				while (text.at(close) == '-') {
					close++;
				}
				found.add(Entity.SECRET, at, close, 0.99);
				return;
			}
			if (text.at(last) == ScannedText.NONE && last >= text.end()) {
				break;
			}
			last++;
		}
		// Cut off: what there is of it is secret all the same.
		found.add(Entity.SECRET, at, Math.min(last, text.end()), 0.95);
	}

	/** Track 1 (%B...?) and track 2 (;...=...?) of a magnetic stripe. */
	private static void track(ScannedText text, int at, Candidates found) {
		int digits = (text.at(at) == '%') ? at + 2 : at + 1;
		if (text.at(at) == '%' && text.at(at + 1) != 'B') {
			return;
		}
		int end = digits;
		while (end - digits < 20 && WordCharacters.isDigit(text.at(end))) {
			end++;
		}
		char separator = text.at(end);
		if (end - digits < 12 || (separator != '^' && separator != '=')) {
			return;
		}
		while (end - at < 120 && text.at(end) != '?' && text.at(end) != ScannedText.NONE) {
			end++;
		}
		found.add(Entity.CARD_SECURITY_CODE, at, (text.at(end) == '?') ? end + 1 : end, 0.98);
	}

	/**
	 * "password: x", "PIN is 1234", "token=x": a colon, an equals sign or the word "is"
	 * between the word and the value.
	 */
	private static void cued(ScannedText text, int at, Candidates found) {
		int before = at - 1;
		boolean assigned = false;
		boolean quoted = false;
		while (at - before < 8) {
			char c = text.at(before);
			if (c == ':' || c == '=') {
				assigned = true;
			}
			else if (c == '"' || c == '\'' || c == '`') {
				quoted = true;
			}
			else if (c != ' ' && c != '\t' && c != '*' && c != '>') {
				break;
			}
			before--;
		}
		boolean direct = Cue.SECRET.in(text.cuesBefore(before + 1, 1));
		boolean linked = linked(text, before);
		if ((!direct || !assigned) && (!linked || before == at - 1)) {
			return;
		}
		int end = at;
		while (end - at < 256 && !ends(text.at(end), quoted)) {
			end++;
		}
		while (end > at + 1 && (text.at(end - 1) == '.' || text.at(end - 1) == ',' || text.at(end - 1) == ')')
				&& !quoted) {
			end--;
		}
		boolean starred = text.at(at) == '*' || text.at(at) == '[' || text.at(at) == '<' || text.at(at) == '{';
		if (end - at >= 4 && !starred && (assigned || valued(text, at, end))) {
			found.add(Entity.SECRET, at, end, assigned ? 0.92 : 0.85);
		}
	}

	/** Whether "is", "ist", "est", "es" stands before and a cue before that. */
	private static boolean linked(ScannedText text, int before) {
		int start = before;
		while (before - start < 4 && WordCharacters.isLetter(text.at(start))) {
			start--;
		}
		int length = before - start;
		if (length < 2 || length > 4 || text.at(start) != ' ') {
			return false;
		}
		String word = text.text(start + 1, before + 1);
		boolean verb = word.equals("is") || word.equals("ist") || word.equals("est") || word.equals("es")
				|| word.equals("was");
		return verb && Cue.SECRET.in(text.cuesBefore(start, 1));
	}

	private static boolean ends(char c, boolean quoted) {
		return c == ScannedText.NONE || c == '\n' || c == '"' || c == '\'' || c == '`'
				|| (!quoted && (c == ' ' || c == ';' || c == '\t' || c == ',' || c == '<'));
	}

	/** Holds a digit or a symbol: a word of prose does not. */
	private static boolean valued(ScannedText text, int from, int to) {
		for (int i = from; i < to; i++) {
			if (!WordCharacters.isLetter(text.at(i))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * How the tokens of an issuer begin.
	 *
	 * @param start first characters
	 * @param length least length
	 */
	private record Prefix(String start, int length) {
	}

}
