/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.List;
import java.util.Objects;

import dev.tacit.privacy.Direction;
import dev.tacit.privacy.PolicyBlockedException;
import dev.tacit.privacy.PrivacyFilter;
import dev.tacit.privacy.PrivacyScope;
import org.springframework.ai.tool.execution.ToolExecutionException;

/** A tool failed; the message is what the policy lets through. */
final class ToolFailure extends RuntimeException {

	private ToolFailure(String message) {
		super(message, null, false, false);
	}

	/**
	 * What may be told of a failure: its sentence, as far as a tool's result may go in
	 * each of these scopes. Causes and what they suppressed may quote anything, and stay
	 * behind.
	 */
	static ToolExecutionException told(ToolExecutionException failure, PrivacyFilter filter,
			List<PrivacyScope> scopes) {
		return new ToolExecutionException(failure.getToolDefinition(),
				new ToolFailure(sentence(failure, filter, scopes)));
	}

	private static String sentence(ToolExecutionException failure, PrivacyFilter filter, List<PrivacyScope> scopes) {
		String message = Objects.requireNonNullElse(failure.getMessage(), "");
		String filtered = message;
		try {
			for (PrivacyScope scope : scopes) {
				// One scope may have redacted already what the next one refuses.
				filter.apply(message, Direction.TOOL_RESULT, scope);
				filtered = filter.apply(filtered, Direction.TOOL_RESULT, scope).text();
			}
			return filtered.isBlank() ? "The tool failed" : filtered;
		}
		catch (PolicyBlockedException ex) {
			return "The tool failed; the policy withholds what it said";
		}
	}

}
