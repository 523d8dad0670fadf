/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What may stand between the call markers: a list of calls of the offered tools, in the
 * form {@code [f(a="x", b=1), g()]} or as JSON, with arguments that fit each tool's
 * schema.
 */
final class CallGrammar {

	private final GrammarLexicon lexicon = new GrammarLexicon(true);

	/** Tools whose arguments are any JSON, and why. */
	private final Map<String, String> free = new LinkedHashMap<>();

	/**
	 * Compiles the grammar. A tool whose schema cannot be enforced stays callable, with
	 * any arguments: the tool checks what the grammar cannot keep.
	 * @param tools JSON Schema of the arguments by the name of each tool
	 * @return the network of the whole list
	 */
	GrammarNetwork compile(Map<String, Map<String, Object>> tools) {
		GrammarLexicon json = this.lexicon;
		List<GrammarNetwork> written = new ArrayList<>();
		List<GrammarNetwork> objects = new ArrayList<>();
		tools.forEach((name, schema) -> {
			Form form = enforceable(name, schema) ? new Form(json, name, schema) : free(name);
			written.add(form.written);
			SchemaCompiler compiler = new SchemaCompiler(json, schema);
			objects.add(compiler.members(List.of(new SchemaCompiler.Member("\"name\":", json.literal(name), true, true),
					new SchemaCompiler.Member("\"arguments\":", form.object, true, true)), "{", "}"));
		});
		GrammarNetwork whole = json.network();
		GrammarNode end = whole.end();
		list(whole, written, end);
		list(whole, objects, end);
		json.measure();
		return whole;
	}

	/**
	 * Tools whose schema is not enforced.
	 * @return why, by the name of each
	 */
	Map<String, String> free() {
		return this.free;
	}

	private boolean enforceable(String name, Map<String, Object> schema) {
		try {
			GrammarLexicon alone = new GrammarLexicon(true);
			Form form = new Form(alone, name, schema);
			alone.measure();
			if (form.written.distance() >= GrammarNode.NEVER || form.object.distance() >= GrammarNode.NEVER) {
				throw new ConstraintException("The schema is satisfied by nothing");
			}
			return true;
		}
		catch (ConstraintException ex) {
			this.free.put(name, String.valueOf(ex.getMessage()));
			return false;
		}
	}

	private Form free(String name) {
		GrammarLexicon json = this.lexicon;
		GrammarNetwork any = new SchemaCompiler(json, Map.of()).compile();
		GrammarNetwork network = json.network();
		GrammarNode open = network.literal(network.start, name + "(");
		GrammarNode end = network.end();
		network.literal(open, ")").jump(end);
		GrammarNode argument = network.node();
		open.jump(argument);
		GrammarNode named = network.node();
		for (int[] letters : new int[][] { { 'a', 'z' }, { 'A', 'Z' }, { '_', '_' } }) {
			argument.on(letters[0], letters[1], named);
			named.on(letters[0], letters[1], named);
		}
		named.on('0', '9', named);
		GrammarNode after = network.part(network.literal(named, "="), any);
		network.part(network.literal(after, ","), json.blanks()).jump(argument);
		network.literal(after, ")").jump(end);
		return new Form(network, new SchemaCompiler(json, Map.of("type", "object")).compile());
	}

	/** Both ways to write a call of one tool: with its arguments, and their JSON. */
	private static final class Form {

		private final GrammarNetwork written;

		private final GrammarNetwork object;

		Form(GrammarNetwork written, GrammarNetwork object) {
			this.written = written;
			this.object = object;
		}

		Form(GrammarLexicon lexicon, String name, Map<String, Object> schema) {
			SchemaCompiler compiler = new SchemaCompiler(lexicon, schema);
			Map<?, ?> flat = compiler.flat();
			for (String choice : List.of("anyOf", "oneOf")) {
				if (flat.containsKey(choice)) {
					throw new ConstraintException(
							"The schema keyword '" + choice + "' is not supported where the arguments of a tool stand");
				}
			}
			boolean described = flat.containsKey("type") || flat.containsKey("properties");
			this.written = compiler.members(arguments(compiler, flat), name + "(", ")");
			this.object = described ? compiler.compile() : lexicon.text("{}");
		}

	}

	private void list(GrammarNetwork whole, List<GrammarNetwork> calls, GrammarNode end) {
		GrammarNetwork blanks = this.lexicon.blanks();
		GrammarNode at = whole.literal(whole.start, "[");
		GrammarNode after = whole.node();
		calls.forEach((call) -> at.call(call, after));
		whole.part(whole.literal(after, ","), blanks).jump(at);
		whole.literal(after, "]").jump(end);
	}

	private static List<SchemaCompiler.Member> arguments(SchemaCompiler compiler, Map<?, ?> schema) {
		List<SchemaCompiler.Member> members = new ArrayList<>();
		List<?> required = (schema.get("required") instanceof List<?> names) ? names : List.of();
		if (schema.get("properties") instanceof Map<?, ?> properties) {
			properties.forEach((name, member) -> members
				.add(new SchemaCompiler.Member(name + "=", compiler.value(member), required.contains(name), false)));
		}
		return members;
	}

}
