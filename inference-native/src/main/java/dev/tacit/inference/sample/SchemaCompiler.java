/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.sample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Turns a JSON Schema into networks. Members come in the order of the schema; what an
 * object does not declare it does not get, unless the schema describes nothing but
 * further members. A keyword that would change what is valid, and is not built, is
 * refused by name.
 */
final class SchemaCompiler {

	static final Set<String> NOTES = Set.of("title", "description", "default", "examples", "example", "$schema", "$id",
			"$comment", "$defs", "definitions", "deprecated", "readOnly", "writeOnly", "format", "nullable");

	private static final int MAX_ITEMS = 1000;

	private static final int MAX_DEPTH = 64;

	private final GrammarLexicon lexicon;

	private final Map<?, ?> root;

	private final Map<String, GrammarNetwork> references = new HashMap<>();

	private final SchemaMerge merge = new SchemaMerge(this::resolve);

	private @Nullable GrammarNetwork any;

	private int depth;

	SchemaCompiler(GrammarLexicon lexicon, Map<?, ?> root) {
		this.lexicon = lexicon;
		this.root = root;
	}

	GrammarNetwork compile() {
		return reference("#");
	}

	/** The schema with its {@code allOf} and the target of its {@code $ref} in it. */
	Map<?, ?> flat() {
		return this.merge.both(this.root, true);
	}

	private GrammarNetwork reference(String pointer) {
		GrammarNetwork known = this.references.get(pointer);
		if (known != null) {
			return known;
		}
		// Known before it is filled: a schema may contain itself.
		GrammarNetwork network = this.lexicon.network();
		this.references.put(pointer, network);
		GrammarNode end = network.end();
		network.start.call(value(resolve(pointer)), end);
		return network;
	}

	private Object resolve(String pointer) {
		Object at = this.root;
		if (!pointer.equals("#") && !pointer.startsWith("#/")) {
			throw new ConstraintException("A schema refers to something outside itself; put it under $defs");
		}
		for (String part : pointer.equals("#") ? new String[0] : pointer.substring(2).split("/")) {
			Object next = (at instanceof Map<?, ?> map) ? map.get(part.replace("~1", "/").replace("~0", "~")) : null;
			if (next == null) {
				throw new ConstraintException("A schema has a $ref that leads nowhere");
			}
			at = next;
		}
		return at;
	}

	GrammarNetwork value(Object schema) {
		if (++this.depth > MAX_DEPTH) {
			throw new ConstraintException("A schema is nested deeper than " + MAX_DEPTH + " levels; use $defs");
		}
		GrammarNetwork network = (schema instanceof Map<?, ?> map) ? value(map) : literalSchema(schema);
		this.depth--;
		return network;
	}

	private GrammarNetwork literalSchema(Object schema) {
		if (Boolean.TRUE.equals(schema)) {
			return any();
		}
		throw new ConstraintException("A schema is neither an object nor true");
	}

	private GrammarNetwork value(Map<?, ?> schema) {
		if (Boolean.TRUE.equals(schema.get("nullable"))) {
			Map<Object, Object> plain = new HashMap<>(schema);
			plain.remove("nullable");
			return either(List.of(value(plain), this.lexicon.literal(null)));
		}
		if (schema.containsKey("allOf")) {
			return value(this.merge.flat(schema));
		}
		if (schema.get("$ref") instanceof String pointer) {
			return onlyNotesBeside(schema, "$ref") ? reference(pointer) : value(this.merge.flat(schema));
		}
		for (String keyword : List.of("anyOf", "oneOf")) {
			if (schema.get(keyword) instanceof List<?> choices) {
				return choices(schema, keyword, choices);
			}
		}
		if (schema.containsKey("const")) {
			refuseUnknown(schema, Set.of("const", "type", "enum"));
			return literals(schema, Collections.singletonList(schema.get("const")));
		}
		if (schema.get("enum") instanceof List<?> values) {
			refuseUnknown(schema, Set.of("enum", "type"));
			return literals(schema, values);
		}
		Object type = schema.get("type");
		if (type instanceof List<?> types) {
			List<GrammarNetwork> networks = new ArrayList<>();
			for (Object one : types) {
				networks.add(typed(schema, String.valueOf(one), types));
			}
			return either(networks);
		}
		if (type == null) {
			return typed(schema,
					schema.containsKey("properties") ? "object" : schema.containsKey("items") ? "array" : "",
					List.of());
		}
		return typed(schema, String.valueOf(type), List.of());
	}

