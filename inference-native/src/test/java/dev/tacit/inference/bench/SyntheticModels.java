/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.bench;

import java.io.BufferedReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.file.Path;
import java.util.List;

/** Checkpoints with random weights, for tests. */
public final class SyntheticModels {

	private SyntheticModels() {
	}

	/**
	 * Writes the smallest shape.
	 * @param folder the folder to write
	 */
	public static void tiny(Path folder) {
		PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
		int status = Bench.run(List.of("synthesize", "--shape", "tiny", "--output", folder.toString()),
				new Console(new BufferedReader(Reader.nullReader()), nowhere, nowhere));
		if (status != 0) {
			throw new IllegalStateException("synthesize ended with " + status);
		}
	}

}
