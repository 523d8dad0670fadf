/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

import dev.tacit.governance.Caller;
import dev.tacit.governance.CallerResolver;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * An application that answers with the demo model and is killed: it says where it is, in
 * the middle of a stream or with its last part in hand, and waits there.
 */
final class GovernedVictim {

	private static final String DOSE = "A patient weighs 64 kg. The order is 15 mg/kg. What is the total dose?";

	private GovernedVictim() {
	}

	public static void main(String[] arguments) {
		Path folder = Path.of(arguments[2]);
		boolean untilTheEnd = arguments[3].equals("end");
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TacitAuditAutoConfiguration.class,
					TacitPrivacyAutoConfiguration.class, TacitGovernanceAutoConfiguration.class,
					TacitEngineAutoConfiguration.class, TacitChatAutoConfiguration.class))
			.withBean(CallerResolver.class, () -> () -> new Caller("anna", "test", Set.of("ROLE_CLINICIAN")))
			.withPropertyValues("tacit.model.location=classpath:dev/tacit/demo",
					"tacit.model.cache-directory=" + folder.resolve("cache"), "tacit.engine.context-length=512",
					"tacit.audit.datasource.url=" + arguments[0], "tacit.audit.datasource.username=" + arguments[1],
					"tacit.audit.initialize-schema=always", "tacit.audit.key-file=" + folder.resolve("keys"),
					"tacit.audit.append-timeout=30s")
			.run((context) -> context.getBean(ChatModel.class).stream(new Prompt(DOSE)).doOnNext((part) -> {
				if (last(part) == untilTheEnd) {
					say(last(part) ? "end" : "middle");
				}
			}).blockLast());
	}

	private static boolean last(ChatResponse part) {
		return Objects.requireNonNull(part.getResult()).getMetadata().getFinishReason() != null;
	}

	/** And nothing more: whoever reads it kills this process. */
	private static void say(String where) {
		System.out.println("AT " + where);
		try {
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
