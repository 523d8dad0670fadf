/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.tacit.autoconfigure.CanaryRun.Outcome;
import dev.tacit.governance.Caller;
import dev.tacit.governance.CallerResolver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.ai.chat.memory.InMemoryChatMemoryRepository;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration;
import org.springframework.ai.model.chat.observation.autoconfigure.ChatObservationAutoConfiguration;
import org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No clear value anywhere: a canary in every position where one may enter, a look into
 * every position where one may surface, for each way a request may end. The demo model,
 * an H2 file, logs at TRACE, and every setting of Spring AI that would observe text.
 */
@NullUnmarked
class CanaryPositionsTest {

	@TempDir
	static Path cache;

	@TempDir
	static Path folder;

	private static final Map<Outcome, CanaryRun> RUNS = new EnumMap<>(Outcome.class);

	private static final Map<Outcome, SideDoors> DOORS = new EnumMap<>(Outcome.class);

	@BeforeAll
	static void everyWayARequestMayEnd() throws IOException {
		for (Outcome outcome : Outcome.values()) {
			Path ledger = folder.resolve(outcome.name());
			Canaries canaries = new Canaries(20261128 + outcome.ordinal());
			InMemoryChatMemoryRepository memory = new InMemoryChatMemoryRepository();
			try (SideDoors doors = new SideDoors(canaries)) {
				CanaryRun run = new CanaryRun(outcome, canaries, doors, memory);
				RUNS.put(outcome, run);
				DOORS.put(outcome, doors);
				runner(ledger, doors, memory)
					.withPropertyValues("spring.ai.tools.throw-exception-on-error=" + (outcome == Outcome.FAILURE))
					.run((context) -> run.run(context));
				doors.lookIntoFiles(ledger, cache);
			}
		}
	}

	private static ApplicationContextRunner runner(Path ledger, SideDoors doors, InMemoryChatMemoryRepository memory) {
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler(doors.handler());
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ToolCallingAutoConfiguration.class, ChatClientAutoConfiguration.class,
							ObservationAutoConfiguration.class, ChatObservationAutoConfiguration.class,
							TacitAuditAutoConfiguration.class, TacitPrivacyAutoConfiguration.class,
							TacitGovernanceAutoConfiguration.class, TacitEngineAutoConfiguration.class,
							TacitMetricsAutoConfiguration.class, TacitChatAutoConfiguration.class))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean(ObservationRegistry.class, () -> observations)
			.withBean(InMemoryChatMemoryRepository.class, () -> memory)
			.withBean(CallerResolver.class, () -> () -> new Caller("anna", "test", Set.of("TACIT_REASONING")))
			.withPropertyValues(
					LeakySettings.OBSERVED.stream().map((setting) -> setting + "=true").toArray(String[]::new))
			.withPropertyValues("tacit.model.location=classpath:dev/tacit/demo", "tacit.model.cache-directory=" + cache,
					"tacit.engine.context-length=1024", "tacit.engine.slots=1",
					"tacit.privacy.entities.MEDICAL_RECORD_NUMBER=block",
					"tacit.audit.datasource.url=jdbc:h2:file:" + ledger.resolve("ledger"),
					"tacit.audit.key-file=" + ledger.resolve("keys"));
	}

	static List<Arguments> cells() {
		List<Arguments> cells = new ArrayList<>();
		for (Position position : Position.values()) {
			for (Outcome outcome : Outcome.values()) {
				cells.add(Arguments.of(position, outcome));
			}
		}
		return cells;
	}

	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource("cells")
	void holdsNoClearValue(Position position, Outcome outcome) {
		SideDoors doors = DOORS.get(outcome);
		if (position.isEntrance()) {
			assertThat(RUNS.get(outcome).planted()).contains(position);
			assertThat(doors.leaks()).noneMatch((leak) -> RUNS.get(outcome).entrance(leak.canary()) == position);
		}
		else {
			assertThat(doors.looked(position)).isPositive();
		}
		assertThat(doors.leaks()).noneMatch((leak) -> leak.sink() == position);
	}

	@Test
	void theMemoryWasKept() {
		assertThat(DOORS.get(Outcome.SUCCESS).looked(Position.MEMORY)).isGreaterThan(1);
		assertThat(DOORS.get(Outcome.DENY).looked(Position.MEMORY)).isZero();
	}

	@Test
	void theTableHasEveryPositionOfThisModule() {
		assertThat(Position.values()).extracting(Position::number).doesNotHaveDuplicates().hasSize(25);
	}

}
