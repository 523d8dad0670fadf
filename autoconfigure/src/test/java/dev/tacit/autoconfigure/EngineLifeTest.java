/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.Phase;
import dev.tacit.inference.Engine;
import dev.tacit.inference.EngineConfig;
import dev.tacit.inference.EngineHost;
import dev.tacit.inference.decode.RejectedRequestException;
import dev.tacit.observability.TacitEndpoint;
import io.micrometer.core.instrument.MeterRegistry;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static dev.tacit.autoconfigure.LivingApplication.MODEL;
import static dev.tacit.autoconfigure.LivingApplication.await;
import static dev.tacit.autoconfigure.LivingApplication.finishReason;
import static dev.tacit.autoconfigure.LivingApplication.flood;
import static dev.tacit.autoconfigure.LivingApplication.group;
import static dev.tacit.autoconfigure.LivingApplication.health;
import static dev.tacit.autoconfigure.LivingApplication.records;
import static dev.tacit.autoconfigure.LivingApplication.refused;
import static dev.tacit.autoconfigure.LivingApplication.until;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The engine's life as an operator sees it: loading, ready, overloaded, drained and
 * failed.
 */
@ExtendWith(OutputCaptureExtension.class)
class EngineLifeTest {

	@TempDir
	static Path cache;

	@TempDir
	Path folder;

	private ApplicationContextRunner runner() {
		return LivingApplication.runner(cache, this.folder);
	}

	private static EngineHost loadingUntil(CountDownLatch released) {
		return EngineHost.load((progress) -> {
			progress.progress("weights", 40, 100);
			await(released);
			return Engine.open(MODEL, EngineConfig.defaults().withCacheDirectory(cache).withContextLength(1024),
					progress);
		}, (failure) -> {
		});
	}

	private static void serve(AssertableApplicationContext context) {
		AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
		AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
	}

	@Test
	void aLoadedModelThatCannotBeRecordedFailsAndTheLogSaysSo(CapturedOutput output) {
		CountDownLatch failed = new CountDownLatch(1);
		runner().withPropertyValues("tacit.engine.load=background")
			.withInitializer((context) -> context
				.addBeanFactoryPostProcessor((beans) -> beans.addBeanPostProcessor(new BeanPostProcessor() {
					@Override
					public Object postProcessAfterInitialization(Object bean, String name) {
						if (bean instanceof EngineHost host) {
							host.whenLoaded((engine) -> {
								failed.countDown();
								throw new IllegalStateException("The ledger was slow");
							});
						}
						return bean;
					}
				})))
			.run((context) -> {
				await(failed);
				EngineHost host = context.getBean(EngineHost.class);
				until(() -> host.state() == EngineHost.State.FAILED);
				until(() -> output.getAll().contains("could not be loaded, and every request will be refused"));
			});
	}

