/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.tacit.audit.Actor;
import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.AuditQuery;
import dev.tacit.audit.AuditReader;
import dev.tacit.audit.AuditRecord;
import dev.tacit.chat.TacitReasoning;
import dev.tacit.governance.Caller;
import dev.tacit.governance.CallerResolver;
import dev.tacit.governance.GovernedChatModel;
import dev.tacit.inference.Engine;
import dev.tacit.inference.EngineHost;
import dev.tacit.inference.Generation;
import dev.tacit.inference.GenerationHandle;
import dev.tacit.inference.GenerationListener;
import dev.tacit.inference.GenerationRequest;
import dev.tacit.remote.RemoteEngineException;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static dev.tacit.autoconfigure.RemoteServerStub.finish;
import static dev.tacit.autoconfigure.RemoteServerStub.text;
import static dev.tacit.autoconfigure.RemoteServerStub.thought;
import static dev.tacit.autoconfigure.RemoteServerStub.usage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Which engine answers, and what stops an application that could not have meant it. */
@NullUnmarked
class RemoteWiringTest {

	@TempDir
	static Path cache;

	@TempDir
	private Path folder;

	private RemoteServerStub server;

	@BeforeEach
	void start() {
		this.server = new RemoteServerStub();
		this.server.answers(thought("Elsewhere."), text("From elsewhere."), finish("stop"), usage(3, 2, 1), "[DONE]");
	}

