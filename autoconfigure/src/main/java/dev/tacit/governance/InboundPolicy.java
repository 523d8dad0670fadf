/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.ArrayList;
import java.util.List;

import dev.tacit.privacy.Direction;
import dev.tacit.privacy.FilterResult;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.Prompt;

/**
 * Applies the policy to every part of one prompt: system and user text, history, tool
 * results, and the arguments of past tool calls. {@code Prompt.getContents()} would miss
 * the last two.
 */
final class InboundPolicy {

	private final MessagePolicy policy;

	private @Nullable FilterResult lastQuestion;

	InboundPolicy(MessagePolicy policy) {
		this.policy = policy;
	}

	/** The user's last message, as it goes on; {@code null} if there is none. */
	@Nullable FilterResult lastQuestion() {
		return this.lastQuestion;
	}

	Prompt apply(Prompt prompt) {
		List<Message> messages = prompt.getInstructions();
		int lastUser = lastUserMessage(messages);
		List<Message> filtered = new ArrayList<>();
		for (int i = 0; i < messages.size(); i++) {
			Direction direction = (i >= lastUser || messages.get(i) instanceof SystemMessage) ? Direction.PROMPT
					: Direction.HISTORY;
			filtered.add(message(messages.get(i), direction));
		}
		return new Prompt(filtered, prompt.getOptions());
	}

	private static int lastUserMessage(List<Message> messages) {
		for (int i = messages.size() - 1; i >= 0; i--) {
			if (messages.get(i) instanceof UserMessage) {
				return i;
			}
		}
		return 0;
	}

	private Message message(Message message, Direction direction) {
		if (message instanceof UserMessage user) {
			this.lastQuestion = this.policy.filtered(user.getText(), direction);
			return this.policy.user(user, this.lastQuestion.text());
		}
		return this.policy.message(message, direction);
	}

}
