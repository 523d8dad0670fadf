/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of properties is the metadata of the classes, and every property is explained.
 */
class ConfigurationPageTest {

	private static final Path DOCS = Path.of("..", "docs");

	private static final Path PAGE = DOCS.resolve("configuration.md");

	private static final String BEGIN = "<!-- generated from the metadata: begin -->\n";

	private static final String END = "<!-- generated from the metadata: end -->\n";

	private static final String REGENERATE = "./mvnw -pl autoconfigure -am test -Dtest=ConfigurationPageTest "
			+ "-Dsurefire.failIfNoSpecifiedTests=false -Dtacit.docs.write=true";

	@Test
	void thePageIsWhatTheMetadataSay() throws Exception {
		String page = Files.readString(PAGE);
		int begin = page.indexOf(BEGIN) + BEGIN.length();
		int end = page.indexOf(END);
		String fresh = page.substring(0, begin) + PropertyTable.read().markdown() + "\n" + page.substring(end);
		if (Boolean.getBoolean("tacit.docs.write")) {
			Files.writeString(PAGE, fresh);
		}
		assertThat(Files.readString(PAGE)).as("docs/configuration.md is stale. Regenerate it with: " + REGENERATE)
			.isEqualTo(fresh);
		assertThat(page).contains(REGENERATE);
	}

	@Test
	void everyPropertyIsExplainedInASentence() throws IOException {
		List<JsonNode> properties = PropertyTable.read().properties();
		assertThat(properties).hasSizeGreaterThan(50).allSatisfy((property) -> {
			String description = property.path("description").asString("");
			assertThat(description).as(PropertyTable.name(property))
				.endsWith(".")
				.doesNotStartWith("The ")
				.doesNotStartWith("A ");
		});
	}

	@Test
	void defaultsThatTheCompilerCannotReadAreThoseOfTheClasses() throws IOException {
		for (JsonNode property : PropertyTable.read().properties()) {
			switch (PropertyTable.name(property)) {
				case "tacit.audit.key-file" -> assertThat(Path.of(property.path("defaultValue").asString()))
					.isEqualTo(new TacitAuditProperties().getKeyFile());
				case "tacit.privacy.phone-regions" ->
					assertThat(property.path("defaultValue").valueStream().map(JsonNode::asString))
						.containsExactlyElementsOf(new TacitPrivacyProperties().getPhoneRegions());
				default -> {
				}
			}
		}
	}

	@Test
	void everyPropertyThatAPageNamesExists() throws IOException {
		Set<String> known = new TreeSet<>();
		PropertyTable.read().properties().forEach((property) -> known.add(PropertyTable.name(property)));
		Pattern named = Pattern
			.compile("(?<![\\w./-])tacit\\.(?:model|engine|chat|audit|governance)\\.[a-z0-9.-]*[a-z0-9]");
		int found = 0;
		for (String name : List.of("deployment.md", "troubleshooting.md", "coming-from.md", "audit.md", "use-it.md",
				"configuration.md")) {
			Path page = DOCS.resolve(name);
			Matcher property = named.matcher(Files.exists(page) ? Files.readString(page) : "");
			while (property.find()) {
				// The same prefix has meters; their list is tested elsewhere.
				if (MetersTest.TABLE.contains(property.group().replace('.', '_'))) {
					continue;
				}
				found++;
				assertThat(known).as("property " + property.group() + " in docs/" + name)
					.anyMatch((one) -> one.equals(property.group()) || one.startsWith(property.group() + ".")
							|| property.group().startsWith("tacit.audit.retention."));
			}
		}
		assertThat(found).isGreaterThan(60);
	}

}
