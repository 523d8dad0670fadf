/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.tacit.privacy.Direction;
import dev.tacit.privacy.FilterResult;
import dev.tacit.privacy.PolicyBlockedException;
import dev.tacit.privacy.PrivacyFilter;
import dev.tacit.privacy.PrivacyScope;
import dev.tacit.privacy.Replacement;
import org.jspecify.annotations.Nullable;

/**
 * The user's last message as the model saw it, in the form in which its caller is told.
 * Advisors put documents into that message, and a model may be allowed to read what its
 * caller is not, so it passes the policy once more, as an answer would.
 */
final class SeenQuestion {

	private SeenQuestion() {
	}

	/**
	 * What the caller is told.
	 * @param question the message as it goes to the model, {@code null} if there is none
	 * @param filter policy and detectors
	 * @param scope on whose behalf
	 * @return text and marks; {@code null} if the policy lets the caller see less
	 */
	static @Nullable Map<String, Object> told(@Nullable FilterResult question, PrivacyFilter filter,
			PrivacyScope scope) {
		return (question != null && mayBeSeen(question.text(), filter, scope)) ? map(question) : null;
	}

	private static boolean mayBeSeen(String text, PrivacyFilter filter, PrivacyScope scope) {
		// Without the conversation's tokens: a token is shown as the model saw it, to
		// those who may see the value behind it too.
		PrivacyScope withoutTokens = new PrivacyScope(scope.roles(), scope.purpose(), scope.known(), null);
		try {
			return filter.apply(text, Direction.ANSWER, withoutTokens).text().equals(text);
		}
		catch (PolicyBlockedException ex) {
			return false;
		}
	}

	private static Map<String, Object> map(FilterResult question) {
		List<Object> marks = new ArrayList<>();
		for (Replacement replacement : question.replacements()) {
			Map<String, Object> mark = new LinkedHashMap<>();
			mark.put("entity", replacement.finding().entity().name());
			mark.put("action", replacement.finding().action().name());
			mark.put("typedStart", replacement.finding().start());
			mark.put("typedEnd", replacement.finding().end());
			mark.put("start", replacement.start());
			mark.put("end", replacement.end());
			marks.add(mark);
		}
		return Map.of("text", question.text(), "marks", marks);
	}

}
