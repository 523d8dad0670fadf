/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

import org.jspecify.annotations.Nullable;

/** Python's operations on texts. */
final class TemplateText {

	private TemplateText() {
	}

	/** A text, and nothing else. */
	static String exact(@Nullable Object value) {
		if (value instanceof String text) {
			return text;
		}
		throw new TemplateFault("a text is needed, and something else was given");
	}

	static boolean isSpace(int c) {
		return (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x20) || c == 0x85 || c == 0xa0 || c == 0x1680
				|| (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f
				|| c == 0x3000;
	}

	static String strip(String text, @Nullable String characters, boolean left, boolean right) {
		IntPredicate dropped = (characters == null) ? TemplateText::isSpace : (c) -> characters.indexOf(c) >= 0;
		int start = 0;
		int end = text.length();
		while (left && start < end && dropped.test(text.codePointAt(start))) {
			start += Character.charCount(text.codePointAt(start));
		}
		while (right && end > start && dropped.test(text.codePointBefore(end))) {
			end -= Character.charCount(text.codePointBefore(end));
		}
		return text.substring(start, end);
	}

	static List<@Nullable Object> split(TemplateScope scope, String text, @Nullable String separator, int limit,
			boolean fromRight) {
		scope.budget().length(text.length());
		if (separator == null) {
			return blanks(text, limit, fromRight);
		}
		if (separator.isEmpty()) {
			throw new TemplateFault("a text is split at an empty separator");
		}
		List<@Nullable Object> parts = new ArrayList<>();
		int rest = (limit < 0) ? Integer.MAX_VALUE : limit;
		if (fromRight) {
			int end = text.length();
			int at = text.lastIndexOf(separator, end - separator.length());
			while (at >= 0 && end >= separator.length() && rest-- > 0) {
				parts.add(text.substring(at + separator.length(), end));
				end = at;
				at = (end < separator.length()) ? -1 : text.lastIndexOf(separator, end - separator.length());
			}
			parts.add(text.substring(0, end));
			Collections.reverse(parts);
			return parts;
		}
		int start = 0;
		for (int at = text.indexOf(separator); at >= 0 && rest-- > 0; at = text.indexOf(separator, start)) {
			parts.add(text.substring(start, at));
			start = at + separator.length();
		}
		parts.add(text.substring(start));
		return parts;
	}

	private static List<@Nullable Object> blanks(String text, int limit, boolean fromRight) {
		List<@Nullable Object> parts = new ArrayList<>();
		int rest = (limit < 0) ? Integer.MAX_VALUE : limit;
		String remaining = strip(text, null, !fromRight, fromRight);
		while (!remaining.isEmpty()) {
			if (rest-- == 0) {
				parts.add(remaining);
				break;
			}
			int cut = fromRight ? lastBlank(remaining) : firstBlank(remaining);
			if (fromRight) {
				parts.add(remaining.substring(cut));
				remaining = strip(remaining.substring(0, cut), null, false, true);
			}
			else {
				parts.add(remaining.substring(0, cut));
				remaining = strip(remaining.substring(cut), null, true, false);
			}
		}
		if (fromRight) {
			Collections.reverse(parts);
		}
		return parts;
	}

	private static int firstBlank(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (isSpace(text.charAt(i))) {
				return i;
			}
		}
		return text.length();
	}

	private static int lastBlank(String text) {
		for (int i = text.length(); i > 0; i--) {
			if (isSpace(text.charAt(i - 1))) {
				return i;
			}
		}
		return 0;
	}

	static List<@Nullable Object> lines(String text, boolean keepEnds) {
		List<@Nullable Object> lines = new ArrayList<>();
		int start = 0;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if ((c >= 0x0a && c <= 0x0d) || (c >= 0x1c && c <= 0x1e) || c == 0x85 || c == 0x2028 || c == 0x2029) {
				int end = (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') ? i + 2 : i + 1;
				lines.add(text.substring(start, keepEnds ? end : i));
				start = end;
				i = end - 1;
			}
		}
		if (start < text.length()) {
			lines.add(text.substring(start));
		}
		return lines;
	}

	static String replace(TemplateScope scope, String text, String from, String to, int limit) {
		scope.budget().length(text.length());
		if (limit == 0) {
			return text;
		}
		StringBuilder out = new StringBuilder();
		int rest = (limit < 0) ? Integer.MAX_VALUE : limit;
		int start = 0;
		int at = text.indexOf(from);
		while (at >= 0 && rest-- > 0 && start <= text.length()) {
			out.append(text, start, at).append(to);
			start = at;
			if (from.isEmpty()) {
				if (at >= text.length()) {
					start = text.length() + 1;
					break;
				}
				out.appendCodePoint(text.codePointAt(at));
				start += Character.charCount(text.codePointAt(at));
				at = start;
			}
			else {
				start += from.length();
				at = text.indexOf(from, start);
			}
			if (out.length() > TemplateBudget.MAX_TEXT) {
				break;
			}
		}
		if (start < text.length()) {
			out.append(text, start, text.length());
		}
		return scope.budget().text(out.toString());
	}

	static String capitalized(String text) {
		if (text.isEmpty()) {
			return text;
		}
		int first = Character.charCount(text.codePointAt(0));
		return text.substring(0, first).toUpperCase(Locale.ROOT) + text.substring(first).toLowerCase(Locale.ROOT);
	}

	/** Python's {@code str.title}: a letter after anything but a letter is capital. */
	static String title(String text) {
		StringBuilder out = new StringBuilder();
		boolean inside = false;
		for (int c : text.codePoints().toArray()) {
			out.appendCodePoint(inside ? Character.toLowerCase(c) : Character.toTitleCase(c));
			inside = Character.isLetter(c);
		}
		return out.toString();
	}

	/** Jinja's filter of the same name: words begin after blanks and opening brackets. */
	static String titleFilter(String text) {
		StringBuilder out = new StringBuilder();
		boolean start = true;
		for (int c : text.codePoints().toArray()) {
			out.append(start ? Character.toString(c).toUpperCase(Locale.ROOT)
					: Character.toString(c).toLowerCase(Locale.ROOT));
			start = isSpace(c) || "-({[<".indexOf(c) >= 0;
		}
		return out.toString();
	}

}
