/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import org.jspecify.annotations.Nullable;

/**
 * E-mail addresses: an unquoted local part of at most 64 characters (RFC 5321), and a
 * domain of at least two labels that ends in letters. Found from each {@code @} outwards,
 * so the work is bounded per sign.
 */
final class EmailDetector implements Detector {

	private static final int LOCAL = 64;

	private static final int DOMAIN = 190;

	@Override
	public Entity entity() {
		return Entity.EMAIL;
	}

	@Override
	public @Nullable Candidate next(CharSequence text, int from) {
		for (int at = from; at < text.length(); at++) {
			if (text.charAt(at) == '@') {
				int start = localStart(text, at, from);
				int end = (start < at) ? domainEnd(text, at + 1) : -1;
				if (end > 0) {
					return new Candidate(entity(), start, end);
				}
			}
		}
		return null;
	}

	@Override
	public int openFrom(CharSequence text, int from) {
		int at = text.length();
		while (at > from && text.length() - at < DOMAIN && isDomain(text.charAt(at - 1))) {
			at--;
		}
		if (at > from && text.charAt(at - 1) == '@') {
			return Math.min(text.length(), localStart(text, at - 1, from));
		}
		return localStart(text, text.length(), from);
	}

	private static int localStart(CharSequence text, int end, int floor) {
		int start = end;
		while (start > floor && end - start < LOCAL && isLocal(text.charAt(start - 1))) {
			start--;
		}
		return start;
	}

	private static int domainEnd(CharSequence text, int start) {
		int end = start;
		while (end < text.length() && end - start < DOMAIN && isDomain(text.charAt(end))) {
			end++;
		}
		// A full stop or hyphen at the end belongs to the sentence.
		while (end > start && (text.charAt(end - 1) == '.' || text.charAt(end - 1) == '-')) {
			end--;
		}
		int dot = end;
		while (dot > start && text.charAt(dot - 1) != '.') {
			dot--;
		}
		boolean labels = dot > start + 1 && end - dot >= 2;
		for (int i = dot; labels && i < end; i++) {
			labels = Character.isLetter(text.charAt(i));
		}
		return labels ? end : -1;
	}

	private static boolean isLocal(char c) {
		return Character.isLetterOrDigit(c) || ".!#$%&'*+/=?^_`{|}~-".indexOf(c) >= 0;
	}

	private static boolean isDomain(char c) {
		return Character.isLetterOrDigit(c) || c == '.' || c == '-';
	}

}
