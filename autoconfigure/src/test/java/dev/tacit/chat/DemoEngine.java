/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.chat;

import java.nio.file.Path;
import java.util.function.Consumer;

import dev.tacit.inference.Engine;
import dev.tacit.inference.EngineConfig;
import dev.tacit.inference.Generation;
import dev.tacit.inference.compile.WeightFormat;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.model.tool.ToolCallingManager;

/** The demo model behind a chat model. */
final class DemoEngine {

	static final String DOSE = "A patient weighs 64 kg. The order is 15 mg/kg. What is the total dose?";

	static final Path FOLDER = Path.of("..", "demo-model", "src", "main", "resources", "dev", "tacit", "demo");

	private DemoEngine() {
	}

	static Engine open(Path cache) {
		return Engine.open(FOLDER,
				EngineConfig.defaults()
					.withCacheDirectory(cache)
					.withWeights(WeightFormat.INT4)
					.withContextLength(1024)
					.withQueueCapacity(64));
	}

	static TacitChatModel model(Engine engine, ObservationRegistry observations, Consumer<Generation> completions) {
		return new TacitChatModel(engine, TacitChatOptions.builder().temperature(0.0).maxTokens(400).build(),
				ToolCallingManager.builder().build(), observations, null, completions);
	}

}
