/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Settings of others that would tell what the policy keeps. */
@ExtendWith(OutputCaptureExtension.class)
class LeakySettingsTest {

	private static final String ADVISOR = "org.springframework.ai.chat.client.advisor.SimpleLoggerAdvisor";

	@TempDir
	Path folder;

	private ApplicationContextRunner runner(boolean strict) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TacitAuditAutoConfiguration.class,
					TacitPrivacyAutoConfiguration.class, TacitGovernanceAutoConfiguration.class))
			.withPropertyValues("tacit.governance.strict=" + strict,
					"tacit.audit.datasource.url=jdbc:h2:file:" + this.folder.resolve("ledger"),
					"tacit.audit.key-file=" + this.folder.resolve("keys"));
	}

	static Stream<String> settings() {
		return Stream.concat(LeakySettings.SWITCHES.stream().map((setting) -> setting + "=true"),
				Stream.of("management.endpoint.heapdump.access=unrestricted",
						"management.endpoint.heapdump.enabled=true", "management.endpoints.access.default=read-only",
						"management.endpoints.enabled-by-default=true"));
	}

	@ParameterizedTest
	@MethodSource("settings")
	void aLeakySettingIsWarnedOfOrRefused(String setting, CapturedOutput output) {
		String name = setting.startsWith("management.") ? "management.endpoint.heapdump.access"
				: setting.substring(0, setting.indexOf('='));
		runner(false).withPropertyValues(setting).run((context) -> {
			assertThat(context).hasNotFailed();
			String does = LeakySettings.OBSERVED.contains(name) ? " asks for text" : " puts text";
			assertThat(output).contains(name + does + " where no privacy policy reaches");
		});
		runner(true).withPropertyValues(setting).run((context) -> assertRefused(context.getStartupFailure(), name));
	}

	@Test
	void anEndpointThatMayNotBeUsedIsNone() {
		runner(true)
			.withPropertyValues("management.endpoints.access.default=unrestricted",
					"management.endpoints.access.max-permitted=none")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private static void assertRefused(Throwable failure, String name) {
		FailureAnalysis analysis = new LeakySettingsFailureAnalyzer().analyze(Objects.requireNonNull(failure));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).contains(name);
		assertThat(analysis.getAction()).contains("tacit.governance.strict=false");
	}

	@Test
	void anAdvisorThatLogsIsRefused() {
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		logging.setLogLevel(ADVISOR, LogLevel.DEBUG);
		try {
			runner(true).run((context) -> assertRefused(context.getStartupFailure(), ADVISOR));
		}
		finally {
			logging.setLogLevel(ADVISOR, LogLevel.INFO);
		}
	}

	@Test
	void withoutOneThereIsNothingToSay(CapturedOutput output) {
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel(ADVISOR, LogLevel.INFO);
		runner(true).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("privacy policy reaches");
	}

	@Test
	void springAiStillHasTheseSettings() throws IOException {
		StringBuilder metadata = new StringBuilder();
		for (URL url : Collections
			.list(getClass().getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream in = url.openStream()) {
				metadata.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
			}
		}
		List<String> theirs = LeakySettings.SWITCHES.stream()
			.filter((setting) -> setting.startsWith("spring.ai."))
			.toList();
		assertThat(theirs).hasSize(6).allSatisfy((setting) -> assertThat(metadata).contains("\"" + setting + "\""));
	}

}
