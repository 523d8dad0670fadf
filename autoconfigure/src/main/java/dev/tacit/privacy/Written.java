/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

/**
 * A value as its writer meant it: escapes decoded, script and accents as they stand, so
 * that a name comes back as the name it was.
 */
final class Written {

	private Written() {
	}

	/** The value without escapes; percent-encoding is part of a web address. */
	static String of(Entity entity, String raw) {
		StringBuilder written = new StringBuilder(raw.length());
		int at = 0;
		while (at < raw.length()) {
			boolean kept = raw.charAt(at) == '%' && entity.equals(Entity.URL);
			int length = kept ? 1 : escape(raw, at);
			if (length > 1) {
				written.appendCodePoint(Escapes.decoded(raw, at, length));
			}
			else {
				written.append(raw.charAt(at));
			}
			at += length;
		}
		return written.toString();
	}

	/** How much of what follows a letter are marks on it. */
	static int marks(String following) {
		int at = 0;
		while (at < following.length()) {
			int length = escape(following, at);
			int point = (length > 1) ? Escapes.decoded(following, at, length) : following.codePointAt(at);
			int type = Character.getType(point);
			if (type != Character.NON_SPACING_MARK && type != Character.ENCLOSING_MARK) {
				break;
			}
			at += (length > 1) ? length : Character.charCount(point);
		}
		return at;
	}

	/** Length of the escape that begins here, 1 if there is none. */
	private static int escape(String text, int at) {
		return ("&%\\".indexOf(text.charAt(at)) >= 0) ? Escapes.length(text, at, true) : 1;
	}

}
