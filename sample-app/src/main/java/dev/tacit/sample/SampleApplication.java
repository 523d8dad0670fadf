/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Starts the sample application. */
@SpringBootApplication
public class SampleApplication {

	/** More than pages are open at a time. */
	private static final int CONVERSATIONS = 1000;

	protected SampleApplication() {
	}

	/** A bean, so that it is governed: it keeps what the policy lets be kept. */
	@Bean
	static ChatMemoryRepository conversations() {
		return new RecentConversations(CONVERSATIONS);
	}

	public static void main(String[] arguments) {
		SpringApplication.run(SampleApplication.class, arguments);
	}

}