	private static boolean onlyNotesBeside(Map<?, ?> schema, String keyword) {
		return schema.keySet().stream().allMatch((name) -> keyword.equals(name) || NOTES.contains(name));
	}

	/**
	 * The values that are also of the type, and in the enumeration, that stand beside.
	 */
	private GrammarNetwork literals(Map<?, ?> schema, List<?> values) {
		List<GrammarNetwork> literals = new ArrayList<>();
		for (Object value : values) {
			boolean listed = !(schema.get("enum") instanceof List<?> list)
					|| list.stream().anyMatch((other) -> SchemaValues.equal(value, other));
			if (listed && SchemaValues.isOf(value, schema.get("type"))) {
				literals.add(this.lexicon.literal(value));
			}
		}
		return either(literals);
	}

	/**
	 * What stands beside the choices holds for each of them. With {@code oneOf} no two
	 * may let the same text through, or the text would satisfy none.
	 */
	private GrammarNetwork choices(Map<?, ?> schema, String keyword, List<?> choices) {
		Map<Object, Object> beside = new HashMap<>(schema);
		beside.remove(keyword);
		List<Object> whole = new ArrayList<>();
		for (Object choice : choices) {
			whole.add(onlyNotesBeside(schema, keyword) ? choice : this.merge.both(beside, choice));
		}
		if (keyword.equals("oneOf")) {
			SchemaOverlap overlap = new SchemaOverlap(this::resolve);
			for (int i = 0; i < whole.size(); i++) {
				for (int j = 0; j < i; j++) {
					if (!overlap.disjoint(whole.get(i), whole.get(j))) {
						throw new ConstraintException(
								"The schema keyword 'oneOf' has choices that one text could satisfy"
										+ " together; tell them apart by type or by a required member of constant value, or use anyOf");
					}
				}
			}
		}
		return either(whole.stream().map(this::value).toList());
	}

	private GrammarNetwork string(Map<?, ?> schema) {
		int least = SchemaValues.size(schema, "minLength", 0);
		int most = SchemaValues.size(schema, "maxLength", Integer.MAX_VALUE);
		if (!(schema.get("pattern") instanceof String pattern)) {
			PatternParser.Form format = SchemaFormats.form(schema.get("format"), least, most);
			return (format != null) ? PatternNetwork.fill(this.lexicon.network(), format)
					: this.lexicon.string(least, most);
		}
		PatternParser.Form form = PatternParser.parse(pattern);
		if (form.least() < least || form.most() > most) {
			throw new ConstraintException(
					"The schema keyword 'pattern' matches texts that are shorter than minLength or"
							+ " longer than maxLength; say the length in the pattern");
		}
		return PatternNetwork.fill(this.lexicon.network(), form);
	}

	private static void refuseUnknown(Map<?, ?> schema, Set<String> known) {
		for (Object keyword : schema.keySet()) {
			String name = String.valueOf(keyword);
			if (!known.contains(name) && !NOTES.contains(name)) {
				throw new ConstraintException("The schema keyword '" + (name.length() > 40 ? "?" : name)
						+ "' is not supported where it stands; leave it out and check the answer instead");
			}
		}
	}