	@Test
	void whileTheModelLoadsTheApplicationIsAliveNotReadyAndSaysWhenToComeBack() {
		CountDownLatch released = new CountDownLatch(1);
		runner().withBean(EngineHost.class, () -> loadingUntil(released))
			.withPropertyValues("tacit.engine.load=background")
			.run((context) -> {
				serve(context);
				ChatModel model = context.getBean(ChatModel.class);
				assertThat(context).doesNotHaveBean(Engine.class);
				assertThat(group(context, "liveness")).isEqualTo(Status.UP);
				assertThat(group(context, "readiness")).isEqualTo(Status.OUT_OF_SERVICE);
				until(() -> health(context).getDetails().get("percent").equals(40));
				assertThat(health(context).getDetails()).containsEntry("state", "loading")
					.containsEntry("phase", "weights");
				RejectedRequestException refusal = refused(model);
				assertThat(refusal.reason()).isEqualTo(RejectedRequestException.Reason.LOADING);
				assertThat(refusal.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
				AuditLedger ledger = context.getBean(AuditLedger.class);
				assertThat(records(ledger, Phase.INTENT)).isEmpty();
				assertThat(context.getBean(TacitEndpoint.class).description()).containsKey("loading");
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				assertThat(meters.get("tacit.rejections").tag("reason", "loading").functionCounter().count())
					.isEqualTo(2);
				assertThat(meters.get("tacit.engines").tag("state", "loading").gauge().value()).isEqualTo(1);

				released.countDown();
				until(() -> health(context).getStatus().equals(Status.UP));
				assertThat(group(context, "readiness")).isEqualTo(Status.UP);
				assertThat(model.call(new Prompt("Hello")).getResult()).isNotNull();
				assertThat(records(ledger, Phase.MODEL_LOADED)).hasSize(1);
				assertThat(records(ledger, Phase.INTENT)).singleElement()
					.satisfies((record) -> assertThat(record.facts()).contains("demo"));
				assertThat(meters.get("tacit.tokens").tag("type", "prompt").tag("model", "demo").counter().count())
					.isPositive();
			});
	}

	@Test
	void aPropertyLoadsTheModelInTheBackground() {
		runner().withPropertyValues("tacit.engine.load=background").run((context) -> {
			CompletableFuture<String> loaded = new CompletableFuture<>();
			context.getBean(EngineHost.class).whenLoaded((engine) -> loaded.complete(engine.info().name()));
			assertThat(loaded.get(60, TimeUnit.SECONDS)).isEqualTo("demo");
			until(() -> health(context).getStatus().equals(Status.UP));
			assertThat(context).doesNotHaveBean(Engine.class);
			assertThat(context.getBean(ChatModel.class).call(new Prompt("Hello")).getResult()).isNotNull();
		});
	}

	@Test
	void aModelThatCannotBeLoadedIsToldByHealthAndTheApplicationStaysAlive() {
		runner().withPropertyValues("tacit.engine.load=background", "tacit.model.sha256=" + "0".repeat(64))
			.run((context) -> {
				serve(context);
				until(() -> health(context).getStatus().equals(Status.DOWN));
				assertThat(health(context).getDetails()).containsEntry("state", "failed");
				assertThat(health(context).getDetails().get("reason")).asString().contains("tacit.model.sha256");
				assertThat(group(context, "liveness")).isEqualTo(Status.UP);
				assertThat(group(context, "readiness")).isEqualTo(Status.DOWN);
				RejectedRequestException refusal = refused(context.getBean(ChatModel.class));
				assertThat(refusal.reason()).isEqualTo(RejectedRequestException.Reason.FAILED);
				assertThat(refusal.retryAfter()).isNull();
				assertThat(context.getBean(TacitEndpoint.class).description()).containsEntry("state", "failed")
					.containsKey("reason");
			});
	}

	@Test
	void aDrainedEngineEndsWhatRunsAndTakesNothingNewUntilToldSo() {
		runner().run((context) -> {
			serve(context);
			ChatModel model = context.getBean(ChatModel.class);
			TacitEndpoint endpoint = context.getBean(TacitEndpoint.class);
			CountDownLatch begun = new CountDownLatch(1);
			CompletableFuture<List<ChatResponse>> running = model.stream(new Prompt("Hello"))
				.doOnNext((chunk) -> begun.countDown())
				.collectList()
				.toFuture();
			await(begun);
			assertThat(endpoint.drain(true)).containsEntry("state", "draining");
			assertThat(group(context, "readiness")).isEqualTo(Status.OUT_OF_SERVICE);
			assertThat(group(context, "liveness")).isEqualTo(Status.UP);
			assertThat(refused(model).reason()).isEqualTo(RejectedRequestException.Reason.DRAINING);
			assertThat(finishReason(running.get(60, TimeUnit.SECONDS))).isNotEqualToIgnoringCase("cancelled");
			// A tool was running when the drain began: its result is still taken.
			assertThat(model.call(afterATool()).getResult()).isNotNull();
			assertThat(endpoint.drain(false)).containsEntry("state", "ready");
			assertThat(group(context, "readiness")).isEqualTo(Status.UP);
			assertThat(model.call(new Prompt("Hello")).getResult()).isNotNull();
		});
	}

	private static Prompt afterATool() {
		return new Prompt(List.of(new UserMessage("Calculate 64 * 15."), AssistantMessage.builder()
			.content("")
			.toolCalls(List
				.of(new AssistantMessage.ToolCall("1", "function", "calculate", "{\"expression\":\"64 * 15\"}")))
			.build(),
				ToolResponseMessage.builder()
					.responses(List.of(new ToolResponseMessage.ToolResponse("1", "calculate", "960")))
					.build()));
	}

	@Test
	void aLongQueueIsAnOverloadThatReadinessTells() {
		runner().withPropertyValues("tacit.engine.slots=1", "tacit.engine.overloaded-at=2", "tacit.chat.max-tokens=400")
			.run((context) -> {
				serve(context);
				assertThat(health(context).getDetails()).containsEntry("state", "ready");
				Engine engine = context.getBean(Engine.class);
				List<CompletableFuture<List<ChatResponse>>> replies = flood(context.getBean(ChatModel.class), 12);
				until(() -> engine.status().queued() >= 6);
				assertThat(health(context).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
				assertThat(health(context).getDetails()).containsEntry("state", "overloaded");
				assertThat(group(context, "liveness")).isEqualTo(Status.UP);
				replies.forEach((reply) -> reply.cancel(true));
				until(() -> health(context).getStatus().equals(Status.UP));
			});
	}

	@Test
	void endpointAndInfoTellWhichModelRunsByteForByte() {
		runner().run((context) -> {
			context.getBean(ChatModel.class).call(new Prompt("My card is 4111 1111 1111 1111"));
			Map<String, Object> description = context.getBean(TacitEndpoint.class).description();
			assertThat(description).containsEntry("state", "ready")
				.containsOnlyKeys("state", "model", "engine", "caches", "policy", "ledger");
			Engine engine = context.getBean(Engine.class);
			assertThat(description.get("model")).asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
				.containsEntry("sha256", engine.info().sha256())
				.containsEntry("variant", "int4")
				.hasEntrySatisfying("files",
						(files) -> assertThat(files.toString()).contains("model.safetensors=", "tokenizer.json="));
			assertThat(description.toString()).doesNotContain("4111", "card", "anna");
			Info.Builder info = new Info.Builder();
			context.getBeansOfType(InfoContributor.class)
				.values()
				.forEach((contributor) -> contributor.contribute(info));
			assertThat(info.build().getDetails().get("tacit")).asString()
				.contains(engine.info().sha256(), "model=demo", "onnxruntime");
		});
	}

	@Test
	void anEngineOfTheApplicationsOwnIsUsedAndLeftOpen() {
		try (Engine own = Engine.open(MODEL,
				EngineConfig.defaults().withCacheDirectory(cache).withContextLength(512))) {
			runner().withBean(Engine.class, () -> own, (definition) -> definition.setDestroyMethodName(""))
				.run((context) -> {
					assertThat(context).getBean(Engine.class).isSameAs(own);
					assertThat(health(context).getStatus()).isEqualTo(Status.UP);
					assertThat(context.getBean(ChatModel.class).call(new Prompt("Hello")).getResult()).isNotNull();
				});
			assertThat(own.status().accepting()).isTrue();
		}
	}

	@Test
	void whoListsTheMembersOfReadinessKeepsTheList() {
		runner()
			.withPropertyValues("tacit.engine.load=background", "tacit.model.sha256=" + "0".repeat(64),
					"management.endpoint.health.group.readiness.include=readinessState")
			.run((context) -> {
				serve(context);
				until(() -> health(context).getStatus().equals(Status.DOWN));
				assertThat(group(context, "readiness")).isEqualTo(Status.UP);
			});
	}

}
