/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A chat template in the subset of Jinja that LFM2's templates use, with
 * {@code trim_blocks} and {@code lstrip_blocks} on. It reaches no Java object beyond
 * texts, numbers, lists and maps, and every rendering has a budget of steps and output. A
 * feature outside the subset is refused when the template is parsed, with its line.
 * <p>
 * Immutable and thread-safe; each rendering has a state of its own.
 */
public final class ChatTemplate {

	private static final int MAX_SOURCE = 500_000;

	private final TemplateStatements.Block block;

	private ChatTemplate(TemplateStatements.Block block) {
		this.block = block;
	}

	/**
	 * Parses a template.
	 * @param source its text
	 * @return the template
	 * @throws ChatTemplateException if it is malformed or uses an unsupported feature
	 */
	public static ChatTemplate parse(String source) {
		if (source.length() > MAX_SOURCE) {
			throw new ChatTemplateException("The chat template has more than " + MAX_SOURCE + " characters");
		}
		return new ChatTemplate(new TemplateStatements(new TemplateLexer(source).tokens()).parse());
	}

	/**
	 * Renders the template.
	 * @param context variables by name: texts, numbers, booleans, lists, maps and nulls
	 * @return the text
	 * @throws ChatTemplateException if the template refuses the context or exceeds its
	 * budget
	 */
	public String render(Map<String, ? extends @Nullable Object> context) {
		StringBuilder out = new StringBuilder();
		try {
			this.block.write(new TemplateScope(context), out);
		}
		catch (ArithmeticException | IndexOutOfBoundsException ex) {
			throw new ChatTemplateException("The chat template computes with values out of range");
		}
		return out.toString();
	}

}
