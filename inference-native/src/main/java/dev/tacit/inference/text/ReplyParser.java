/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.List;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;

/**
 * Splits a reply, token by token, into reasoning, answer and tool calls. Tags are found
 * by token id where the tokenizer has them as added tokens. White space around the tags
 * belongs to nobody. A call that cannot be parsed becomes answer text: nothing is lost.
 * <p>
 * Belongs to one generation; not thread-safe.
 */
public final class ReplyParser {

	private final TokenDecoder decoder;

	private final List<ToolDefinition> tools;

	private final boolean unmarkedCalls;

	private final int thinkStart;

	private final int thinkEnd;

	private final int callStart;

	private final int callEnd;

	private Part part = Part.ANSWER;

	private final TrimmedText reasoning = new TrimmedText();

	private final TrimmedText answer = new TrimmedText();

	private @Nullable StringBuilder call;

	/** Answer that may yet turn out to be a call without its marker. */
	private final StringBuilder unmarked = new StringBuilder();

	private boolean mayBeUnmarked;

	private String lastCall = "";

	private int reasoningTokens;

	private int answerTokens;

	private int calls;

	/**
	 * Creates the parser of one reply.
	 * @param tokenizer the model's tokenizer
	 * @param tools tools that were offered
	 */
	public ReplyParser(Tokenizer tokenizer, List<ToolDefinition> tools) {
		this(tokenizer, tools, true);
	}

	/**
	 * Creates the parser of one reply.
	 * @param tokenizer the model's tokenizer
	 * @param tools tools that were offered
	 * @param unmarkedCalls whether an answer may be a call without its marker; not where
	 * JSON was asked for, which looks like one and would be held back
	 */
	public ReplyParser(Tokenizer tokenizer, List<ToolDefinition> tools, boolean unmarkedCalls) {
		this.decoder = tokenizer.newDecoder();
		this.tools = tools;
		this.unmarkedCalls = unmarkedCalls && !tools.isEmpty();
		this.mayBeUnmarked = this.unmarkedCalls;
		this.thinkStart = id(tokenizer, "<think>");
		this.thinkEnd = id(tokenizer, "</think>");
		this.callStart = id(tokenizer, "<|tool_call_start|>");
		this.callEnd = id(tokenizer, "<|tool_call_end|>");
	}

	private static int id(Tokenizer tokenizer, String content) {
		OptionalInt id = tokenizer.controlToken(content);
		return id.orElse(-1);
	}

	/**
	 * Takes one token.
	 * @param token its id
	 * @param sink receives what it completes
	 */
	public void accept(int token, Sink sink) {
		boolean inside = this.part == Part.REASONING || token == this.thinkStart;
		if (inside) {
			this.reasoningTokens++;
		}
		else {
			this.answerTokens++;
		}
		if (token == this.thinkStart) {
			text(this.decoder.flush(), sink);
			endUnmarked(sink);
			this.part = (this.call == null) ? Part.REASONING : this.part;
		}
		else if (token == this.thinkEnd) {
			text(this.decoder.flush(), sink);
			this.part = Part.ANSWER;
			this.mayBeUnmarked = this.unmarkedCalls;
		}
		else if (token == this.callStart && this.part == Part.ANSWER) {
			text(this.decoder.flush(), sink);
			endUnmarked(sink);
			endCall(sink);
			this.call = new StringBuilder();
		}
		else if (token == this.callEnd && this.part == Part.ANSWER) {
			text(this.decoder.flush(), sink);
			endUnmarked(sink);
			endCall(sink);
			// The body of a call may be echoed, with a second end token behind it.
			this.mayBeUnmarked = this.unmarkedCalls || this.tools.isEmpty();
		}
		else {
			text(this.decoder.accept(token), sink);
		}
	}

	/**
	 * Ends the reply.
	 * @param sink receives what was held back
	 */
	public void finish(Sink sink) {
		text(this.decoder.flush(), sink);
		endUnmarked(sink);
		endCall(sink);
	}

	private void text(String text, Sink sink) {
		if (text.isEmpty()) {
			return;
		}
		if (this.call != null) {
			this.call.append(text);
		}
		else if (this.part == Part.REASONING) {
			emit(this.reasoning.accept(text), true, sink);
		}
		else if (this.mayBeUnmarked) {
			this.unmarked.append(text);
			if (!ToolCallParser.mayBecomeCall(this.unmarked.toString(), this.tools)) {
				this.mayBeUnmarked = false;
				emit(this.answer.accept(release()), false, sink);
			}
		}
		else {
			emit(this.answer.accept(text), false, sink);
		}
	}

	private String release() {
		String text = this.unmarked.toString();
		this.unmarked.setLength(0);
		return text;
	}

	private void endUnmarked(Sink sink) {
		String text = release();
		if (text.isBlank() || text.strip().equals(this.lastCall)) {
			return;
		}
		List<ToolCall> parsed = ToolCallParser.parse(text, this.tools, this.calls);
		if (parsed.isEmpty() || !text.strip().matches("(?s).*[\\]})]")) {
			emit(this.answer.accept(text), false, sink);
			return;
		}
		report(parsed, sink);
	}

	private void report(List<ToolCall> parsed, Sink sink) {
		this.calls += parsed.size();
		parsed.forEach(sink::toolCall);
	}

	private static void emit(String text, boolean reasoning, Sink sink) {
		if (!text.isEmpty()) {
			if (reasoning) {
				sink.reasoning(text);
			}
			else {
				sink.answer(text);
			}
		}
	}

	private void endCall(Sink sink) {
		if (this.call == null) {
			return;
		}
		String body = this.call.toString();
		this.call = null;
		List<ToolCall> parsed = ToolCallParser.parse(body, this.tools, this.calls);
		if (parsed.isEmpty()) {
			emit(this.answer.accept(body), false, sink);
		}
		this.lastCall = body.strip();
		report(parsed, sink);
	}

	/**
	 * Whether the next text belongs to the trace.
	 * @return true after an opening tag, until it is closed
	 */
	public boolean inReasoning() {
		return this.part == Part.REASONING;
	}

	public int reasoningTokens() {
		return this.reasoningTokens;
	}

	public int answerTokens() {
		return this.answerTokens;
	}

	private enum Part {

		REASONING, ANSWER

	}

	/** Receives the parts of a reply. */
	public interface Sink {

		void reasoning(String delta);

		void answer(String delta);

		void toolCall(ToolCall call);

	}

	/**
	 * Drops white space at both ends; what stands inside is released with the next text.
	 */
	private static final class TrimmedText {

		private final StringBuilder blanks = new StringBuilder();

		private boolean started;

		String accept(String delta) {
			StringBuilder out = new StringBuilder();
			for (int i = 0; i < delta.length(); i++) {
				char c = delta.charAt(i);
				if (Character.isWhitespace(c)) {
					this.blanks.append(c);
				}
				else {
					if (this.started) {
						out.append(this.blanks);
					}
					this.blanks.setLength(0);
					this.started = true;
					out.append(c);
				}
			}
			return out.toString();
		}

	}

}
