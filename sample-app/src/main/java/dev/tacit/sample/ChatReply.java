/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.util.List;
import java.util.Map;

import dev.tacit.chat.TacitReasoning;
import dev.tacit.chat.TacitUsage;
import dev.tacit.governance.GovernanceMetadata;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;

/**
 * What a client gets. {@link #toString()} shows sizes, never text.
 *
 * @param answer the answer
 * @param reasoning the trace, if the caller may see it
 * @param usage tokens
 * @param finishReason why the model stopped
 * @param auditId id under which the ledger holds the request
 * @param findings what the policy found: entity, direction, action and count
 * @param seen the question as the model saw it, and where protected values stood
 */
record ChatReply(String answer, @Nullable String reasoning, Tokens usage, @Nullable String finishReason,
		@Nullable String auditId, @Nullable List<Map<String, Object>> findings, @Nullable Map<String, Object> seen) {

	static ChatReply of(ChatResponse response) {
		String text = (response.getResult() != null) ? response.getResult().getOutput().getText() : null;
		return new ChatReply((text != null) ? text : "", TacitReasoning.of(response).orElse(null),
				Tokens.of(response.getMetadata().getUsage()),
				(response.getResult() != null) ? response.getResult().getMetadata().getFinishReason() : null,
				response.getMetadata().get(GovernanceMetadata.AUDIT_ID),
				response.getMetadata().get(GovernanceMetadata.FINDINGS),
				response.getMetadata().get(GovernanceMetadata.SEEN));
	}

	@Override
	public String toString() {
		return "ChatReply[" + this.answer.length() + " characters, usage=" + this.usage + "]";
	}

	/**
	 * Tokens of one reply.
	 *
	 * @param prompt of the prompt
	 * @param reasoning of the trace; unknown after a loop of tools, whose traces count as
	 * answer
	 * @param answer of the answer
	 * @param total all of them
	 */
	record Tokens(int prompt, @Nullable Integer reasoning, int answer, int total) {

		int written() {
			return this.answer + ((this.reasoning != null) ? this.reasoning : 0);
		}

		static Tokens of(Usage usage) {
			if (usage.getNativeUsage() instanceof TacitUsage tokens) {
				return new Tokens(tokens.promptTokens(), tokens.reasoningTokens(), tokens.answerTokens(),
						usage.getTotalTokens());
			}
			return new Tokens(usage.getPromptTokens(), null, usage.getCompletionTokens(), usage.getTotalTokens());
		}

	}

}
