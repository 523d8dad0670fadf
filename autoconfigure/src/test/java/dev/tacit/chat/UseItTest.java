/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.chat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.tacit.inference.Engine;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Java of docs/use-it.md, compiled and run. The document shows these very lines.
 */
@NullUnmarked
class UseItTest {

	@TempDir
	private Path cache;

	static final class Expressions {

		private Expressions() {
		}

		static String evaluate(String expression) {
			return expression.replace(" ", "").equals("64*15") ? "960" : "unknown";
		}

	}

	@RestController
	static class DoseController {

		private final ChatClient client;

		DoseController(ChatClient.Builder builder) {
			this.client = builder.defaultSystem("Be precise.").build();
		}

		@PostMapping("/dose")
		String dose(@RequestBody String question) {
			return this.client.prompt().user(question).call().content();
		}

		@PostMapping(path = "/dose/stream", produces = "text/event-stream")
		Flux<String> stream(@RequestBody String question) {
			return this.client.prompt().user(question).stream().content();
		}

	}

	static class Calculator {

		@Tool(description = "Calculates the value of an expression.")
		String calculate(@ToolParam(description = "the expression") String expression) {
			return Expressions.evaluate(expression);
		}

	}

	String withTools(ChatClient client, String question) {
		return client.prompt().user(question).tools(new Calculator()).call().content();
	}

	record Dose(int total, String unit) {
	}

	Dose structured(ChatClient client, String question) {
		return client.prompt().user(question).call().entity(Dose.class, (spec) -> spec.useProviderStructuredOutput());
	}

	TacitChatOptions yesOrNo() {
		return TacitChatOptions.builder().outputSchema("{\"enum\": [\"yes\", \"no\"]}").build();
	}

	String explained(ChatModel model, String question) {
		ChatResponse response = model
			.call(new Prompt(question, TacitChatOptions.builder().reasoningBudget(200).build()));
		String trace = TacitReasoning.of(response).orElse("not shown to this caller");
		TacitUsage usage = (TacitUsage) response.getMetadata().getUsage().getNativeUsage();
		return trace + " (" + usage.reasoningTokens() + " tokens)";
	}

	@Test
	void theSnippetsDoWhatTheDocumentSays() {
		try (Engine engine = DemoEngine.open(this.cache)) {
			TacitChatModel model = DemoEngine.model(engine, ObservationRegistry.NOOP, (generation) -> {
			});
			ChatClient client = ChatClient.create(model);
			DoseController controller = new DoseController(ChatClient.builder(model));
			String dose = controller.dose(DemoEngine.DOSE);
			assertThat(dose).contains("960").doesNotContain("think");
			assertThat(String.join("", controller.stream(DemoEngine.DOSE).collectList().block())).isEqualTo(dose);
			assertThat(withTools(client, DemoEngine.DOSE)).contains("960");
			assertThat(structured(client, DemoEngine.DOSE)).isNotNull();
			assertThat(explained(model, DemoEngine.DOSE)).contains("64 * 15").endsWith(" tokens)");
			assertThat(model.call(new Prompt("Is 2 more than 1?", yesOrNo())).getResult().getOutput().getText())
				.isIn("\"yes\"", "\"no\"");
		}
	}

	@ParameterizedTest
	@CsvSource({ "docs/use-it.md, 7", "README.md, 5" })
	void theDocumentShowsTheseLines(String page, int count) throws IOException {
		String document = Files.readString(Path.of("..").resolve(page));
		String source = squeezed(Files.readString(Path.of("src/test/java/dev/tacit/chat/UseItTest.java")))
			.replace("static class", "class");
		Matcher snippets = Pattern.compile("(?s)```java\\n(.*?)```").matcher(document);
		int found = 0;
		while (snippets.find()) {
			String snippet = squeezed(snippets.group(1));
			assertThat(source).contains(snippet);
			found++;
		}
		assertThat(found).isEqualTo(count);
	}

	/** Where a line breaks is the formatter's business. */
	private static String squeezed(String text) {
		return text.replaceAll("\\s+", " ").replace("( ", "(").replace(" .", ".").strip();
	}

}
