/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import ai.onnxruntime.OrtEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A native image contains what is read by name; compared with the files and with the
 * native library itself, not with a second list.
 */
class TacitRuntimeHintsTest {

	private static final String NATIVE = "ai/onnxruntime/native/"
			+ TacitRuntimeHints.platform(System.getProperty("os.name"), System.getProperty("os.arch")) + "/";

	private final RuntimeHints hints = new RuntimeHints();

	@BeforeEach
	void register() {
		List<RuntimeHintsRegistrar> ours = AotServices.factories()
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter(TacitRuntimeHints.class::isInstance)
			.toList();
		assertThat(ours).hasSize(1);
		ours.get(0).registerHints(this.hints, getClass().getClassLoader());
	}

	private void assertResource(String name) {
		assertThat(RuntimeHintsPredicates.resource().forResource(name)).as(name).accepts(this.hints);
	}

	@Test
	void everyResourceOfThisLibraryIsInTheImage() throws IOException {
		Path root = Path.of("src", "main", "resources");
		try (Stream<Path> files = Files.walk(root.resolve("dev"))) {
			List<String> names = files.filter(Files::isRegularFile)
				.map((file) -> root.relativize(file).toString().replace('\\', '/'))
				.toList();
			assertThat(names).isNotEmpty().allSatisfy(this::assertResource);
		}
	}

	@Test
	void theDataOfTelephoneNumbersAreInTheImage() throws IOException {
		Resource[] data = new PathMatchingResourcePatternResolver()
			.getResources("classpath*:com/google/i18n/phonenumbers/data/*_US");
		assertThat(data).isNotEmpty();
		for (Resource one : data) {
			assertResource("com/google/i18n/phonenumbers/data/" + one.getFilename());
		}
	}

	@Test
	void theNativeLibrariesOfThisPlatformAreInTheImageAndNoOthers() throws IOException {
		Resource[] libraries = new PathMatchingResourcePatternResolver().getResources("classpath*:" + NATIVE + "*");
		assertThat(libraries).hasSizeGreaterThan(1);
		for (Resource library : libraries) {
			assertResource(NATIVE + library.getFilename());
		}
		assertThat(TacitRuntimeHints.platform("Linux", "amd64")).isEqualTo("linux-x64");
		assertThat(TacitRuntimeHints.platform("Mac OS X", "aarch64")).isEqualTo("osx-aarch64");
		assertThat(TacitRuntimeHints.platform("Windows 11", "amd64")).isEqualTo("win-x64");
		long matched = Stream.of("linux-x64", "linux-aarch64", "osx-aarch64", "win-x64")
			.filter((platform) -> RuntimeHintsPredicates.resource()
				.forResource("ai/onnxruntime/native/" + platform + "/library")
				.test(this.hints))
			.count();
		assertThat(matched).isEqualTo(1);
	}

	@Test
	void everyClassThatTheNativeSideNamesMayBeMadeThere() throws IOException {
		Resource[] libraries = new PathMatchingResourcePatternResolver()
			.getResources("classpath*:" + NATIVE + "*onnxruntime4j_jni*");
		assertThat(libraries).hasSize(1);
		Set<String> named = new TreeSet<>();
		try (InputStream content = libraries[0].getInputStream()) {
			Matcher names = Pattern.compile("\\x00((?:ai/onnxruntime|java/lang)/\\w+)(?=\\x00)")
				.matcher(new String(content.readAllBytes(), StandardCharsets.ISO_8859_1));
			while (names.find()) {
				named.add(names.group(1).replace('/', '.'));
			}
		}
		assertThat(named).contains("ai.onnxruntime.OnnxTensor", "java.lang.String").hasSizeGreaterThan(8);
		assertThat(named).allSatisfy(
				(name) -> assertThat(this.hints.jni().getTypeHint(TypeReference.of(name))).as(name).isNotNull());
	}

	@Test
	void theEnvironmentMayBeReferredToByReflection() throws ReflectiveOperationException {
		assertThat(RuntimeHintsPredicates.reflection().onFieldAccess("ai.onnxruntime.OnnxRuntime", "ortApiHandle"))
			.accepts(this.hints);
		Method create = OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(create)).accepts(this.hints);
	}

	/** Nothing in the code knows the demo model, so its jar brings its own metadata. */
	@Test
	void theDemoModelTellsItsOwnFiles() throws IOException {
		String metadata = "META-INF/native-image/dev.tacit/tacit-demo-model/reachability-metadata.json";
		try (InputStream content = Objects.requireNonNull(getClass().getClassLoader().getResourceAsStream(metadata))) {
			JsonNode resources = JsonMapper.shared().readTree(content).path("resources");
			assertThat(resources.valueStream().map((one) -> one.path("glob").asString()))
				.containsExactly("dev/tacit/demo/*");
		}
		assertThat(getClass().getClassLoader().getResource("dev/tacit/demo/config.json")).isNotNull();
	}

}
