/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.nio.file.Path;
import java.util.Set;

import dev.tacit.audit.Actor;
import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.AuditQuery;
import dev.tacit.audit.AuditReader;
import dev.tacit.audit.Phase;
import dev.tacit.chat.TacitReasoning;
import dev.tacit.governance.CallerResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application without Spring Security starts, treats everybody as a stranger, and says
 * so.
 */
@ExtendWith(OutputCaptureExtension.class)
class NoSecurityTest {

	@TempDir
	Path folder;

	@Test
	void everybodyIsAnonymousTheStrictestRoleAndOneLineSaysSo(CapturedOutput output) {
		new ApplicationContextRunner().withClassLoader(new FilteredClassLoader("org.springframework.security"))
			.withConfiguration(
					AutoConfigurations.of(TacitAuditAutoConfiguration.class, TacitPrivacyAutoConfiguration.class,
							TacitGovernanceAutoConfiguration.class, TacitEngineAutoConfiguration.class,
							TacitChatAutoConfiguration.class, TacitEndpointAutoConfiguration.class))
			.withPropertyValues("tacit.model.location=classpath:dev/tacit/demo",
					"tacit.model.cache-directory=" + this.folder.resolve("cache"), "tacit.engine.context-length=1024",
					"tacit.chat.max-tokens=60", "tacit.privacy.roles.CLINICIAN.PERSON=allow",
					"tacit.audit.datasource.url=jdbc:h2:file:" + this.folder.resolve("ledger"),
					"tacit.audit.key-file=" + this.folder.resolve("keys"), "tacit.audit.append-timeout=20s")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(CallerResolver.class).current().authorities()).isEmpty();
				ChatResponse response = context.getBean(ChatModel.class).call(new Prompt("Hello, Dr. Weber speaking"));
				assertThat(TacitReasoning.of(response)).isEmpty();
				AuditReader reader = context.getBean(AuditLedger.class).reader(new Actor("test", "test", Set.of()));
				assertThat(reader.search(AuditQuery.ofPhase(Phase.INTENT, 5))).singleElement().satisfies((intent) -> {
					assertThat(reader.actor(intent)).hasValue("anonymous");
					assertThat(reader.content(intent))
						.hasValueSatisfying((content) -> assertThat(content.toString()).contains("[PERSON]"));
				});
			});
		assertThat(output.getAll().lines().filter((line) -> line.contains("Spring Security is not on the class path")))
			.hasSize(1);
	}

}
