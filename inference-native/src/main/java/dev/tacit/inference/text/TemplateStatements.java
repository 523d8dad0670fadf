/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.tacit.inference.text.TemplateBlock.Flow;
import dev.tacit.inference.text.TemplateLexer.Kind;
import dev.tacit.inference.text.TemplateLexer.Token;
import org.jspecify.annotations.Nullable;

/** Parses the statements of a template. An unknown tag is refused with its line. */
final class TemplateStatements {

	private final List<Token> tokens;

	private final TemplateNames names = new TemplateNames();

	private int at;

	private int loops;

	TemplateStatements(List<Token> tokens) {
		this.tokens = tokens;
	}

	TemplateBlock parse(Set<String> functions) {
		TemplateBlock block = block(Set.of());
		if (this.at < this.tokens.size()) {
			throw error(this.tokens.get(this.at).line(), "a tag closes nothing");
		}
		this.names.verify(functions);
		return block;
	}

	static ChatTemplateException error(int line, String what) {
		return new ChatTemplateException("Line " + line + " of the chat template: " + what);
	}

	/** Reads up to a statement that starts with one of the words, and leaves it there. */
	private TemplateBlock block(Set<String> enders) {
		this.names.enter((this.at < this.tokens.size()) ? this.tokens.get(this.at).line() : 0);
		List<TemplateBlock> parts = new ArrayList<>();
		while (this.at < this.tokens.size()) {
			Token token = this.tokens.get(this.at);
			if (token.kind() == Kind.STATEMENT && enders.contains(firstWord(token))) {
				break;
			}
			this.at++;
			parts.add(part(token));
		}
		this.names.leave();
		return TemplateBlock.sequence(parts);
	}

	private static String firstWord(Token token) {
		int end = 0;
		String text = token.text();
		while (end < text.length() && Character.isUnicodeIdentifierPart(text.charAt(end))) {
			end++;
		}
		return text.substring(0, end);
	}

	private TemplateBlock part(Token token) {
		if (token.kind() == Kind.TEXT) {
			return guarded(token.line(), (scope, out) -> {
				scope.append(out, token.text());
				return Flow.ON;
			});
		}
		try {
			return guarded(token.line(), tag(token));
		}
		catch (TemplateFault fault) {
			throw error(token.line(), String.valueOf(fault.getMessage()));
		}
	}

	/** Gives a fault of the rendering its line, and arithmetic its sentence. */
	private static TemplateBlock guarded(int line, TemplateBlock block) {
		return (scope, out) -> {
			try {
				return block.write(scope, out);
			}
			catch (TemplateFault fault) {
				throw error(line, String.valueOf(fault.getMessage()));
			}
			catch (ArithmeticException ex) {
				throw error(line, "a number is out of range, or divided by zero");
			}
		};
	}

	private TemplateBlock tag(Token token) {
		Words words = new Words(token, this.names);
		if (token.kind() == Kind.EXPRESSION) {
			TemplateExpression value = words.expressions().tuple(true);
			words.cursor().end();
			return (scope, out) -> {
				scope.append(out, PythonText.of(value.value(scope)));
				return Flow.ON;
			};
		}
		String keyword = words.cursor().accept("if") ? "if" : words.cursor().name();
		return switch (keyword) {
			case "if" -> conditional(words);
			case "for" -> loop(words);
			case "set" -> assignment(words);
			case "macro" -> macro(words);
			case "call" -> call(words);
			case "filter" -> filter(words);
			case "with" -> with(words);
			case "break", "continue" -> jump(words, keyword);
			case "generation" -> {
				words.cursor().end();
				yield inner(body("generation"));
			}
			default -> throw new TemplateFault("the tag '" + keyword + "' is not supported");
		};
	}

	/** Sets of a block that do not leak out of it. */
	private static TemplateBlock inner(TemplateBlock body) {
		return (scope, out) -> body.write(scope.child(), out);
	}

	private TemplateBlock body(String tag) {
		TemplateBlock body = block(Set.of("end" + tag));
		closing("end" + tag).cursor().end();
		return body;
	}

