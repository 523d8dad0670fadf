/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What may stand between the call markers: a list of calls of the offered tools, in the
 * form {@code [f(a="x", b=1), g()]} or as JSON, with arguments that fit each tool's
 * schema.
 */
final class CallGrammar {

	private final GrammarLexicon lexicon = new GrammarLexicon(true);

	/**
	 * Compiles the grammar.
	 * @param tools JSON Schema of the arguments by the name of each tool
	 * @return the network of the whole list
	 */
	GrammarNetwork compile(Map<String, Map<String, Object>> tools) {
		GrammarLexicon json = this.lexicon;
		List<GrammarNetwork> written = new ArrayList<>();
		List<GrammarNetwork> objects = new ArrayList<>();
		tools.forEach((name, schema) -> {
			SchemaCompiler compiler = new SchemaCompiler(json, schema);
			written.add(compiler.members(arguments(compiler, schema), name + "(", ")"));
			GrammarNetwork object = schema.containsKey("type") || schema.containsKey("properties") ? compiler.compile()
					: json.text("{}");
			objects.add(compiler.members(List.of(new SchemaCompiler.Member("\"name\":", json.literal(name), true, true),
					new SchemaCompiler.Member("\"arguments\":", object, true, true)), "{", "}"));
		});
		GrammarNetwork whole = json.network();
		GrammarNode end = whole.end();
		list(whole, written, end);
		list(whole, objects, end);
		json.measure();
		return whole;
	}

	private void list(GrammarNetwork whole, List<GrammarNetwork> calls, GrammarNode end) {
		GrammarNetwork blanks = this.lexicon.blanks();
		GrammarNode at = whole.literal(whole.start, "[");
		GrammarNode after = whole.node();
		calls.forEach((call) -> at.call(call, after));
		whole.part(whole.literal(after, ","), blanks).jump(at);
		whole.literal(after, "]").jump(end);
	}

	private static List<SchemaCompiler.Member> arguments(SchemaCompiler compiler, Map<String, Object> schema) {
		List<SchemaCompiler.Member> members = new ArrayList<>();
		List<?> required = (schema.get("required") instanceof List<?> names) ? names : List.of();
		if (schema.get("properties") instanceof Map<?, ?> properties) {
			properties.forEach((name, member) -> members
				.add(new SchemaCompiler.Member(name + "=", compiler.value(member), required.contains(name), false)));
		}
		return members;
	}

}
