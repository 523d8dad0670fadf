/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import dev.tacit.governance.Caller;
import dev.tacit.governance.CallerResolver;
import dev.tacit.inference.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** Prefixes are reused for the principal who sent them, and for nobody else. */
class CachedPrefixTest {

	private static final String QUESTION = "A patient weighs 64 kg. The order is 15 mg/kg. What is the total dose? "
			+ "Please show your work. Thank you for your help with this order.";

	@TempDir
	private Path folder;

	private final AtomicReference<String> principal = new AtomicReference<>("anna");

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TacitAuditAutoConfiguration.class,
					TacitPrivacyAutoConfiguration.class, TacitGovernanceAutoConfiguration.class,
					TacitEngineAutoConfiguration.class, TacitChatAutoConfiguration.class))
			.withBean(CallerResolver.class, () -> () -> new Caller(this.principal.get(), "test", Set.of()))
			.withPropertyValues("tacit.model.location=classpath:dev/tacit/demo", "tacit.engine.context-length=512",
					"tacit.model.cache-directory=" + this.folder.resolve("cache"),
					"tacit.audit.datasource.url=jdbc:h2:file:" + this.folder.resolve("ledger"),
					"tacit.audit.key-file=" + this.folder.resolve("keys"));
	}

	@Test
	void aPrincipalReusesOwnPrefixesOnly() {
		runner().run((context) -> {
			ChatModel model = context.getBean(ChatModel.class);
			Engine engine = context.getBean(Engine.class);
			model.call(new Prompt(QUESTION));
			this.principal.set("ben");
			model.call(new Prompt(QUESTION));
			model.stream(new Prompt("Hello")).blockLast();
			assertThat(engine.status().promptTokensCached()).isZero();
			model.stream(new Prompt(QUESTION)).blockLast();
			assertThat(engine.status().promptTokensCached()).isGreaterThanOrEqualTo(32);
		});
	}

	@Test
	void theCacheCanBeSwitchedOff() {
		runner().withPropertyValues("tacit.engine.prefix-cache.enabled=false").run((context) -> {
			context.getBean(ChatModel.class).call(new Prompt(QUESTION));
			context.getBean(ChatModel.class).call(new Prompt(QUESTION));
			assertThat(context.getBean(Engine.class).status().promptTokensCached()).isZero();
		});
	}

}