	@AfterEach
	void stop() {
		this.server.receivedNoCanary();
		this.server.close();
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TacitAuditAutoConfiguration.class,
					TacitPrivacyAutoConfiguration.class, TacitGovernanceAutoConfiguration.class,
					TacitEngineAutoConfiguration.class, TacitRemoteAutoConfiguration.class,
					TacitOpenAiAutoConfiguration.class, TacitChatAutoConfiguration.class))
			.withBean(CallerResolver.class, () -> () -> new Caller("anna", "test", Set.of("TACIT_REASONING")))
			.withPropertyValues("tacit.audit.datasource.url=jdbc:h2:file:" + this.folder.resolve("ledger"),
					"tacit.audit.key-file=" + this.folder.resolve("keys"));
	}

	private ApplicationContextRunner remote() {
		return runner().withPropertyValues("tacit.remote.base-url=" + this.server.baseUrl(),
				"tacit.remote.model=lfm2.5", "tacit.privacy.leaving-process=untouched");
	}

	private ApplicationContextRunner both() {
		return remote().withPropertyValues("tacit.model.location=classpath:dev/tacit/demo",
				"tacit.model.cache-directory=" + cache, "tacit.engine.context-length=1024", "tacit.engine.slots=1");
	}

	private static List<String> engines(AuditLedger ledger) {
		AuditReader reader = ledger.reader(new Actor("auditor", "test", Set.of("TACIT_AUDITOR")));
		List<String> engines = new ArrayList<>();
		for (AuditRecord record : reader.search(AuditQuery.newest(50))) {
			if (record.phase().equals("COMPLETED")) {
				engines.add(record.facts().contains("\"engine\":\"remote\"") ? "remote" : "local");
			}
		}
		return engines;
	}

	@Test
	void healthTellsWhatTheLastRequestShowedAndSendsNothing() {
		remote().withConfiguration(AutoConfigurations.of(TacitHealthContributorAutoConfiguration.class))
			.run((context) -> {
				assertThat(health(context)).isEqualTo("UNKNOWN not-asked");
				ChatModel model = context.getBean(ChatModel.class);
				model.call("Hello");
				assertThat(health(context)).isEqualTo("UP answers");
				for (Map.Entry<RemoteMisbehaviour, String> expected : Map
					.of(RemoteMisbehaviour.BUSY, "UP busy", RemoteMisbehaviour.EMPTY, "DOWN unreachable",
							RemoteMisbehaviour.KEY_REFUSED, "DOWN unauthorised", RemoteMisbehaviour.REQUEST_REFUSED,
							"UNKNOWN refused")
					.entrySet()) {
					this.server.answers(expected.getKey().response());
					assertThatExceptionOfType(RemoteEngineException.class).isThrownBy(() -> model.call("Hello"));
					assertThat(health(context)).isEqualTo(expected.getValue());
				}
				assertThat(this.server.requests()).hasSize(5);
			});
	}

	private static String health(AssertableApplicationContext context) {
		Health health = context.getBean("tacitRemoteHealthIndicator", HealthIndicator.class).health();
		return Objects.requireNonNull(health).getStatus() + " " + health.getDetails().get("state");
	}

	@Test
	void besideALocalEngineTheRemoteOneHasToBeAskedForByName() {
		both().run((context) -> {
			assertThat(context.getBean(ChatModel.class).call(new Prompt("Hello")).getResult()).isNotNull();
			assertThat(this.server.requests()).isEmpty();
			ChatModel named = context.getBean("tacitRemoteChatModel", ChatModel.class);
			assertThat(named).isInstanceOf(GovernedChatModel.class);
			assertThat(named.call("Hello")).isEqualTo("From elsewhere.");
			assertThat(engines(context.getBean(AuditLedger.class))).containsExactly("remote", "local");
		});
	}

	@Test
	void aLongQueueOverflowsButOnlyWithPromptsThatMayLeave() {
		both().withPropertyValues("tacit.remote.overflow.enabled=true", "tacit.remote.overflow.queue-length=1")
			.run((context) -> {
				ChatModel model = context.getBean(ChatModel.class);
				assertThat(model.call("Hello")).isNotEqualTo("From elsewhere.");
				Engine engine = context.getBean(Engine.class);
				List<GenerationHandle> waiting = new ArrayList<>();
				for (int i = 0; i < 40; i++) {
					waiting.add(engine.submit(GenerationRequest.builder()
						.user("A patient weighs 64 kg. The order is 15 mg/kg. What is the total dose?")
						.build(), new Ignored()));
				}
				assertThat(model.call("Hello")).isEqualTo("From elsewhere.");
				List<ChatResponse> streamed = model.stream(new Prompt("Hello")).collectList().block();
				assertThat(TacitReasoning.of(streamed.get(streamed.size() - 1))).hasValue("Elsewhere.");
				assertThat(this.server.requests()).hasSize(2);
				assertThat(engine.status().queued()).isPositive();
				assertThat(model.call("Hello, " + RemoteServerStub.CANARIES)).isNotEqualTo("From elsewhere.");
				assertThat(this.server.requests()).hasSize(2);
				waiting.forEach(GenerationHandle::cancel);
				assertThat(engines(context.getBean(AuditLedger.class))).containsExactly("local", "remote", "remote",
						"local");
			});
	}

	/** A client names the model that it was told of: the one in this process. */
	@Test
	void aClientsRequestsOverflowAlsoWhenTheModelCameLater() {
		both()
			.withPropertyValues("tacit.remote.overflow.enabled=true", "tacit.remote.overflow.queue-length=1",
					"tacit.engine.load=background")
			.run((context) -> {
				CompletableFuture<Engine> loaded = new CompletableFuture<>();
				context.getBean(EngineHost.class).whenLoaded(loaded::complete);
				Engine engine = loaded.get(60, TimeUnit.SECONDS);
				ChatModel model = context.getBean(ChatModel.class);
				LivingApplication.until(() -> engine.info().name().equals(model.getOptions().getModel()));
				List<GenerationHandle> waiting = new ArrayList<>();
				for (int i = 0; i < 40; i++) {
					waiting.add(engine.submit(GenerationRequest.builder()
						.user("A patient weighs 64 kg. The order is 15 mg/kg. What is the total dose?")
						.build(), new Ignored()));
				}
				assertThat(ChatClient.create(model).prompt().user("Hello").call().content())
					.isEqualTo("From elsewhere.");
				waiting.forEach(GenerationHandle::cancel);
			});
	}

	private static final class Ignored implements GenerationListener {

		@Override
		public void onComplete(Generation generation) {
		}

		@Override
		public void onFailure(RuntimeException failure) {
		}

	}

	@Test
	void aModelThatTheApplicationConfiguredIsGovernedInItsPlace() {
		own(OpenAiChatOptions.builder()).run((context) -> {
			ChatModel model = context.getBean(ChatModel.class);
			assertThat(model).isInstanceOf(GovernedChatModel.class);
			ChatResponse response = model.call(new Prompt("Hello, " + RemoteServerStub.CANARIES,
					OpenAiChatOptions.builder().model("lfm2.5").user(RemoteServerStub.MAIL).build()));
			assertThat(response.getResult().getOutput().getText()).isEqualTo("From elsewhere.");
			assertThat(TacitReasoning.of(response)).hasValue("Elsewhere.");
			assertThat(engines(context.getBean(AuditLedger.class))).containsExactly("remote");
			this.server.answers(com.github.tomakehurst.wiremock.client.WireMock.aResponse()
				.withStatus(429)
				.withHeader("Retry-After", "3"));
			assertThatExceptionOfType(RemoteEngineException.class).isThrownBy(() -> model.call(new Prompt("Hello")))
				.withMessageContaining("3 seconds");
		});
	}

	/** A model that the application configured. */
	private ApplicationContextRunner own(OpenAiChatOptions.Builder options) {
		return runner().withPropertyValues("spring.ai.model.chat=openai", "tacit.privacy.leaving-process=filtered")
			.withBean("openAiChatModel", OpenAiChatModel.class, () -> OpenAiChatModel.builder()
				.options(options.baseUrl(this.server.baseUrl()).apiKey("k").model("lfm2.5").maxRetries(0).build())
				.build());
	}

	@Test
	void aModelThatTheLedgerDoesNotNameIsNotAsked() {
		own(OpenAiChatOptions.builder()).run((context) -> {
			ChatModel model = context.getBean(ChatModel.class);
			for (OpenAiChatOptions other : List.of(OpenAiChatOptions.builder().model("other").build(),
					OpenAiChatOptions.builder().build(),
					OpenAiChatOptions.builder().model("lfm2.5").deploymentName("other").build(),
					OpenAiChatOptions.builder().model("lfm2.5").extraBody(Map.of("model", "other")).build())) {
				assertThatIllegalArgumentException().isThrownBy(() -> model.call(new Prompt("Hello", other)))
					.withMessageContaining("model");
			}
			assertThat(this.server.requests()).isEmpty();
			assertThat(model.call(new Prompt("Hello", ChatOptions.builder().temperature(0.5).build())).getResult())
				.isNotNull();
			assertThat(this.server.bodies()).singleElement().asString().contains("\"model\":\"lfm2.5\"");
		});
		own(OpenAiChatOptions.builder().deploymentName("clinic")).run((context) -> {
			ChatModel model = context.getBean(ChatModel.class);
			// Its path is another one, where nobody answers.
			assertThatExceptionOfType(RemoteEngineException.class).isThrownBy(() -> model.call("Hello"));
			AuditReader reader = context.getBean(AuditLedger.class)
				.reader(new Actor("auditor", "test", Set.of("TACIT_AUDITOR")));
			assertThat(reader.search(AuditQuery.newest(1)).get(0).facts()).contains("\"model\":\"clinic\"");
		});
	}

	@Test
	void severalChoicesAreNotAskedForBecauseTheyWouldBeOneText() {
		own(OpenAiChatOptions.builder()).run((context) -> {
			ChatModel model = context.getBean(ChatModel.class);
			for (OpenAiChatOptions several : List.of(OpenAiChatOptions.builder().model("lfm2.5").n(2).build(),
					OpenAiChatOptions.builder().model("lfm2.5").extraBody(Map.of("n", 2)).build())) {
				assertThatIllegalArgumentException().isThrownBy(() -> model.call(new Prompt("Hello", several)))
					.withMessageContaining("option n");
			}
			assertThat(this.server.requests()).isEmpty();
		});
	}

	@Test
	void headersOfARequestStayBehind() {
		own(OpenAiChatOptions.builder()).run((context) -> {
			context.getBean(ChatModel.class)
				.call(new Prompt("Hello",
						OpenAiChatOptions.builder()
							.model("lfm2.5")
							.customHeaders(Map.of("X-Patient", "Anna Weber"))
							.build()));
			assertThat(this.server.requests()).singleElement()
				.satisfies((request) -> assertThat(request.containsHeader("X-Patient")).isFalse());
		});
	}

	@Test
	void leftAloneByPropertyItIsNot() {
		runner().withPropertyValues("spring.ai.model.chat=openai", "tacit.remote.govern-beans=false")
			.withBean(OpenAiChatModel.class,
					() -> OpenAiChatModel.builder()
						.options(OpenAiChatOptions.builder().baseUrl(this.server.baseUrl()).apiKey("k").build())
						.build())
			.run((context) -> assertThat(context.getBean(ChatModel.class)).isInstanceOf(OpenAiChatModel.class));
	}

	@Test
	void mistakesStopTheStartWithASentenceAndAWayOut() {
		assertExplained(remote().withPropertyValues("tacit.privacy.leaving-process=never"), "leaving-process");
		assertExplained(
				both().withPropertyValues("tacit.remote.overflow.enabled=true", "tacit.privacy.leaving-process=never"),
				"tacit.remote.overflow.enabled");
		assertExplained(remote().withPropertyValues("tacit.remote.model="), "tacit.remote.model");
		assertExplained(remote().withPropertyValues("tacit.remote.base-url=llm.internal:8000"), "http");
		assertExplained(remote().withPropertyValues("tacit.remote.base-url=http://user:secret@llm/v1"), "user");
		assertExplained(remote().withPropertyValues("tacit.remote.request-timeout=0s"), "timeouts");
		assertExplained(remote().withPropertyValues("tacit.governance.enabled=false"), "governance");
		assertExplained(remote().withClassLoader(new FilteredClassLoader("org.springframework.ai.openai")),
				"spring-ai-openai");
		assertExplained(runner().withPropertyValues("spring.ai.model.chat=openai")
			.withBean(OpenAiChatModel.class,
					() -> OpenAiChatModel.builder()
						.options(OpenAiChatOptions.builder().baseUrl(this.server.baseUrl()).apiKey("k").build())
						.build()),
				"leaving-process");
	}

	private static void assertExplained(ApplicationContextRunner runner, String named) {
		runner.run((context) -> {
			assertThat(context).as(named).hasFailed();
			FailureAnalysis analysis = new RemoteConfigurationFailureAnalyzer()
				.analyze(Objects.requireNonNull(context.getStartupFailure()));
			assertThat(analysis).as(named).isNotNull();
			assertThat(analysis.getDescription()).contains(named).doesNotContain("secret");
			assertThat(analysis.getAction()).contains("tacit.remote.base-url");
		});
	}

	@Test
	void noRemoteEngineWithoutAnAddress() {
		both().withPropertyValues("tacit.remote.base-url=${NOT_GIVEN:}")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ChatModel.class)
				.doesNotHaveBean(RemoteEngine.class));
		runner().withPropertyValues("tacit.enabled=false", "tacit.remote.base-url=" + this.server.baseUrl())
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ChatModel.class));
		runner()
			.withPropertyValues("spring.ai.model.chat=none", "tacit.remote.base-url=" + this.server.baseUrl(),
					"tacit.remote.model=m")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ChatModel.class));
	}

}
