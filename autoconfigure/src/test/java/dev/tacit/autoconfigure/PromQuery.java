/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an expression of PromQL asks for: enough of its grammar to tell metrics from
 * functions, operators and grouping labels.
 *
 * @param selectors the metrics, with the label matchers of each
 * @param groupings labels after by, without, on and ignoring
 */
record PromQuery(List<Selector> selectors, List<String> groupings) {

	private static final Pattern TOKEN = Pattern
		.compile("\"(?:[^\"\\\\]|\\\\.)*\"|\\[[^\\]]*]|[a-zA-Z_:][a-zA-Z0-9_:]*|[0-9.]+[a-z]*|\\S");

	private static final Pattern MATCHER = Pattern
		.compile("([a-zA-Z_][a-zA-Z0-9_]*)\\s*(=~|!~|!=|=)\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

	private static final Set<String> GROUPING = Set.of("by", "without", "on", "ignoring", "group_left", "group_right");

	private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset");

	static PromQuery parse(String expression) {
		List<Selector> selectors = new ArrayList<>();
		List<String> groupings = new ArrayList<>();
		Matcher token = TOKEN.matcher(expression);
		int at = 0;
		while (token.find(at)) {
			String word = token.group();
			at = token.end();
			if (!Character.isLetter(word.charAt(0)) || OPERATORS.contains(word)) {
				continue;
			}
			char next = nextCharacter(expression, at);
			if (GROUPING.contains(word)) {
				int close = expression.indexOf(')', at);
				for (String label : expression.substring(expression.indexOf('(', at) + 1, close).split(",")) {
					groupings.add(label.strip());
				}
				at = close + 1;
			}
			else if (next == '{') {
				int close = expression.indexOf('}', at);
				selectors.add(new Selector(word, matchers(expression.substring(at, close))));
				at = close + 1;
			}
			else if (next != '(' && !expression.substring(at).matches("(?s)\\s*(by|without)\\b.*")) {
				selectors.add(new Selector(word, List.of()));
			}
		}
		return new PromQuery(selectors, groupings);
	}

	private static char nextCharacter(String text, int from) {
		int at = from;
		while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
			at++;
		}
		return (at < text.length()) ? text.charAt(at) : ' ';
	}

	private static List<LabelMatcher> matchers(String text) {
		List<LabelMatcher> matchers = new ArrayList<>();
		Matcher matcher = MATCHER.matcher(text);
		while (matcher.find()) {
			matchers.add(new LabelMatcher(matcher.group(1), matcher.group(2), matcher.group(3)));
		}
		return matchers;
	}

	/**
	 * A metric that is asked for.
	 *
	 * @param metric its name
	 * @param matchers which of its series
	 */
	record Selector(String metric, List<LabelMatcher> matchers) {
	}

	/**
	 * A condition on a label.
	 *
	 * @param label its name
	 * @param operator how it is compared
	 * @param value a value, or a pattern
	 */
	record LabelMatcher(String label, String operator, String value) {
	}

}
