/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.List;
import java.util.Map;

import dev.tacit.privacy.Direction;
import dev.tacit.privacy.PrivacyScope;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.execution.ToolExecutionException;
import org.springframework.ai.tool.metadata.ToolMetadata;

/**
 * A tool that is told, and tells, what the policy lets through, whoever calls it: its
 * arguments pass as {@code TOOL_ARGUMENTS}, its result, and what it says when it fails,
 * as {@code TOOL_RESULT}. A blocked value refuses the call.
 * <p>
 * Behind a {@link GovernedChatModel}, which filters both as well, each text is filtered
 * once. Purpose, known values and the conversation whose tokens count are those that the
 * tool context names, see {@link GovernanceMetadata}; without a conversation a value that
 * would get a token is redacted. Thread-safe if the tool is.
 */
public final class GovernedToolCallback implements ToolCallback {

	private final ToolCallback delegate;

	private final ConversationTokens tokens;

	private final CallerResolver callers;

	private final FindingsListener findings;

	/**
	 * Decorates a tool.
	 * @param delegate does the work
	 * @param tokens policy and detectors, and the tokens of conversations
	 * @param callers says on whose behalf the tool runs
	 * @param findings hears what the policy found
	 */
	public GovernedToolCallback(ToolCallback delegate, ConversationTokens tokens, CallerResolver callers,
			FindingsListener findings) {
		this.delegate = delegate;
		this.tokens = tokens;
		this.callers = callers;
		this.findings = findings;
	}

	@Override
	public ToolDefinition getToolDefinition() {
		return this.delegate.getToolDefinition();
	}

	@Override
	public ToolMetadata getToolMetadata() {
		return this.delegate.getToolMetadata();
	}

	@Override
	public String call(String arguments) {
		return call(arguments, null);
	}

	@Override
	public String call(String arguments, @Nullable ToolContext context) {
		PrivacyScope scope = scope(this.callers.current(), (context != null) ? context.getContext() : Map.of());
		TimedText texts = new TimedText(this.tokens.filter(), scope, this.findings, new FindingSummary());
		boolean passed = this.tokens.passed().contains(arguments, Direction.TOOL_ARGUMENTS, scope);
		String told = passed ? arguments
				: JsonArguments.of(arguments, texts.filter(arguments, Direction.TOOL_ARGUMENTS));
		String result = texts.filter(result(told, context, scope), Direction.TOOL_RESULT).text();
		this.tokens.passed().add(result, Direction.TOOL_RESULT, scope);
		return result;
	}

	private String result(String arguments, @Nullable ToolContext context, PrivacyScope scope) {
		try {
			return (context != null) ? this.delegate.call(arguments, context) : this.delegate.call(arguments);
		}
		catch (ToolExecutionException ex) {
			throw ToolFailure.told(ex, this.tokens.filter(), List.of(scope));
		}
	}

	private PrivacyScope scope(Caller caller, Map<String, Object> context) {
		PrivacyScope scope = PrivacyScope.of(caller.authorities());
		if (context.get(GovernanceMetadata.CONVERSATION_ID) instanceof String id) {
			scope = scope.in(this.tokens.of(caller, id, id));
		}
		return RequestScope.with(scope, context);
	}

}
