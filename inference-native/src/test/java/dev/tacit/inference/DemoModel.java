/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import java.nio.file.Path;

/** The folder of the demo model. */
public final class DemoModel {

	private DemoModel() {
	}

	/**
	 * The sources, not the jar: the engine reads files. Maven runs tests in the module's
	 * folder.
	 */
	public static Path folder() {
		return Path.of("..", "demo-model", "src", "main", "resources", "dev", "tacit", "demo");
	}

	static Path golden(String name) {
		return Path.of("..", "demo-model", "src", "test", "resources", "goldens", name);
	}

}
