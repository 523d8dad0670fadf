/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import dev.tacit.inference.json.Json;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The format is what a second implementation, in Python, says it is. */
class GoldenVectorsTest {

	static final Path SCRIPT = Path.of("src/test/resources/dev/tacit/audit/verify_evidence.py");

	private static final Path VECTORS = Path.of("src/test/resources/dev/tacit/audit/golden-vectors.json");

	@Test
	void recordsAndRootsAreThoseOfTheVectors() throws IOException {
		Map<?, ?> golden = (Map<?, ?>) Json.parse(Files.readString(VECTORS));
		MerkleFrontier frontier = new MerkleFrontier();
		List<?> roots = (List<?>) golden.get("roots");
		assertThat(HexFormat.of().formatHex(frontier.root())).isEqualTo(roots.get(0));
		int size = 0;
		for (Object item : (List<?>) golden.get("records")) {
			Map<?, ?> vector = (Map<?, ?>) item;
			AuditRecord record = CanonicalReader.record(HexFormat.of().parseHex((String) vector.get("canonical")))
				.orElseThrow();
			Map<?, ?> fields = (Map<?, ?>) vector.get("fields");
			assertThat(record.facts()).isEqualTo(fields.get("facts"));
			assertThat(record.parentId()).isEqualTo(fields.get("parent"));
			assertThat(record.sequence()).isEqualTo(fields.get("sequence"));
			assertThat(record.hash()).isEqualTo(vector.get("hash"));
			frontier.append(Sha256.bytes(record.hash()));
			size++;
			assertThat(HexFormat.of().formatHex(frontier.root())).isEqualTo(roots.get(size));
		}
		assertThat(size).isEqualTo(9);
	}

	@Test
	void t72TheSecondImplementationAgreesOnTheVectors() throws Exception {
		assertThat(python("--vectors", VECTORS.toString())).startsWith("VALID 9");
	}

	/** What the script prints; the last line of its trace if it finds something wrong. */
	static String python(String... arguments) throws Exception {
		List<String> command = new ArrayList<>(List.of("python3", "-B", SCRIPT.toString()));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		process.waitFor();
		return output.substring(output.lastIndexOf('\n') + 1);
	}

}
