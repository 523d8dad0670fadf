/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import dev.tacit.inference.sample.ConstraintCompiler;
import dev.tacit.inference.sample.ConstraintException;
import dev.tacit.inference.sample.TokenConstraint;
import dev.tacit.inference.text.Tokenizer;
import org.jspecify.annotations.Nullable;

/** Makes the constraint of each reply of one model. Thread-safe. */
final class ReplyConstraints {

	private final ConstraintCompiler compiler;

	private final ReplyConstraint.Tokens tokens;

	ReplyConstraints(Tokenizer tokenizer, int[] stops, int vocabulary) {
		this.compiler = new ConstraintCompiler(tokenizer.size(),
				(id) -> tokenizer.isControlToken(id) ? new byte[0] : tokenizer.bytes(id), tokenizer::encode);
		this.tokens = new ReplyConstraint.Tokens(tokenizer.controlToken("<think>").orElse(-1),
				tokenizer.controlToken("<|tool_call_start|>").orElse(-1),
				tokenizer.controlToken("<|tool_call_end|>").orElse(-1), stops, vocabulary);
	}

	/**
	 * The constraint of one reply.
	 * @param request what it answers
	 * @return a new constraint
	 * @throws ConstraintException if the response schema cannot be enforced
	 */
	ReplyConstraint of(GenerationRequest request) {
		Supplier<TokenConstraint> calls = request.constrainTools() ? calls(request) : null;
		Map<String, Object> schema = request.responseSchema();
		if (schema == null && calls == null) {
			return ReplyConstraint.NONE;
		}
		Supplier<TokenConstraint> answer = (schema != null) ? this.compiler.json(schema, this.tokens.stops()) : null;
		return new ReplyConstraint(answer, calls, this.tokens);
	}

	/** Compiles a schema, and keeps it for the request that follows. */
	void require(Map<String, Object> schema) {
		this.compiler.json(schema, this.tokens.stops());
	}

	private @Nullable Supplier<TokenConstraint> calls(GenerationRequest request) {
		if (request.tools().isEmpty() || this.tokens.callStart() < 0 || this.tokens.callEnd() < 0) {
			return null;
		}
		Map<String, Map<String, Object>> tools = new LinkedHashMap<>();
		request.tools().forEach((tool) -> tools.put(tool.name(), tool.parameters()));
		try {
			return this.compiler.calls(tools, this.tokens.callEnd());
		}
		catch (ConstraintException ex) {
			// A tool may use any schema; what the grammar cannot keep, the tool checks.
			return null;
		}
	}

}