	private Words closing(String expected) {
		if (this.at >= this.tokens.size()) {
			throw new TemplateFault("'" + expected + "' is missing");
		}
		Token token = this.tokens.get(this.at++);
		Words words = new Words(token, this.names);
		if (!words.cursor().accept("else") && !words.cursor().accept("elif")) {
			words.cursor().name();
		}
		return words;
	}

	private TemplateBlock conditional(Words first) {
		List<TemplateExpression> conditions = new ArrayList<>();
		List<TemplateBlock> branches = new ArrayList<>();
		Words head = first;
		while (true) {
			conditions.add(head.expressions().tuple(true));
			head.cursor().end();
			branches.add(block(Set.of("elif", "else", "endif")));
			String next = (this.at < this.tokens.size()) ? firstWord(this.tokens.get(this.at)) : "";
			head = closing("endif");
			if (next.equals("elif")) {
				continue;
			}
			head.cursor().end();
			if (next.equals("else")) {
				branches.add(block(Set.of("endif")));
				closing("endif").cursor().end();
			}
			break;
		}
		return (scope, out) -> {
			scope.budget().spend(1);
			for (int i = 0; i < branches.size(); i++) {
				if (i >= conditions.size() || TemplateValues.truth(conditions.get(i).value(scope))) {
					return branches.get(i).write(scope, out);
				}
			}
			return Flow.ON;
		};
	}

	private TemplateBlock loop(Words words) {
		TemplateTarget target = TemplateTarget.parse(words.cursor(), this.names, false);
		words.cursor().expect("in");
		TemplateExpression source = words.expressions().tuple(false);
		TemplateExpression filter = words.cursor().accept("if") ? words.expressions().expression() : null;
		if (words.cursor().peek().is("recursive")) {
			throw new TemplateFault("a recursive loop is not supported");
		}
		words.cursor().end();
		this.loops++;
		TemplateBlock body = block(Set.of("else", "endfor"));
		this.loops--;
		boolean hasElse = this.at < this.tokens.size() && firstWord(this.tokens.get(this.at)).equals("else");
		closing("endfor").cursor().end();
		TemplateBlock otherwise = null;
		if (hasElse) {
			otherwise = block(Set.of("endfor"));
			closing("endfor").cursor().end();
		}
		return new TemplateLoop(target, source, filter, body, otherwise);
	}

	private TemplateBlock jump(Words words, String keyword) {
		words.cursor().end();
		if (this.loops == 0) {
			throw new TemplateFault("'" + keyword + "' stands outside a loop");
		}
		Flow flow = keyword.equals("break") ? Flow.BREAK : Flow.CONTINUE;
		return (scope, out) -> flow;
	}

	private TemplateBlock assignment(Words words) {
		TemplateTarget target = TemplateTarget.parse(words.cursor(), this.names, true);
		if (words.cursor().accept("=")) {
			TemplateExpression value = words.expressions().tuple(true);
			words.cursor().end();
			return (scope, out) -> {
				scope.budget().spend(1);
				target.assign(scope, value.value(scope));
				return Flow.ON;
			};
		}
		TemplateExpression.Step filters = filters(words, words.cursor().accept("|"));
		TemplateBlock body = detached("set");
		return (scope, out) -> {
			target.assign(scope, filters.apply(scope, captured(scope.child(), body)));
			return Flow.ON;
		};
	}

	/** A body outside the loop around it: a jump in it has nowhere to go. */
	private TemplateBlock detached(String tag) {
		int around = this.loops;
		this.loops = 0;
		TemplateBlock body = body(tag);
		this.loops = around;
		return body;
	}

	private static String captured(TemplateScope scope, TemplateBlock body) {
		StringBuilder captured = new StringBuilder();
		body.write(scope, captured);
		return captured.toString();
	}

