/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import dev.tacit.inference.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls in every form models were seen to write, and the law that what is rendered is
 * read back.
 */
class ToolCallTest {

	private static final long SEED = 20261124;

	private static final List<ToolDefinition> TOOLS = List.of(tool("f", """
			{"properties": {"a": {"type": "string"}, "b": {"type": "integer"}, "c": {"type": "boolean"},
			 "n": {"type": "number"}, "l": {"type": "array", "items": {"type": "integer"}},
			 "o": {"type": "object", "properties": {"k": {"type": "integer"}}},
			 "m": {"type": ["integer", "null"]}, "command": {"type": "string"}}}"""), tool("g", "{}"),
			tool("ns.sub.h", "{\"properties\": {\"x\": {\"type\": \"integer\"}}}"));

	private final Tokenizer tokenizer = Tokenizer.load(TokenizerVariant.DEMO_MODEL.resolve("tokenizer.json"));

	private static ToolDefinition tool(String name, String parameters) {
		return new ToolDefinition(name, "", ChatTemplateTest.map(Json.parse(parameters)));
	}

	static Stream<Arguments> forms() {
		return Stream.of(Arguments.of("[f(a=\"x\", b=1), g()]", "f{\"a\":\"x\",\"b\":1} g{}"),
				Arguments.of("[f(a='it\\'s \\\\ \"q\"\\nz', c=True)]",
						"f{\"a\":\"it's \\\\ \\\"q\\\"\\nz\",\"c\":true}"),
				Arguments.of("[f(a=\"raw\nline\ttab\")]", "f{\"a\":\"raw\\nline\\ttab\"}"),
				Arguments.of("[f(c=false, m=None)]", "f{\"c\":false,\"m\":null}"),
				Arguments.of("[f(c=False, m=null)]", "f{\"c\":false,\"m\":null}"),
				Arguments.of("[f(b=-7, n=1.5e3)]", "f{\"b\":-7,\"n\":1500.0}"),
				Arguments.of("[f(b=07, n=.5)]", "f{\"b\":7,\"n\":0.5}"),
				Arguments.of("[f(l=[1, 2,], o={'k': 3, \"z\": [True, {'q': None}]})]",
						"f{\"l\":[1,2],\"o\":{\"k\":3,\"z\":[true,{\"q\":null}]}}"),
				Arguments.of("[f(l=(1, 2))]", "f{\"l\":[1,2]}"), Arguments.of("[f(a=\"x\",)]", "f{\"a\":\"x\"}"),
				Arguments.of("[f( a = \"x\" , b = 2 ) ]", "f{\"a\":\"x\",\"b\":2}"),
				Arguments.of("f(a=\"x\")", "f{\"a\":\"x\"}"), Arguments.of("[f(a=\"x\")", "f{\"a\":\"x\"}"),
				Arguments.of("[f(a='x')][g()]", "f{\"a\":\"x\"} g{}"),
				Arguments.of("[f(a='x')]\n[g()]", "f{\"a\":\"x\"} g{}"), Arguments.of("[g()]", "g{}"),
				Arguments.of("[ns.sub.h(x=1)]", "ns.sub.h{\"x\":1}"),
				Arguments.of("[f(from=1, class='y', in=[2])]", "f{\"from\":1,\"class\":\"y\",\"in\":[2]}"),
				Arguments.of("[f('x', 5, True)]", "f{\"a\":\"x\",\"b\":5,\"c\":true}"),
				Arguments.of("[f(command='sed -n '1,9p' f')]", "f{\"command\":\"sed -n '1,9p' f\"}"),
				Arguments.of("[f(a=\"say \"hi\", then go\", b=1)]", "f{\"a\":\"say \\\"hi\\\", then go\",\"b\":1}"),
				Arguments.of("[f(a='x, y) z], w=')]", "f{\"a\":\"x, y) z], w=\"}"),
				Arguments.of("[f(b=\"40.0\", c=\"true\", n=\"2.5\", a=5, m=\"null\")]",
						"f{\"b\":40,\"c\":true,\"n\":2.5,\"a\":\"5\",\"m\":null}"),
				Arguments.of("[f(l=[\"1\", 2.0], o={\"k\": \"3\"})]", "f{\"l\":[1,2],\"o\":{\"k\":3}}"),
				Arguments.of("[f(b=12345678901234567890)]", "f{\"b\":12345678901234567890}"),
				Arguments.of("[f(a=bare words)]", "f{\"a\":\"bare words\"}"),
				Arguments.of("[unknown(q=1)]", "unknown{\"q\":1}"),
				Arguments.of("[f(a='\\u00e9\\t')]", "f{\"a\":\"é\\t\"}"),
				Arguments.of("[{\"name\": \"f\", \"arguments\": {\"b\": \"2\"}}]", "f{\"b\":2}"),
				Arguments.of("{\"name\": \"f\", \"parameters\": {\"b\": 2}}", "f{\"b\":2}"),
				Arguments.of("{\"function\": \"f\", \"parameters\": {\"b\": 2}}", "f{\"b\":2}"),
				Arguments.of(
						"[{\"type\": \"function\", \"function\": {\"name\": \"f\", \"arguments\": \"{\\\"b\\\": 2}\"}}]",
						"f{\"b\":2}"),
				Arguments.of("[{\"name\": \"f\", \"arguments\": {'b': 2,}}, {\"name\": \"g\"}]", "f{\"b\":2} g{}"));
	}

