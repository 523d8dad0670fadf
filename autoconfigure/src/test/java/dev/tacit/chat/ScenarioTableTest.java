/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.chat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Every test that docs/chat-scenarios.md names exists, and every row names one. */
class ScenarioTableTest {

	private static final Path ROOT = Path.of("..");

	private static final Pattern NAMED = Pattern.compile("`(\\w+Tests?)\\.(\\w+)`");

	private static Map<String, String> tests() throws IOException {
		Map<String, String> sources = new HashMap<>();
		for (String module : List.of("inference-native", "autoconfigure", "sample-app")) {
			try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
				for (Path file : files.filter((one) -> one.toString().endsWith(".java")).toList()) {
					sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
				}
			}
		}
		return sources;
	}

	@Test
	void everyNameIsATest() throws IOException {
		Map<String, String> tests = tests();
		Matcher named = NAMED.matcher(Files.readString(ROOT.resolve("docs").resolve("chat-scenarios.md")));
		int found = 0;
		while (named.find()) {
			found++;
			assertThat(tests).containsKey(named.group(1));
			assertThat(tests.get(named.group(1))).as(named.group())
				.containsPattern(
						"(?m)^\t(?:class " + named.group(2) + " extends Abstract|void " + named.group(2) + "\\()");
		}
		assertThat(found).isGreaterThan(80);
	}

	@Test
	void everyScenarioHasATest() throws IOException {
		List<String> without = new ArrayList<>();
		for (String line : Files.readAllLines(ROOT.resolve("docs").resolve("chat-scenarios.md"))) {
			if (line.startsWith("| ") && !line.startsWith("| ---") && !line.startsWith("| scenario")
					&& !NAMED.matcher(line).find()) {
				without.add(line);
			}
		}
		assertThat(without).isEmpty();
	}

}
