/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that nobody prepared. ONNX Runtime's telemetry begins with an identifier of
 * the device below the home directory; where there is none, it did not begin.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the variable is set by the operator there")
class TelemetryTest {

	@TempDir
	private Path home;

	/** Where JNA unpacks its own library; otherwise below the home of the user. */
	@TempDir
	private Path libraries;

	@Test
	void theRuntimeKeepsNoIdentifierAndCallsNobody() throws Exception {
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx1g", "-Djna.tmpdir=" + this.libraries, "-cp", System.getProperty("java.class.path"),
				LongCommandLineTest.class.getName(), this.home.resolve("models").toString())
			.redirectErrorStream(true);
		builder.environment().remove("ORT_DISABLE_TELEMETRY");
		builder.environment().remove("XDG_CACHE_HOME");
		builder.environment().put("HOME", this.home.toString());
		Process process = builder.start();
		String console = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(console).isZero();
		assertThat(console).contains("said: Hello").doesNotContain("ORT_DISABLE_TELEMETRY");
		try (Stream<Path> left = Files.list(this.home)) {
			assertThat(left.map((file) -> file.getFileName().toString())).containsExactly("models");
		}
	}

}
