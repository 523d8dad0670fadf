/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.tacit.inference.text.TemplateExpressions.Expression;
import dev.tacit.inference.text.TemplateLexer.Kind;
import dev.tacit.inference.text.TemplateLexer.Token;
import org.jspecify.annotations.Nullable;

/**
 * Parses the statements of a template into a block that writes to a buffer: {@code if},
 * {@code for}, {@code set}, {@code macro} and the transparent {@code generation}.
 */
final class TemplateStatements {

	private static final int MAX_NESTING = 100;

	private static final int MAX_CALL_DEPTH = 40;

	private final List<Token> tokens;

	private int at;

	private int nesting;

	TemplateStatements(List<Token> tokens) {
		this.tokens = tokens;
	}

	interface Block {

		void write(TemplateScope scope, StringBuilder out);

	}

	Block parse() {
		Block block = block(Set.of());
		if (this.at < this.tokens.size()) {
			throw new TemplateExpressions("", this.tokens.get(this.at).line()).error("a tag closes nothing");
		}
		return block;
	}

	/** Reads up to a statement that starts with one of the words, and leaves it there. */
	private Block block(Set<String> enders) {
		if (++this.nesting > MAX_NESTING) {
			throw new ChatTemplateException("The chat template is nested deeper than " + MAX_NESTING + " levels");
		}
		List<Block> parts = new ArrayList<>();
		while (this.at < this.tokens.size()) {
			Token token = this.tokens.get(this.at);
			if (token.kind() == Kind.STATEMENT && enders.contains(firstWord(token))) {
				break;
			}
			this.at++;
			parts.add(part(token));
		}
		this.nesting--;
		return (scope, out) -> parts.forEach((part) -> part.write(scope, out));
	}

	private static String firstWord(Token token) {
		return token.text().split("\\s", 2)[0];
	}

	private Block part(Token token) {
		if (token.kind() == Kind.TEXT) {
			return (scope, out) -> scope.append(out, token.text());
		}
		TemplateExpressions words = new TemplateExpressions(token.text(), token.line());
		if (token.kind() == Kind.EXPRESSION) {
			Expression value = words.expression();
			words.end();
			return (scope, out) -> scope.append(out, TemplateValues.text(value.value(scope)));
		}
		String keyword = words.name();
		return switch (keyword) {
			case "if" -> conditional(words);
			case "for" -> loop(words);
			case "set" -> assignment(words);
			case "macro" -> macro(words);
			case "generation" -> {
				Block body = block(Set.of("endgeneration"));
				closing("endgeneration", token.line());
				yield body;
			}
			default -> throw words.error("the tag '" + keyword + "' is not supported");
		};
	}

	private TemplateExpressions closing(String expected, int line) {
		if (this.at >= this.tokens.size()) {
			throw new TemplateExpressions("", line).error("'" + expected + "' is missing");
		}
		Token token = this.tokens.get(this.at++);
		TemplateExpressions words = new TemplateExpressions(token.text(), token.line());
		words.name();
		return words;
	}

	private Block conditional(TemplateExpressions words) {
		List<Expression> conditions = new ArrayList<>();
		List<Block> branches = new ArrayList<>();
		TemplateExpressions head = words;
		while (true) {
			conditions.add(head.expression());
			head.end();
			branches.add(block(Set.of("elif", "else", "endif")));
			String next = (this.at < this.tokens.size()) ? firstWord(this.tokens.get(this.at)) : "";
			head = closing("endif", 0);
			if (next.equals("elif")) {
				continue;
			}
			if (next.equals("else")) {
				branches.add(block(Set.of("endif")));
				closing("endif", 0);
			}
			break;
		}
		return (scope, out) -> {
			scope.spend(1);
			for (int i = 0; i < branches.size(); i++) {
				if (i >= conditions.size() || TemplateValues.truth(conditions.get(i).value(scope))) {
					branches.get(i).write(scope, out);
					return;
				}
			}
		};
	}

	private Block loop(TemplateExpressions words) {
		List<String> names = new ArrayList<>();
		do {
			names.add(words.name());
		}
		while (words.accept(","));
		words.expect("in");
		Expression source = words.expression();
		words.end();
		Block body = block(Set.of("endfor"));
		closing("endfor", 0);
		return (scope, out) -> {
			Object value = source.value(scope);
			List<Object> items = new ArrayList<>();
			if (value instanceof Map<?, ?> map) {
				items.addAll(map.keySet());
			}
			else if (value instanceof Collection<?> collection) {
				items.addAll(collection);
			}
			else if (value != TemplateScope.UNDEFINED) {
				throw words.error("a loop needs a list or a map");
			}
			for (int i = 0; i < items.size(); i++) {
				scope.spend(1);
				TemplateScope inner = scope.child();
				inner.set("loop", loopVariables(i, items.size()));
				bind(words, inner, names, items.get(i));
				body.write(inner, out);
			}
		};
	}

	private static Map<String, Object> loopVariables(int index, int size) {
		Map<String, Object> loop = new LinkedHashMap<>();
		loop.put("index", (long) index + 1);
		loop.put("index0", (long) index);
		loop.put("first", index == 0);
		loop.put("last", index == size - 1);
		loop.put("length", (long) size);
		loop.put("revindex", (long) size - index);
		loop.put("revindex0", (long) size - index - 1);
		return loop;
	}

	private static void bind(TemplateExpressions words, TemplateScope scope, List<String> names,
			@Nullable Object item) {
		if (names.size() == 1) {
			scope.set(names.get(0), item);
		}
		else if (item instanceof List<?> parts && parts.size() == names.size()) {
			for (int i = 0; i < names.size(); i++) {
				scope.set(names.get(i), parts.get(i));
			}
		}
		else {
			throw words.error("an item cannot be spread over the loop's names");
		}
	}

	private Block assignment(TemplateExpressions words) {
		String name = words.name();
		String member = words.accept(".") ? words.name() : null;
		words.expect("=");
		Expression value = words.expression();
		words.end();
		if (member == null) {
			return (scope, out) -> scope.set(name, value.value(scope));
		}
		return (scope, out) -> {
			if (!(scope.get(name) instanceof LinkedHashMap<?, ?> namespace)) {
				throw words.error("a member of something other than a namespace is set");
			}
			@SuppressWarnings("unchecked")
			Map<String, @Nullable Object> members = (Map<String, @Nullable Object>) namespace;
			members.put(member, value.value(scope));
		};
	}

	private Block macro(TemplateExpressions words) {
		String name = words.name();
		List<String> parameters = new ArrayList<>();
		words.expect("(");
		while (!words.accept(")")) {
			parameters.add(words.name());
			words.accept(",");
		}
		words.end();
		Block body = block(Set.of("endmacro"));
		closing("endmacro", 0);
		return (scope, out) -> scope.set(name, new Macro(name, parameters, body, new int[1]));
	}

	/** A macro and how deep it is being called. */
	record Macro(String name, List<String> parameters, Block body, int[] depth) {

		Object call(TemplateScope scope, List<@Nullable Object> arguments) {
			if (++this.depth[0] > MAX_CALL_DEPTH) {
				throw new ChatTemplateException("The macro '" + this.name + "' calls itself too deeply");
			}
			TemplateScope inner = scope.child();
			for (int i = 0; i < this.parameters.size(); i++) {
				inner.set(this.parameters.get(i), (i < arguments.size()) ? arguments.get(i) : TemplateScope.UNDEFINED);
			}
			StringBuilder out = new StringBuilder();
			this.body.write(inner, out);
			this.depth[0]--;
			return out.toString();
		}

	}

}
