/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import dev.tacit.privacy.LeavingProcess;
import dev.tacit.privacy.LeavingProcessException;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.MediaContent;

/**
 * Whether the policy lets one prompt leave this process.
 *
 * @param rule what the policy says of prompts
 * @param changed whether it changed anything in this one
 * @param media whether the prompt holds media, which no policy reads
 */
public record Departure(LeavingProcess rule, boolean changed, boolean media) {

	static Departure of(Prompt filtered, LeavingProcess rule, boolean changed) {
		boolean media = false;
		for (Message message : filtered.getInstructions()) {
			media |= message instanceof MediaContent content && !content.getMedia().isEmpty();
		}
		return new Departure(rule, changed, media);
	}

	/**
	 * Whether the prompt may leave.
	 * @return whether it may
	 */
	public boolean permitted() {
		return !this.media && this.rule.permits(this.changed);
	}

	/**
	 * Insists that the prompt may leave.
	 * @throws LeavingProcessException if it may not
	 */
	public void require() {
		if (!permitted()) {
			throw new LeavingProcessException(this.rule.permits(this.changed) ? LeavingProcess.FILTERED : this.rule);
		}
	}

}
