/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.time.Clock;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A chat template in the subset of Jinja that published chat templates use, with
 * {@code trim_blocks} and {@code lstrip_blocks} on. It reaches no Java object beyond
 * texts, numbers, lists and maps, and every rendering has a budget of steps and output. A
 * feature outside the subset is refused when the template is parsed, with its line.
 * <p>
 * Immutable and thread-safe; each rendering has a state of its own.
 */
public final class ChatTemplate {

	private static final int MAX_SOURCE = 500_000;

	private final TemplateBlock block;

	private final Map<String, TemplateCallable> functions;

	private ChatTemplate(TemplateBlock block, Map<String, TemplateCallable> functions) {
		this.block = block;
		this.functions = functions;
	}

	/**
	 * Parses a template.
	 * @param source its text
	 * @return the template
	 * @throws ChatTemplateException if it is malformed or uses an unsupported feature
	 */
	public static ChatTemplate parse(String source) {
		return parse(source, Clock.systemDefaultZone());
	}

	/**
	 * Parses a template that may ask for the date.
	 * @param source its text
	 * @param clock tells the time
	 * @return the template
	 * @throws ChatTemplateException if it is malformed or uses an unsupported feature
	 */
	public static ChatTemplate parse(String source, Clock clock) {
		if (source.length() > MAX_SOURCE) {
			throw new ChatTemplateException("The chat template has more than " + MAX_SOURCE + " characters");
		}
		Map<String, TemplateCallable> functions = TemplateFunctions.all(clock);
		TemplateBlock block = new TemplateStatements(new TemplateLexer(source).tokens()).parse(functions.keySet());
		return new ChatTemplate(block, functions);
	}

	/**
	 * Renders the template.
	 * @param context variables by name: texts, numbers, booleans, lists, maps and nulls;
	 * read, never changed
	 * @return the text
	 * @throws ChatTemplateException if the template refuses the context or exceeds its
	 * budget
	 */
	public String render(Map<String, ? extends @Nullable Object> context) {
		StringBuilder out = new StringBuilder();
		this.block.write(new TemplateScope(this.functions, context), out);
		return out.toString();
	}

}
