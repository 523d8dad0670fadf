/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a person reads whose application does not start: a sentence and a way out, and no
 * stack trace. The whole of Boot's report, from applications that were started.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartFailureTest {

	private static final Path DEMO = LivingApplication.MODEL;

	@TempDir
	private Path folder;

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ TacitEngineAutoConfiguration.class, TacitChatAutoConfiguration.class })
	static class Application {

		public static void main(String[] arguments) {
			new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE).run(arguments);
		}

	}

	@BeforeEach
	void copy() throws IOException {
		Path model = Files.createDirectory(model());
		try (Stream<Path> files = Files.list(DEMO)) {
			for (Path file : files.toList()) {
				Files.copy(file, model.resolve(file.getFileName()));
			}
		}
	}

	private Path model() {
		return this.folder.resolve("a-model");
	}

	/** What is given wins over what every start needs. */
	private String[] arguments(String... given) {
		List<String> arguments = new ArrayList<>(List.of(given));
		for (String usual : List.of("--tacit.model.location=" + model(), "--tacit.engine.context-length=512",
				"--tacit.model.cache-directory=" + this.folder.resolve("cache"), "--spring.main.banner-mode=off")) {
			String name = usual.substring(0, usual.indexOf('=') + 1);
			if (arguments.stream().noneMatch((one) -> one.startsWith(name))) {
				arguments.add(usual);
			}
		}
		return arguments.toArray(String[]::new);
	}

	private void edit(String file, String from, String to) throws IOException {
		String text = Files.readString(model().resolve(file));
		assertThat(text).contains(from);
		Files.writeString(model().resolve(file), text.replace(from, to));
	}

	/** Starts the application, which must fail; returns what was printed. */
	private String report(CapturedOutput output, String... more) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> application.run(arguments(more)));
		return explained(output.getAll());
	}

	private static String explained(String printed) {
		assertThat(printed).contains("APPLICATION FAILED TO START").doesNotContain("\tat ");
		String report = printed.substring(printed.indexOf("APPLICATION FAILED TO START"));
		assertThat(report).contains("Description:", "Action:");
		assertThat(report.substring(report.indexOf("Action:"))).contains("tacit.");
		return report;
	}

	@Test
	void noLocation(CapturedOutput output) {
		assertThat(report(output, "--tacit.model.location=")).contains("tacit.model.location is not set",
				"dev.tacit:tacit-demo-model", "tacit.enabled=false");
	}

	@Test
	void aFolderThatIsMissing(CapturedOutput output) {
		assertThat(report(output, "--tacit.model.location=" + this.folder.resolve("elsewhere"))).contains("elsewhere",
				"Point tacit.model.location at a folder");
	}

	@Test
	void aFolderThatIsNoModel(CapturedOutput output) throws IOException {
		Path holiday = Files.createDirectory(this.folder.resolve("holiday"));
		Files.writeString(holiday.resolve("beach.txt"), "sand");
		assertThat(report(output, "--tacit.model.location=" + holiday)).contains("holiday", "config.json");
	}

	@Test
	void anArchitectureOfOthers(CapturedOutput output) throws IOException {
		edit("config.json", "\"lfm2\"", "\"llama\"");
		assertThat(report(output)).contains("llama", "LFM2");
	}

	@Test
	void anotherDigest(CapturedOutput output) {
		assertThat(report(output, "--tacit.model.sha256=" + "0".repeat(64))).contains("digest",
				"remove the property tacit.model.sha256");
	}

	@Test
	void tooLittleMemory(CapturedOutput output) {
		assertThat(report(output, "--tacit.engine.prefix-cache.size=100TB")).contains("a-model takes up to 1048",
				"prefix cache 104857600 MiB", "this machine or container has", "Lower tacit.engine.slots");
	}

	@Test
	void aTemplateThatIsBroken(CapturedOutput output) throws IOException {
		Files.writeString(model().resolve("chat_template.jinja"), "{% for message in messages %}{{ message.content }}");
		assertThat(report(output)).contains("of the chat template", "tacit.model.location");
	}

	@Test
	void aTokenizerThatIsBroken(CapturedOutput output) throws IOException {
		edit("tokenizer.json", "\"BPE\"", "\"Unigram\"");
		assertThat(report(output)).contains("tokenizer.json", "tacit.model.location");
	}

	@Test
	void aCacheThatCannotBeWritten(CapturedOutput output) throws IOException {
		Path file = Files.writeString(this.folder.resolve("file"), "in the way");
		assertThat(report(output, "--tacit.model.cache-directory=" + file)).contains(file.toString(),
				"tacit.model.cache-directory");
	}

	/** The JVM decides once which library it loads, so this needs one of its own. */
	@Test
	void noNativeLibraryForThisPlatform() throws Exception {
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g", "-Dos.arch=riscv64",
				"-cp", System.getProperty("java.class.path"), Application.class.getName()));
		command.addAll(List.of(arguments()));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).isEqualTo(1);
		assertThat(explained(printed)).contains("cannot be loaded on", "riscv64", "Run on Linux with glibc",
				"tacit.enabled=false");
	}

}
