/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends. {@link #toString()} shows sizes, never text.
 *
 * @param message the question
 * @param conversationId continues a conversation of the same user
 * @param tools whether the model may call tools; not when absent
 */
record ChatRequest(@NotBlank @Size(max = 8000) String message,
		@Nullable @Pattern(regexp = "[A-Za-z0-9-]{1,64}") String conversationId, @Nullable Boolean tools) {

	boolean offersTools() {
		return Boolean.TRUE.equals(this.tools);
	}

	@Override
	public String toString() {
		return "ChatRequest[" + this.message.length() + " characters, tools=" + this.tools + "]";
	}

}
