/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.execution.ToolExecutionException;
import org.springframework.ai.tool.execution.ToolExecutionExceptionProcessor;

/**
 * What a tool says when it fails, as far as the policy lets a tool's result go. The
 * processor behind it, which logs the failure, answers the model or throws, is given a
 * failure without the tool's own exception: its message, its causes and what they
 * suppressed may quote anything. Types that the processor was told to throw on pass as
 * they are.
 * <p>
 * A failure does not say to which request it belongs, so the known values and purposes of
 * the caller's last eight requests all count, and nothing is pseudonymised but redacted
 * instead. Thread-safe.
 */
public final class GovernedToolFailures implements ToolExecutionExceptionProcessor {

	private final ToolExecutionExceptionProcessor delegate;

	private final ConversationTokens tokens;

	private final CallerResolver callers;

	/**
	 * Decorates a processor.
	 * @param delegate decides what becomes of a failure
	 * @param tokens policy and detectors, and what requests named
	 * @param callers says on whose behalf the tool ran
	 */
	public GovernedToolFailures(ToolExecutionExceptionProcessor delegate, ConversationTokens tokens,
			CallerResolver callers) {
		this.delegate = delegate;
		this.tokens = tokens;
		this.callers = callers;
	}

	@Override
	public String process(ToolExecutionException failure) {
		ToolExecutionException told = ToolFailure.told(failure, this.tokens.filter(),
				this.tokens.recent(this.callers.current()));
		Probe probe = new Probe(failure);
		try {
			this.delegate.process(probe);
		}
		catch (Answering ex) {
			return this.delegate.process(told);
		}
		catch (ToolExecutionException ex) {
			throw (ex == probe) ? told : ex;
		}
		return this.delegate.process(told);
	}

	/**
	 * Asks a processor whether it would throw: whoever reads the message is going to
	 * answer with it, and log it.
	 */
	private static final class Probe extends ToolExecutionException {

		Probe(ToolExecutionException failure) {
			super(definition(failure), Objects.requireNonNullElse(failure.getCause(), failure));
		}

		private static ToolDefinition definition(ToolExecutionException failure) {
			return failure.getToolDefinition();
		}

		@Override
		public @Nullable String getMessage() {
			throw new Answering();
		}

	}

	/** A processor reads the message. */
	private static final class Answering extends RuntimeException {

		Answering() {
			super(null, null, false, false);
		}

	}

}
