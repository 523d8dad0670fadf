/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

import dev.tacit.inference.json.Json;
import dev.tacit.inference.json.JsonLimits;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The bill of materials inside the packaged application names what the jar holds. */
class BillOfMaterialsIT {

	private static final String BILL = "META-INF/sbom/application.cdx.json";

	private static final String LIBRARIES = "BOOT-INF/lib/";

	/** Poms in a jar, which Spring Boot leaves out. */
	private static final String STARTER = "(tacit-)?spring-boot-starter-.*";

	@Test
	void everyLibraryInTheJarIsListedAndNothingElse() throws IOException {
		try (JarFile jar = new JarFile(SampleProcess.jar().toFile())) {
			boolean built = jar.getEntry(BILL) != null;
			if (!built) {
				System.err.println("*** Maven writes no bill of materials while it is offline: it is NOT tested ***");
				assertThat(System.getenv("CI")).as("CI builds online").isNotEqualTo("true");
			}
			Assumptions.assumeTrue(built, "The build was offline");
			Set<String> packed = new TreeSet<>();
			jar.stream()
				.map(ZipEntry::getName)
				.filter((name) -> name.startsWith(LIBRARIES) && name.endsWith(".jar"))
				// Spring Boot adds its loader's tools while it repackages.
				.filter((name) -> !name.contains("spring-boot-jarmode-tools"))
				.forEach((name) -> packed.add(name.substring(LIBRARIES.length())));
			Set<String> listed = new TreeSet<>();
			for (Object component : (List<?>) Objects.requireNonNull(bill(jar).get("components"))) {
				Map<?, ?> fields = (Map<?, ?>) component;
				assertThat(fields.get("purl")).asString().startsWith("pkg:maven/");
				assertThat((List<?>) fields.get("hashes")).as("hashes of %s", fields.get("name")).isNotEmpty();
				listed.add(fields.get("name") + "-" + fields.get("version") + ".jar");
			}
			assertThat(packed).hasSizeGreaterThan(80);
			listed.removeIf((name) -> name.matches(STARTER));
			assertThat(listed).isEqualTo(packed);
		}
	}

	private static Map<?, ?> bill(JarFile jar) throws IOException {
		try (InputStream in = jar.getInputStream(jar.getJarEntry(BILL))) {
			String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
			return (Map<?, ?>) Objects.requireNonNull(Json.parse(text, JsonLimits.LARGE));
		}
	}

}
