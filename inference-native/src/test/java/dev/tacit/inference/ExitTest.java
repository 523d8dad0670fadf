/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

import dev.tacit.inference.compile.WeightFormat;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A JVM that is told to end while an engine writes, and that nobody closes, ends as it
 * was told.
 */
class ExitTest {

	/** What a JVM returns that SIGTERM ended. */
	private static final int TERMINATED = 143;

	@TempDir
	private Path cache;

	public static void main(String[] arguments) throws InterruptedException {
		Engine engine = Engine.open(DemoModel.folder(),
				EngineConfig.defaults()
					.withCacheDirectory(Path.of(arguments[0]))
					.withWeights(WeightFormat.INT4)
					.withContextLength(2048));
		GenerationListener writing = new GenerationListener() {

			@Override
			public void onReasoning(String text) {
				System.out.println("writing");
			}

			@Override
			public void onAnswer(String text) {
				System.out.println("writing");
			}

			@Override
			public void onComplete(Generation generation) {
				engine.submit(request(), this);
			}

			@Override
			public void onFailure(RuntimeException failure) {
				System.out.println(failure.getMessage());
			}

		};
		for (int i = 0; i < 4; i++) {
			engine.submit(request(), writing);
		}
		new CountDownLatch(1).await();
	}

	private static GenerationRequest request() {
		return GenerationRequest.builder().user("What is 17% of 4321?").build();
	}

	@RepeatedTest(3)
	void anEngineThatWritesLetsTheJvmEnd() throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx1g", "-cp", System.getProperty("java.class.path"), ExitTest.class.getName(), this.cache.toString())
			.redirectErrorStream(true)
			.start();
		try (BufferedReader console = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
			String line = console.readLine();
			while (line != null && !line.equals("writing")) {
				line = console.readLine();
			}
			assertThat(line).isEqualTo("writing");
			process.toHandle().destroy();
			String rest = console.lines().filter((said) -> !said.equals("writing")).collect(Collectors.joining("\n"));
			assertThat(process.waitFor()).as(rest).isEqualTo(TERMINATED);
		}
	}

}
