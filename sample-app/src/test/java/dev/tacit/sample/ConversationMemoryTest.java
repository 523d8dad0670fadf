/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.Message;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/** What the memory of the chat keeps, seen from inside. */
@Import(ConversationMemoryTest.Inside.class)
class ConversationMemoryTest extends RunningApplication {

	private static final String MAIL = "zqhvqkdjwplm@example.org";

	private static final AtomicReference<RecentConversations> KEPT = new AtomicReference<>();

	@Test
	void itKeepsNoClearValueAndOneTokenForOneName() throws Exception {
		String first = "{\"message\": \"I am Dr. Habersack, write to " + MAIL + "\", \"conversationId\": \"c1\"}";
		assertThat(post("billing", "/api/chat", first).statusCode()).isEqualTo(200);
		assertThat(kept()).contains("[EMAIL]")
			.containsPattern("Dr\\. \\[\\[PERSON:[0-9a-f]{4}]]")
			.doesNotContain("zqhvqkdjwplm", "Habersack");
		String token = kept().replaceAll("(?s).*?(\\[\\[PERSON:[0-9a-f]{4}]]).*", "$1");
		String second = "{\"message\": \"Dr. Habersack asks: " + MAIL + "?\", \"conversationId\": \"c1\"}";
		assertThat(post("billing", "/api/chat/stream", second).body()).contains("event:done");
		assertThat(kept()).contains("I am Dr. " + token, "Dr. " + token + " asks: [EMAIL]?")
			.doesNotContain("zqhvqkdjwplm", "Habersack");
	}

	private static String kept() {
		return KEPT.get()
			.findByConversationId("billing:c1")
			.stream()
			.map(Message::getText)
			.collect(Collectors.joining("\n"));
	}

	/** Takes hold of the memory before it is governed. */
	@TestConfiguration(proxyBeanMethods = false)
	static class Inside {

		@Bean
		static BeanPostProcessor inside() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessBeforeInitialization(Object bean, String name) {
					if (bean instanceof RecentConversations conversations) {
						KEPT.set(conversations);
					}
					return bean;
				}

			};
		}

	}

}
