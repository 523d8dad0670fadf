/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.chat;

import java.nio.file.Path;

import dev.tacit.inference.Engine;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.test.chat.client.advisor.AbstractToolCallingAdvisorAutoRegistrationIT;
import org.springframework.ai.test.chat.client.advisor.AbstractToolCallingAdvisorIT;

/** Spring AI's own suites of the tool loop, on the engine of this process. */
@NullUnmarked
class ToolCallingAdvisorTest {

	@TempDir
	static Path cache;

	private static Engine engine;

	@BeforeAll
	static void open() {
		engine = DemoEngine.open(cache);
	}

	@AfterAll
	static void close() {
		engine.close();
	}

	private static ChatModel model() {
		return new SteeredModel(DemoEngine.model(engine, ObservationRegistry.NOOP, (generation) -> {
		}));
	}

	@Nested
	class Advisor extends AbstractToolCallingAdvisorIT {

		@Override
		protected ChatModel getChatModel() {
			return model();
		}

	}

	@Nested
	class AutoRegistration extends AbstractToolCallingAdvisorAutoRegistrationIT {

		@Override
		protected ChatModel getChatModel() {
			return model();
		}

	}

}
