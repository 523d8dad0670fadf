/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** On H2 files, started once for all tests of it. */
abstract class RunningApplication extends HttpTests {

	@DynamicPropertySource
	static void data(DynamicPropertyRegistry properties) {
		Path data = folder();
		properties.add("spring.datasource.url", () -> "jdbc:h2:file:" + data.resolve("sample"));
		properties.add("tacit.audit.datasource.url", () -> "jdbc:h2:file:" + data.resolve("ledger"));
		properties.add("tacit.audit.key-file", () -> data.resolve("keys").toString());
		properties.add("tacit.model.cache-directory", () -> data.resolve("cache").toString());
		properties.add("tacit.privacy.entities.IBAN", () -> "block");
	}

	/** Outlives a test class, as the application does. */
	static Path folder() {
		try {
			return Files.createTempDirectory(Files.createDirectories(Path.of("target", "data")), "application")
				.toAbsolutePath();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
