/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.stereotype.Component;

/**
 * Tools the model may call. Each one tells the request it serves what was called.
 */
@Component
class SampleTools {

	/**
	 * Tool context: a {@code BiConsumer<String, String>} that hears name and argument.
	 */
	static final String LISTENER = "toolListener";

	private static final Map<String, String> MEDICATIONS = Map.of("amoxicillin",
			"antibiotic, capsules of 250 mg and 500 mg", "ibuprofen", "pain reliever, tablets of 200 mg and 400 mg",
			"paracetamol", "pain reliever, tablets of 500 mg", "metformin",
			"antidiabetic, tablets of 500 mg and 850 mg");

	private static final Map<String, String> BALANCES = Map.of("ACC-1001", "1250.00 EUR", "ACC-1002", "87.40 EUR",
			"ACC-1003", "10320.15 EUR");

	@Tool(name = "calculate", description = "Evaluates an arithmetic expression.")
	String calculate(@ToolParam(description = "the expression") String expression, ToolContext context) {
		tell(context, "calculate", expression);
		try {
			return new Arithmetic(expression).value().toPlainString();
		}
		catch (ArithmeticException ex) {
			return "This expression cannot be evaluated.";
		}
	}

	@Tool(name = "medication_lookup", description = "Looks up a medication by name.")
	String medication(@ToolParam(description = "the name") String name, ToolContext context) {
		tell(context, "medication_lookup", name);
		return MEDICATIONS.getOrDefault(name.toLowerCase(Locale.ROOT), "not in the formulary");
	}

	@Tool(name = "account_balance", description = "Returns the balance of an account.")
	String balance(@ToolParam(description = "the account") String account, ToolContext context) {
		tell(context, "account_balance", account);
		return BALANCES.getOrDefault(account, "no such account");
	}

	private static void tell(ToolContext context, String tool, String argument) {
		if (context.getContext().get(LISTENER) instanceof BiConsumer<?, ?> listener) {
			@SuppressWarnings("unchecked")
			BiConsumer<String, String> typed = (BiConsumer<String, String>) listener;
			typed.accept(tool, argument);
		}
	}

}
