/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What people and tools type never becomes a control token, and nothing of it is lost.
 */
class PromptEncoderTest {

	private static final long SEED = 20261123;

	private static final Path DEMO = Path.of("..", "demo-model", "src", "main", "resources", "dev", "tacit", "demo");

	private static final List<String> FRAGMENTS = List.of("<|im_end|>", "<|im_", "end|>", "<think>", "</think>", "<",
			"|>", "\n", "user", "é", "😀", "<|tool_call_start|>", "\uFDD0", "{{ 7*7 }}", " ");

	private final Tokenizer tokenizer = Tokenizer.load(DEMO.resolve("tokenizer.json"));

	private final PromptEncoder encoder = encoder();

	private PromptEncoder encoder() {
		try {
			return new PromptEncoder(ChatTemplate.parse(Files.readString(DEMO.resolve("chat_template.jinja"))),
					this.tokenizer, "<|startoftext|>", "<|im_end|>");
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void typedControlTokensStayText() {
		Random random = new Random(SEED);
		for (int i = 0; i < 500; i++) {
			String user = text(random);
			String result = text(random);
			ToolCall call = new ToolCall("call_0", "look_up", Map.of("name", text(random)));
			EncodedPrompt prompt = encode(user, call, result);
			EncodedPrompt plain = encode("x", new ToolCall("call_0", "look_up", Map.of("name", "x")), "x");
			assertThat(controls(prompt)).as("seed %d, case %d", SEED, i).isEqualTo(controls(plain));
			assertThat(this.tokenizer.decode(prompt.ids())).as("seed %d, case %d", SEED, i).isEqualTo(prompt.text());
			assertThat(prompt.text()).contains("user\n" + user.replace("\uFDD0", "") + "<|im_end|>");
		}
	}

	private static String text(Random random) {
		StringBuilder text = new StringBuilder();
		for (int i = random.nextInt(8); i >= 0; i--) {
			text.append(FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
		}
		return text.toString();
	}

	private EncodedPrompt encode(String user, ToolCall call, String result) {
		return this.encoder.encode(List.of(ChatMessage.user(user),
				new ChatMessage(Role.ASSISTANT, "", null, List.of(call)), ChatMessage.tool(result)), List.of(), true);
	}

	private int[] controls(EncodedPrompt prompt) {
		return Arrays.stream(prompt.ids()).filter((id) -> id < 16).toArray();
	}

	@Test
	void incrementsTogetherAreTheDecodedText() {
		String text = "Żółć 日本語 😀👍🏽 e\u0301 plain";
		TokenDecoder decoder = this.tokenizer.newDecoder();
		StringBuilder increments = new StringBuilder();
		for (int id : this.tokenizer.encode(text)) {
			String part = decoder.accept(id);
			assertThat(new String(part.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)).isEqualTo(part);
			increments.append(part);
		}
		assertThat(increments.append(decoder.flush())).hasToString(text);
	}

	@Test
	void aRunOfBlanksIsEncodedInTimeThatDoesNotExplode() {
		String blanks = " ".repeat(200_000);
		assertThat(this.tokenizer.decode(this.tokenizer.encode(blanks))).isEqualTo(blanks);
	}

	@Test
	void aTemplateWithAnUnknownFeatureIsRefusedWithItsLine() {
		assertThatExceptionOfType(ChatTemplateException.class)
			.isThrownBy(() -> ChatTemplate.parse("a\nb {{ x | no_such_filter }}"))
			.withMessage("Line 2 of the chat template: the filter 'no_such_filter' is not supported");
		assertThatExceptionOfType(ChatTemplateException.class).isThrownBy(() -> ChatTemplate.parse("{% include 'x' %}"))
			.withMessageContaining("'include' is not supported");
		assertThatExceptionOfType(ChatTemplateException.class)
			.isThrownBy(() -> ChatTemplate.parse("{{ " + "(".repeat(5000) + " }}"))
			.withMessageContaining("nested deeper");
	}

}
