/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import dev.tacit.inference.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Templates render what Python's jinja2 renders, byte for byte, or are refused.
 */
class ChatTemplateTest {

	private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T09:05:07Z"), ZoneOffset.UTC);

	static String resource(String name) {
		try (InputStream in = ChatTemplateTest.class.getResourceAsStream(name)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Map<String, Object> map(Object value) {
		Map<String, Object> map = new LinkedHashMap<>();
		((Map<?, ?>) value).forEach((key, member) -> map.put(String.valueOf(key), member));
		return map;
	}

	static Stream<Arguments> probes() {
		Map<String, Object> file = map(Json.parse(resource("template-probes.json")));
		return ((List<?>) file.get("cases")).stream()
			.map(ChatTemplateTest::map)
			.map((probe) -> Arguments.of(probe.get("template"), probe.get("text"), map(file.get("context"))));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("probes")
	void aProbeRendersAsInPython(String template, String expected, Map<String, Object> context) {
		if (expected != null) {
			assertThat(ChatTemplate.parse(template, CLOCK).render(context)).isEqualTo(expected);
		}
		else {
			assertThatExceptionOfType(ChatTemplateException.class)
				.isThrownBy(() -> ChatTemplate.parse(template, CLOCK).render(context))
				.withMessageStartingWith("Line 1 of the chat template: ")
				.withMessageNotContaining("World");
		}
	}

	static Stream<Arguments> conversations() {
		Map<String, Object> cases = map(map(Json.parse(resource("chat-template-goldens.json"))).get("cases"));
		return Stream.of(Map.entry("T2", "lfm2-content-template.jinja"), Map.entry("T6", "lfm2-calls-template.jinja"))
			.flatMap((template) -> cases.entrySet().stream().map((entry) -> {
				Map<String, Object> conversation = map(entry.getValue());
				return Arguments.of(template.getKey(), entry.getKey(), template.getValue(), conversation.get("input"),
						conversation.get(template.getKey()));
			}));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("conversations")
	void aConversationRendersAsThePublishedTemplateRendersIt(String template, String name, String file, Object input,
			String expected) {
		Map<String, Object> context = map(input);
		context.putIfAbsent("add_generation_prompt", true);
		context.put("bos_token", "<|startoftext|>");
		assertThat(ChatTemplate.parse(resource(file)).render(context)).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{% if false %}{{ x|no_such }}{% endif %}", "{% if false %}{{ x is no_such }}{% endif %}",
			"{% if false %}{{ x.no_such() }}{% endif %}", "{% if false %}{{ no_such() }}{% endif %}",
			"{% if false %}{{ 'a'.format(1) }}{% endif %}", "{% if false %}{{ x|map('no_such') }}{% endif %}",
			"{% if false %}{{ x|selectattr('a', 'no_such') }}{% endif %}", "{% no_such %}", "{% include 'x' %}",
			"{% import 'x' as y %}", "{% extends 'x' %}", "{% block a %}{% endblock %}", "{% do x %}",
			"{% for x in l recursive %}{% endfor %}", "{{ x.append(1) }}", "{{ x.getClass() }}", "{{ f(*x) }}",
			"{{ l|map(name) }}", "{{ x|upper(1) }}", "{{ x|join(separator=',') }}", "{% break %}", "{{ x", "{% if x %}",
			"{{ 'abc }}", "{{ }}", "{{ a b }}", "{{ a ? b }}", "{% endif %}", "{% if x %}{% endfor %}", "{{ (1 }}",
			"{{ 99999999999999999999 }}", "{{ '\\ud800\\uZZZZ' }}" })
	void whatIsUnknownOrMalformedIsRefusedWhenTheTemplateIsParsed(String template) {
		assertThatExceptionOfType(ChatTemplateException.class).isThrownBy(() -> ChatTemplate.parse(template))
			.withMessageContaining("Line 1 of the chat template");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
			"{{ 'x' * 2000000000 }}", "{{ range(100001) }}", "{{ 'ab' * 99999999999999 }}", "{{ '%9999s' % 1 }}",
			"{% set ns = namespace(s='x') %}{% for i in range(99) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
			"{% set ns = namespace(s='x') %}{% for i in range(99) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
			"{% set ns = namespace(l=[1]) %}{% for i in range(99) %}{% set ns.l = ns.l + ns.l %}{% endfor %}",
			"{% set ns = namespace(l=[1]) %}{% for i in range(999) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l }}",
			"{% set ns = namespace(l=[1]) %}{% for i in range(999) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l == ns.l }}",
			"{% set ns = namespace(l=[1]) %}{% for i in range(999) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l|tojson }}",
			"{% set ns = namespace(s='a') %}{% for i in range(25) %}{% set ns.s = ns.s|replace('a', 'aa') %}{% endfor %}",
			"{% set ns = namespace(s='ab') %}{% for i in range(30) %}{% set ns.s = ns.s|list|join(ns.s) %}{% endfor %}",
			"{% set ns = namespace() %}{% set ns.self = ns %}{{ [ns] }}",
			"{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
			"{% macro f(n) %}{{ g(n) }}{% endmacro %}{% macro g(n) %}{{ f(n) }}{% endmacro %}{{ f(1) }}",
			"{% macro f() %}{% call f() %}{% endcall %}{% endmacro %}{{ f() }}", "{{ 2 ** 99999999999 }}",
			"{{ 9223372036854775807 + 1 }}", "{{ -9223372036854775807 - 2 }}", "{{ 'a'|indent(99999999) }}" })
	void aHostileTemplateIsRefusedWithinItsBudget(String template) {
		ChatTemplate parsed = ChatTemplate.parse(template);
		assertThatExceptionOfType(ChatTemplateException.class).isThrownBy(() -> parsed.render(Map.of()))
			.withMessageStartingWith("Line 1 of the chat template: ");
	}

	static Stream<String> deep() {
		return Stream.of("{{ " + "(".repeat(20_000) + "1" + ")".repeat(20_000) + " }}",
				"{{ " + "[".repeat(20_000) + " }}", "{{ " + "{'a': ".repeat(20_000) + "1" + "} ".repeat(20_000) + "}}",
				"{{ " + "x if y else ".repeat(20_000) + "1 }}", "{{ " + "x[".repeat(20_000) + " }}",
				"{% if x %}".repeat(20_000), "{% for x in y %}".repeat(20_000), "{{ " + "f(".repeat(20_000) + " }}");
	}

	@ParameterizedTest
	@MethodSource("deep")
	void whatIsNestedTooDeeplyIsRefused(String template) {
		assertThatExceptionOfType(ChatTemplateException.class).isThrownBy(() -> ChatTemplate.parse(template))
			.withMessageContaining("deep");
	}

	static Stream<Arguments> longChains() {
		return Stream.of(Arguments.of("{{ " + "not ".repeat(20_000) + "x }}", "False"),
				Arguments.of("{{ " + "-".repeat(20_000) + "1 }}", "1"),
				Arguments.of("{{ 0" + " + 1".repeat(20_000) + " }}", "20000"),
				Arguments.of("{{ 1" + " ** 1".repeat(20_000) + " }}", "1"),
				Arguments.of("{{ ''" + " ~ 'a'".repeat(2_000) + " }}", "a".repeat(2_000)),
				Arguments.of("{{ 'a'" + "|upper".repeat(20_000) + " }}", "A"),
				Arguments.of("{{ m" + ".m".repeat(90) + ".x is defined }}", "False"),
				Arguments.of("{{ 'a'" + "[0]".repeat(20_000) + " }}", "a"),
				Arguments.of("{{ ''" + " or ''".repeat(20_000) + " }}", ""),
				Arguments.of("{{ 1" + " <= 1".repeat(20_000) + " }}", "True"),
				Arguments.of("{% if x %}" + "{% elif x %}".repeat(20_000) + "{% else %}y{% endif %}", "y"),
				Arguments.of("{{ " + "'a' ".repeat(20_000) + " }}", "a".repeat(20_000)));
	}

	@ParameterizedTest
	@MethodSource("longChains")
	void aLongChainNeedsNoStack(String template, String expected) {
		Map<String, Object> nested = new LinkedHashMap<>(Map.of("y", 1));
		for (int i = 0; i < 90; i++) {
			nested = new LinkedHashMap<>(Map.of("m", nested));
		}
		assertThat(ChatTemplate.parse(template).render(Map.of("x", "", "m", nested))).isEqualTo(expected);
	}

	@Test
	void theDeepestMacrosFitIntoASmallStack() throws Exception {
		String body = "{% if n %}".repeat(20) + "{{ " + "(".repeat(30) + "f(n - 1)" + ")".repeat(30) + " }}"
				+ "{% endif %}".repeat(20);
		ChatTemplate template = ChatTemplate
			.parse("{% macro f(n) %}" + body + "{% endmacro %}{{ f(3) }}|{{ f(1000) }}");
		List<Throwable> failures = new ArrayList<>();
		Thread thread = new Thread(null, () -> template.render(Map.of()), "small", 256 << 10);
		thread.setUncaughtExceptionHandler((failed, ex) -> failures.add(ex));
		thread.start();
		thread.join();
		assertThat(failures).singleElement().isInstanceOf(ChatTemplateException.class);
	}

	@Test
	void anInterruptEndsARendering() {
		ChatTemplate template = ChatTemplate
			.parse("{% for a in range(99999) %}{{ a }}{{ a }}{{ a }}{{ a }}{% endfor %}");
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(ChatTemplateException.class).isThrownBy(() -> template.render(Map.of()))
			.withMessageContaining("interrupted");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void theCallersValuesAreNeverChanged() {
		Map<String, Object> context = map(map(Json.parse(resource("template-probes.json"))).get("context"));
		String before = Json.write(context);
		probes().forEach((probe) -> {
			try {
				ChatTemplate.parse((String) probe.get()[0]).render(context);
			}
			catch (ChatTemplateException ex) {
				// Some probes are meant to be refused.
			}
		});
		assertThat(Json.write(context)).isEqualTo(before);
	}

	@Test
	void threadsShareATemplate() throws Exception {
		ChatTemplate template = ChatTemplate.parse(resource("lfm2-calls-template.jinja"));
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			List<Future<Boolean>> results = new ArrayList<>();
			for (int i = 0; i < 400; i++) {
				String text = "question " + i;
				Callable<Boolean> render = () -> {
					Map<String, Object> context = Map.of("bos_token", "", "add_generation_prompt", true, "messages",
							List.of(Map.of("role", "user", "content", text), Map.of("role", "assistant", "content", "",
									"tool_calls", List.of(Map.of("name", "f", "arguments", Map.of("a", text))))));
					return template.render(context)
						.equals("<|im_start|>user\n" + text
								+ "<|im_end|>\n<|im_start|>assistant\n<|tool_call_start|>[f(a='" + text
								+ "')]<|tool_call_end|><|im_end|>\n<|im_start|>assistant\n");
				};
				results.add(threads.submit(render));
			}
			for (Future<Boolean> result : results) {
				assertThat(result.get()).isTrue();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

}
