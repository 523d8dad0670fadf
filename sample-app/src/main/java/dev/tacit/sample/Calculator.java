/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.stereotype.Component;

/** Computes for the model, which is poor at it. */
@Component
class Calculator {

	@Tool(name = "calculate", description = "Evaluates an arithmetic expression.")
	String calculate(@ToolParam(description = "the expression") String expression, ToolContext context) {
		return ToolCall.told(context, "calculate", expression, () -> {
			try {
				return new Arithmetic(expression).value().toPlainString();
			}
			catch (ArithmeticException ex) {
				return "This expression cannot be evaluated.";
			}
		});
	}

}
