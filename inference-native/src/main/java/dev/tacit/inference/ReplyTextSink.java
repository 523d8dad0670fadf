/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import java.util.Arrays;
import java.util.List;

import dev.tacit.inference.text.ReplyParser;
import dev.tacit.inference.text.Tokenizer;
import dev.tacit.inference.text.ToolCall;

/** Collects what a reply says. */
final class ReplyTextSink implements ReplyParser.Sink {

	private final StringBuilder reasoning = new StringBuilder();

	private final StringBuilder answer = new StringBuilder();

	private ReplyTextSink() {
	}

	static ReplyText read(Tokenizer tokenizer, int[] stopTokens, int[] reply) {
		ReplyParser parser = new ReplyParser(tokenizer, List.of());
		ReplyTextSink sink = new ReplyTextSink();
		boolean stopped = false;
		for (int token : reply) {
			stopped = Arrays.stream(stopTokens).anyMatch((stop) -> stop == token);
			if (!stopped) {
				parser.accept(token, sink);
			}
		}
		parser.finish(sink);
		return new ReplyText(sink.reasoning.toString(), sink.answer.toString(), stopped);
	}

	@Override
	public void reasoning(String delta) {
		this.reasoning.append(delta);
	}

	@Override
	public void answer(String delta) {
		this.answer.append(delta);
	}

	@Override
	public void toolCall(ToolCall call) {
		this.answer.append(call.name()).append('(').append(call.argumentsJson()).append(')');
	}

}