	private GrammarNetwork typed(Map<?, ?> schema, String type, List<?> siblings) {
		Set<String> known = switch (type) {
			case "object" -> Set.of("type", "properties", "required", "additionalProperties");
			case "array" -> Set.of("type", "items", "minItems", "maxItems");
			case "string" -> Set.of("type", "minLength", "maxLength", "pattern");
			case "integer" ->
				Set.of("type", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf");
			case "number" -> Set.of("type", "minimum", "maximum");
			default -> Set.of("type");
		};
		if (siblings.isEmpty()) {
			refuseUnknown(schema, known);
		}
		return switch (type) {
			case "object" -> object(schema);
			case "array" -> array(schema);
			case "string" -> string(schema);
			case "integer" -> integer(schema);
			case "number" -> number(schema);
			case "boolean" -> either(List.of(this.lexicon.literal(true), this.lexicon.literal(false)));
			case "null" -> this.lexicon.literal(null);
			case "" -> any();
			default -> throw new ConstraintException("A schema has a type that JSON does not have");
		};
	}

	private GrammarNetwork integer(Map<?, ?> schema) {
		double limit = GrammarLexicon.unbounded();
		double min = Math.max(Math.ceil(SchemaValues.bound(schema, "minimum", -limit)),
				Math.floor(SchemaValues.bound(schema, "exclusiveMinimum", -limit - 1)) + 1);
		double max = Math.min(Math.floor(SchemaValues.bound(schema, "maximum", limit)),
				Math.ceil(SchemaValues.bound(schema, "exclusiveMaximum", limit + 1)) - 1);
		// What reads an int of 32 bits would fail on a number that JSON allows.
		boolean narrow = "int32".equals(schema.get("format"));
		long least = (long) Math.max(narrow ? Integer.MIN_VALUE : -limit, min);
		long most = (long) Math.min(narrow ? Integer.MAX_VALUE : limit, max);
		Object divisor = schema.get("multipleOf");
		if (divisor == null) {
			return this.lexicon.integer(least, most);
		}
		if (!(divisor instanceof Long whole) || whole < 1) {
			throw new ConstraintException("The schema keyword 'multipleOf' is no positive integer");
		}
		return GrammarMultiples.fill(this.lexicon.network(), least, most, whole);
	}

	private GrammarNetwork number(Map<?, ?> schema) {
		double limit = GrammarLexicon.unbounded();
		double min = Math.ceil(SchemaValues.bound(schema, "minimum", -limit));
		double max = Math.floor(SchemaValues.bound(schema, "maximum", limit));
		return this.lexicon.number((long) Math.max(-limit, min), (long) Math.min(limit, max));
	}

	GrammarNetwork either(List<GrammarNetwork> choices) {
		GrammarNetwork network = this.lexicon.network();
		GrammarNode end = network.end();
		choices.forEach((choice) -> network.start.call(choice, end));
		return network;
	}

	private GrammarNetwork object(Map<?, ?> schema) {
		Map<?, ?> properties = (schema.get("properties") instanceof Map<?, ?> declared) ? declared : Map.of();
		Object further = schema.get("additionalProperties");
		boolean open = !Boolean.FALSE.equals(further);
		List<String> required = new ArrayList<>();
		if (schema.get("required") instanceof List<?> names) {
			names.forEach((name) -> required.add(String.valueOf(name)));
		}
		if (!properties.keySet().containsAll(required)) {
			throw new ConstraintException("A schema requires a member that it does not describe");
		}
		if (properties.isEmpty()) {
			return open ? map((further instanceof Map<?, ?> described) ? value(described) : any())
					: this.lexicon.literal(Map.of());
		}
		List<Member> members = new ArrayList<>();
		properties.forEach((name, member) -> members.add(new Member(GrammarLexicon.quoted(String.valueOf(name)) + ":",
				value(member), required.contains(name), true)));
		return members(members, "{", "}");
	}

	/**
	 * A member of an object or an argument of a call.
	 *
	 * @param head its name and what follows it
	 * @param value what it may be
	 * @param required whether it must be there
	 * @param spaced whether blanks may stand between head and value
	 */
	record Member(String head, GrammarNetwork value, boolean required, boolean spaced) {
	}

	/** Members in their order, the optional ones perhaps left out. */
	GrammarNetwork members(List<Member> members, String open, String close) {
		GrammarNetwork network = this.lexicon.network();
		GrammarNetwork blanks = this.lexicon.blanks();
		GrammarNode end = network.end();
		GrammarNode closing = network.node();
		network.literal(network.part(closing, blanks), close).jump(end);
		// Two rows of states: before the first member, and after one.
		GrammarNode none = network.part(network.literal(network.start, open), blanks);
		GrammarNode some = network.node();
		for (Member member : members) {
			GrammarNode next = network.node();
			GrammarNode from = network.node();
			none.jump(from);
			network.part(network.literal(some, ","), blanks).jump(from);
			GrammarNode headed = network.literal(from, member.head());
			network.part(member.spaced() ? network.part(headed, blanks) : headed, member.value()).jump(next);
			GrammarNode stillNone = network.node();
			if (!member.required()) {
				none.jump(stillNone);
				some.jump(next);
			}
			none = stillNone;
			some = next;
		}
		none.jump(closing);
		some.jump(closing);
		return network;
	}

	private GrammarNetwork map(GrammarNetwork value) {
		GrammarNetwork network = this.lexicon.network();
		GrammarNetwork blanks = this.lexicon.blanks();
		GrammarNode open = network.part(network.literal(network.start, "{"), blanks);
		GrammarNode end = network.end();
		network.literal(open, "}").jump(end);
		GrammarNode member = network.node();
		open.jump(member);
		GrammarNode headed = network.literal(network.part(member, this.lexicon.string(1, Integer.MAX_VALUE)), ":");
		GrammarNode after = network.part(network.part(headed, blanks), value);
		network.part(network.literal(after, ","), blanks).jump(member);
		network.literal(network.part(after, blanks), "}").jump(end);
		return network;
	}

	private GrammarNetwork array(Map<?, ?> schema) {
		int min = SchemaValues.size(schema, "minItems", 0);
		int max = SchemaValues.size(schema, "maxItems", Integer.MAX_VALUE);
		if (min > MAX_ITEMS || (max != Integer.MAX_VALUE && max > MAX_ITEMS)) {
			throw new ConstraintException("A schema counts more than " + MAX_ITEMS + " items of an array");
		}
		Object items = schema.get("items");
		GrammarNetwork item = (items != null) ? value(items) : any();
		GrammarNetwork network = this.lexicon.network();
		GrammarNetwork blanks = this.lexicon.blanks();
		GrammarNode closing = network.node();
		network.literal(network.part(closing, blanks), "]").jump(network.end());
		GrammarNode at = network.part(network.literal(network.start, "["), blanks);
		int counted = (max != Integer.MAX_VALUE) ? max : Math.max(1, min);
		for (int i = 0; i < counted; i++) {
			if (i >= min) {
				at.jump(closing);
			}
			GrammarNode from = (i == 0) ? at : network.part(network.literal(at, ","), blanks);
			at = network.part(from, item);
		}
		at.jump(closing);
		if (max == Integer.MAX_VALUE) {
			network.part(network.part(network.literal(at, ","), blanks), item).jump(at);
		}
		return network;
	}

	/** Any JSON value. */
	private GrammarNetwork any() {
		if (this.any == null) {
			GrammarNetwork network = this.lexicon.network();
			this.any = network;
			GrammarNode end = network.end();
			long limit = GrammarLexicon.unbounded();
			for (GrammarNetwork choice : List.of(this.lexicon.string(0, Integer.MAX_VALUE),
					this.lexicon.number(-limit, limit), this.lexicon.literal(true), this.lexicon.literal(false),
					this.lexicon.literal(null), map(network), array(Map.of()))) {
				network.start.call(choice, end);
			}
		}
		return this.any;
	}

}
