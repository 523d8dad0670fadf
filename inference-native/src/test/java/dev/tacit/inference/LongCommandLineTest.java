/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import dev.tacit.inference.compile.WeightFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process whose class path is long, as every start from an IDE or from Maven is. ONNX
 * Runtime once overflowed its stack over it.
 */
class LongCommandLineTest {

	private static final String MANY_JARS = (File.pathSeparator + "no/such/library-0123456789.jar").repeat(2000);

	@TempDir
	private Path cache;

	public static void main(String[] arguments) {
		EngineConfig config = EngineConfig.defaults()
			.withCacheDirectory(Path.of(arguments[0]))
			.withWeights(WeightFormat.INT4);
		try (Engine engine = Engine.open(DemoModel.folder(), config)) {
			System.out.println("said: " + engine.generate(GenerationRequest.builder().user("Hello").build()).answer());
		}
	}

	@Test
	void anEngineOpensHoweverLongTheCommandLineIs() throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx1g", "-cp", System.getProperty("java.class.path") + MANY_JARS, LongCommandLineTest.class.getName(),
				this.cache.toString())
			.redirectErrorStream(true)
			.start();
		String console = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(console).isZero();
		assertThat(console).contains("said: Hello");
	}

}