	private static TemplateExpression.Step filters(Words words, boolean any) {
		List<TemplateExpression.Step> steps = new ArrayList<>();
		boolean more = any;
		while (more) {
			String filter = words.cursor().name();
			steps.add(TemplateFilters.step(filter,
					words.cursor().accept("(") ? words.expressions().arguments() : TemplateArguments.NONE));
			more = words.cursor().accept("|");
		}
		words.cursor().end();
		return (scope, value) -> {
			Object result = value;
			for (TemplateExpression.Step step : steps) {
				result = step.apply(scope, result);
			}
			return result;
		};
	}

	private TemplateBlock filter(Words words) {
		TemplateExpression.Step filters = filters(words, true);
		TemplateBlock body = detached("filter");
		return (scope, out) -> {
			scope.append(out, PythonText.of(filters.apply(scope, captured(scope.child(), body))));
			return Flow.ON;
		};
	}

	private TemplateBlock with(Words words) {
		List<TemplateTarget> targets = new ArrayList<>();
		List<TemplateExpression> values = new ArrayList<>();
		while (words.cursor().peek() != TemplateWord.END) {
			String name = words.cursor().name();
			this.names.assign(name);
			targets.add(new TemplateTarget(name, null, List.of()));
			words.cursor().expect("=");
			values.add(words.expressions().expression());
			if (!words.cursor().accept(",")) {
				break;
			}
		}
		words.cursor().end();
		TemplateBlock body = body("with");
		return (scope, out) -> {
			TemplateScope inner = scope.child();
			for (int i = 0; i < targets.size(); i++) {
				targets.get(i).assign(inner, values.get(i).value(scope));
			}
			return body.write(inner, out);
		};
	}

	/** The words of one tag, and their expressions. */
	private record Words(TemplateCursor cursor, TemplateExpressions expressions) {

		Words(TemplateCursor cursor, TemplateNames names) {
			this(cursor, new TemplateExpressions(cursor, names));
		}

		Words(Token token, TemplateNames names) {
			this(new TemplateCursor(token.text(), token.line()), names);
		}

	}

	private record Signature(List<String> parameters, List<@Nullable TemplateExpression> defaults) {
	}

	/** Parameters after an opening parenthesis. */
	private Signature signature(Words words) {
		List<String> parameters = new ArrayList<>();
		List<@Nullable TemplateExpression> defaults = new ArrayList<>();
		while (!words.cursor().accept(")")) {
			String name = words.cursor().name();
			this.names.assign(name);
			parameters.add(name);
			defaults.add(words.cursor().accept("=") ? words.expressions().expression() : null);
			if (!words.cursor().accept(",") && !words.cursor().peek().is(")")) {
				throw new TemplateFault("')' is missing");
			}
		}
		return new Signature(parameters, defaults);
	}

	private TemplateBlock macro(Words words) {
		String name = words.cursor().name();
		this.names.assign(name);
		words.cursor().expect("(");
		Signature signature = signature(words);
		words.cursor().end();
		int before = this.names.startMeasure();
		TemplateBlock body = detached("macro");
		int height = this.names.endMeasure(before);
		return (scope, out) -> {
			scope.set(name, new TemplateMacro(signature.parameters(), signature.defaults(), body, height, scope));
			return Flow.ON;
		};
	}

	private TemplateBlock call(Words words) {
		Signature signature = words.cursor().accept("(") ? signature(words) : new Signature(List.of(), List.of());
		String name = words.cursor().name();
		this.names.call(name, this.tokens.get(this.at - 1).line());
		words.cursor().expect("(");
		TemplateArguments arguments = words.expressions().arguments();
		words.cursor().end();
		int before = this.names.startMeasure();
		TemplateBlock body = detached("call");
		int height = this.names.endMeasure(before);
		return (scope, out) -> {
			if (!(scope.get(name) instanceof TemplateMacro macro)) {
				throw new TemplateFault("something is called that is no macro");
			}
			Map<String, @Nullable Object> named = arguments.namedValues(scope);
			named.put("caller", new TemplateMacro(signature.parameters(), signature.defaults(), body, height, scope));
			scope.append(out, String.valueOf(macro.call(scope, arguments.positionalValues(scope), named)));
			return Flow.ON;
		};
	}

}
