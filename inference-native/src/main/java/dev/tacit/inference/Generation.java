/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import java.util.List;

import dev.tacit.inference.decode.FinishReason;
import dev.tacit.inference.decode.SequenceTiming;
import dev.tacit.inference.text.ToolCall;

/**
 * What the model wrote. {@link #toString()} shows sizes, never text.
 *
 * @param reasoning the trace, without its tags; empty if there was none
 * @param answer the answer, without reasoning and tool calls
 * @param toolCalls the calls, in the order they were written
 * @param finishReason why it ended
 * @param usage tokens
 * @param timing where the time went
 * @param seed start of the random sequence; with the same model, request and seed the
 * same text comes out
 */
public record Generation(String reasoning, String answer, List<ToolCall> toolCalls, FinishReason finishReason,
		TokenUsage usage, SequenceTiming timing, long seed) {

	public Generation {
		toolCalls = List.copyOf(toolCalls);
	}

	@Override
	public String toString() {
		return "Generation[finishReason=" + this.finishReason + ", usage=" + this.usage + ", toolCalls="
				+ this.toolCalls.size() + "]";
	}

}
