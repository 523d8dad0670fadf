/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ByteArrayResource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a person copies from the README or a page works: dependencies have the coordinates
 * of the poms, and every property is one that something reads. The Java is compiled
 * elsewhere.
 */
class SnippetsTest {

	private static final Path ROOT = Path.of("..");

	private static final Set<String> PROPERTIES = new HashSet<>();

	private static final Set<String> MAPS = new HashSet<>();

	/** A piece of a page between fences. */
	record Snippet(Path page, String language, String text) {

		@Override
		public String toString() {
			return this.page.getFileName() + ", " + this.language;
		}

	}

	private static Stream<Snippet> snippets(String... languages) throws IOException {
		List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md")));
		try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
			docs.filter((file) -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
		}
		List<Snippet> found = new ArrayList<>();
		for (Path page : pages) {
			Matcher fences = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```").matcher(Files.readString(page));
			while (fences.find()) {
				if (List.of(languages).contains(fences.group(1))) {
					found.add(new Snippet(page, fences.group(1), fences.group(2)));
				}
			}
		}
		return found.stream();
	}

	static Stream<Snippet> xml() throws IOException {
		return snippets("xml");
	}

	static Stream<Snippet> properties() throws IOException {
		return snippets("properties", "yaml");
	}

	private static Document parsed(String xml) throws Exception {
		return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
	}

	private static String child(Element element, String name) {
		for (var node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
			if (node.getNodeName().equals(name)) {
				return node.getTextContent().strip();
			}
		}
		return "";
	}

	@ParameterizedTest
	@MethodSource("xml")
	void aDependencyHasTheCoordinatesOfAPom(Snippet snippet) throws Exception {
		Element dependency = parsed(snippet.text()).getDocumentElement();
		assertThat(dependency.getTagName()).isEqualTo("dependency");
		String artifact = child(dependency, "artifactId");
		if (!child(dependency, "groupId").equals("dev.tacit")) {
			// Another project's, whose version Spring AI's bill of materials manages.
			assertThat(child(dependency, "version")).isEmpty();
			assertThat(Files.readString(Path.of("pom.xml"))).contains("<groupId>" + child(dependency, "groupId")
					+ "</groupId>\n\t\t\t<artifactId>" + artifact + "</artifactId>");
			return;
		}
		Element parent = parsed(Files.readString(ROOT.resolve("pom.xml"))).getDocumentElement();
		assertThat(child(parent, "groupId")).isEqualTo("dev.tacit");
		assertThat(child(dependency, "version")).isEqualTo(child(parent, "version"));
		List<String> artifacts = new ArrayList<>();
		var modules = parent.getElementsByTagName("module");
		for (int i = 0; i < modules.getLength(); i++) {
			Path pom = ROOT.resolve(modules.item(i).getTextContent().strip()).resolve("pom.xml");
			artifacts.add(child(parsed(Files.readString(pom)).getDocumentElement(), "artifactId"));
		}
		assertThat(artifacts).contains(artifact);
	}

	@ParameterizedTest
	@MethodSource("properties")
	void everyKeyIsInTheMetadata(Snippet snippet) throws IOException {
		readMetadata();
		Properties set = new Properties();
		if (snippet.language().equals("yaml")) {
			YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
			yaml.setResources(new ByteArrayResource(snippet.text().getBytes(StandardCharsets.UTF_8)));
			set = Objects.requireNonNull(yaml.getObject());
		}
		else {
			set.load(new StringReader(snippet.text()));
		}
		assertThat(set.stringPropertyNames()).isNotEmpty()
			.allSatisfy((key) -> assertThat(PROPERTIES.contains(key) || MAPS.stream().anyMatch(key::startsWith)).as(key)
				.isTrue());
	}

	private static void readMetadata() throws IOException {
		if (!PROPERTIES.isEmpty()) {
			return;
		}
		for (URL url : Collections
			.list(SnippetsTest.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream content = url.openStream()) {
				for (JsonNode property : JsonMapper.shared().readTree(content).path("properties")) {
					PROPERTIES.add(PropertyTable.name(property));
					if (property.path("type").asString("").startsWith("java.util.Map")) {
						MAPS.add(PropertyTable.name(property) + ".");
					}
				}
			}
		}
	}

}