	@ParameterizedTest
	@MethodSource("forms")
	void aCallIsReadInEveryForm(String body, String expected) {
		assertThat(shown(ToolCallParser.parse(body, TOOLS, 0))).isEqualTo(expected);
	}

	private static String shown(List<ToolCall> calls) {
		return String.join(" ", calls.stream().map((call) -> call.name() + call.argumentsJson()).toList());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "[f", "[f(", "[f(a", "[f(a=", "[f(a='x", "[f(a='x'", "[f(l=[1, 2",
			"[f(o={'k': 1", "no call at all", "42", "[1, 2]", "{\"a\": 1}", "null", "[f(1, 2, 3, 4, 5, 6, 7, 8, 9)]",
			"[f(a=)]" })
	void whatIsNoWholeCallIsNone(String body) {
		assertThat(ToolCallParser.parse(body, TOOLS, 0)).isEmpty();
	}

	@Test
	void deepNestingIsNoCallAndNoStackOverflow() {
		assertThat(ToolCallParser.parse("[f(l=" + "[".repeat(100_000), TOOLS, 0)).isEmpty();
		assertThat(ToolCallParser.parse("[f(o=" + "{'a':".repeat(100_000), TOOLS, 0)).isEmpty();
		assertThat(ToolCallParser.parse("[".repeat(100_000), TOOLS, 0)).isEmpty();
	}

	@Test
	void anyTextIsReadWithoutAnError() {
		Random random = new Random(SEED);
		List<String> parts = List.of("[", "]", "(", ")", "{", "}", "f", "g", "a", "=", ",", ":", "'", "\"", "\\", " ",
				"\n", "1", "0", "-", ".", "e", "true", "None", "\"name\"", "é");
		for (int i = 0; i < 30_000; i++) {
			StringBuilder text = new StringBuilder("[f(".substring(0, random.nextInt(4)));
			for (int n = random.nextInt(20); n > 0; n--) {
				text.append(parts.get(random.nextInt(parts.size())));
			}
			assertThat(ToolCallParser.parse(text.toString(), TOOLS, 0)).as("seed %d, case %d", SEED, i).isNotNull();
		}
	}

	static Stream<Arguments> replies() {
		String start = "<|tool_call_start|>";
		String end = "<|tool_call_end|>";
		return Stream.of(Arguments.of("<think>t</think>" + start + "[f(b=1)]" + end, "t", "", "f{\"b\":1}"),
				Arguments.of("Sure. " + start + "[f(b=1)] " + end + " Done.", "", "Sure.  Done.", "f{\"b\":1}"),
				Arguments.of(start + "[f(b=1)]", "", "", "f{\"b\":1}"),
				Arguments.of(start + "[f(b=1)]" + end + start + "[g()]" + end, "", "", "f{\"b\":1} g{}"),
				Arguments.of("<think>I " + start + "[g()]" + end + " may</think>ok",
						"I " + start + "[g()]" + end + " may", "ok", ""),
				Arguments.of("[f(b=1)]", "", "", "f{\"b\":1}"), Arguments.of("[f(b=1)]" + end, "", "", "f{\"b\":1}"),
				Arguments.of("<think>x</think>{\"name\": \"f\", \"arguments\": {\"b\": 1}}", "x", "", "f{\"b\":1}"),
				Arguments.of(start + "[f(b=1)]" + end + "[f(b=1)]" + end, "", "", "f{\"b\":1}"),
				Arguments.of("[f] is a list", "", "[f] is a list", ""), Arguments.of("[1, 2]", "", "[1, 2]", ""),
				Arguments.of("{\"a\": 1}", "", "{\"a\": 1}", ""), Arguments.of("[f(b=1", "", "[f(b=1", ""),
				Arguments.of(start + "nonsense" + end, "", "nonsense", ""),
				Arguments.of("<think>never closed", "never closed", "", ""),
				Arguments.of("stray</think>answer", "", "strayanswer", ""),
				Arguments.of("<think></think>a", "", "a", ""), Arguments.of("<think>a<think>b</think>c", "ab", "c", ""),
				Arguments.of("[unknown(b=1)]", "", "[unknown(b=1)]", ""));
	}

	@ParameterizedTest
	@MethodSource("replies")
	void aReplyFallsIntoItsParts(String reply, String reasoning, String answer, String calls) {
		Parts parts = new Parts();
		ReplyParser parser = new ReplyParser(this.tokenizer, TOOLS);
		for (int token : this.tokenizer.encodeWithControlTokens(reply)) {
			parser.accept(token, parts);
		}
		parser.finish(parts);
		assertThat(parts.reasoning).hasToString(reasoning);
		assertThat(parts.answer).hasToString(answer);
		assertThat(shown(parts.calls)).isEqualTo(calls);
		assertThat(parts.calls).extracting(ToolCall::id).doesNotHaveDuplicates();
	}

	private static final class Parts implements ReplyParser.Sink {

		private final StringBuilder reasoning = new StringBuilder();

		private final StringBuilder answer = new StringBuilder();

		private final List<ToolCall> calls = new ArrayList<>();

		@Override
		public void reasoning(String delta) {
			this.reasoning.append(delta);
		}

		@Override
		public void answer(String delta) {
			this.answer.append(delta);
		}

		@Override
		public void toolCall(ToolCall call) {
			this.calls.add(call);
		}

	}

	static Stream<String> templates() {
		return Stream.of("lfm2-calls-template.jinja", "lfm2-content-template.jinja");
	}

	@ParameterizedTest
	@MethodSource("templates")
	void whatIsRenderedIsReadBack(String template) {
		PromptEncoder encoder = new PromptEncoder(ChatTemplate.parse(ChatTemplateTest.resource(template)),
				this.tokenizer, "<|startoftext|>", "<|im_end|>");
		Random random = new Random(SEED);
		for (int i = 0; i < 1500; i++) {
			List<ToolCall> calls = new ArrayList<>();
			for (int n = random.nextInt(3); n >= 0; n--) {
				Map<String, Object> arguments = new LinkedHashMap<>();
				for (int k = random.nextInt(4); k > 0; k--) {
					arguments.put(List.of("p", "q", "from", "a.b", "x_1").get(random.nextInt(5)), value(random, 0));
				}
				calls.add(new ToolCall("c", "tool." + n, arguments));
			}
			int[] prompt = encoder
				.encode(List.of(ChatMessage.user("u"), new ChatMessage(Role.ASSISTANT, "", null, calls)), List.of(),
						false)
				.ids();
			int from = indexOf(prompt, this.tokenizer.controlToken("<|tool_call_start|>").orElseThrow());
			Parts parts = new Parts();
			ReplyParser parser = new ReplyParser(this.tokenizer, List.of());
			for (int token : Arrays.copyOfRange(prompt, from, prompt.length - 2)) {
				parser.accept(token, parts);
			}
			parser.finish(parts);
			assertThat(shown(parts.calls)).as("seed %d, case %d", SEED, i).isEqualTo(shown(calls));
		}
	}

	private static int indexOf(int[] tokens, int token) {
		int at = 0;
		while (tokens[at] != token) {
			at++;
		}
		return at;
	}

	private static Object value(Random random, int depth) {
		return switch (random.nextInt((depth > 2) ? 5 : 7)) {
			case 0 -> random.nextInt(2000) - 1000L;
			case 1 -> (random.nextInt(2000) - 1000) / 8.0;
			case 2 -> random.nextBoolean();
			case 3, 4 -> text(random);
			case 5 -> List.of(value(random, depth + 1), value(random, depth + 1));
			default -> Map.of(text(random), value(random, depth + 1));
		};
	}

	private static String text(Random random) {
		List<String> parts = List.of("a", "it's", "\"q\"", "\\", "\n", "\t", ", b=1", ")]", "', ", "\", ", "{", "}",
				":", "é", "😀", "<|tool_call_end|>", "\\n", " ", "'", "\\'");
		StringBuilder text = new StringBuilder();
		for (int n = random.nextInt(5); n > 0; n--) {
			text.append(parts.get(random.nextInt(parts.size())));
		}
		return text.toString();
	}

}
