/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

/**
 * A prompt as the model reads it. {@link #toString()} shows sizes, never text.
 *
 * @param ids token ids
 * @param text the rendered text
 */
public record EncodedPrompt(int[] ids, String text) {

	@Override
	public String toString() {
		return "EncodedPrompt[" + this.ids.length + " tokens]";
	}

}
