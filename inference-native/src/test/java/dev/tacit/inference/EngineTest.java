/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.tacit.inference.compile.KeyValueFormat;
import dev.tacit.inference.compile.PublishedForm;
import dev.tacit.inference.compile.PublishedPackage;
import dev.tacit.inference.compile.WeightFormat;
import dev.tacit.inference.decode.Caller;
import dev.tacit.inference.decode.FinishReason;
import dev.tacit.inference.decode.RejectedRequestException;
import dev.tacit.inference.model.ModelFolder;
import dev.tacit.inference.sample.SamplingOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The engine through its public face, on the demo model and real ONNX Runtime. */
class EngineTest {

	private static final String DOSE = "A patient weighs 64 kg. The order is 15 mg/kg. What is the total dose?";

	@TempDir
	static Path cache;

	private static Engine engine;

	@BeforeAll
	static void open() {
		engine = Engine.open(DemoModel.folder(), config(WeightFormat.INT4));
	}

	@AfterAll
	static void close() {
		engine.close();
	}

	private static EngineConfig config(WeightFormat weights) {
		return EngineConfig.defaults().withCacheDirectory(cache).withWeights(weights).withContextLength(1024);
	}

	private static GenerationRequest ask(String text) {
		return GenerationRequest.builder().user(text).maxTokens(400).build();
	}

	@Test
	void theDoseIsReasonedAndAnswered() {
		Generation generation = engine.generate(ask(DOSE));
		assertThat(generation.answer()).contains("960 mg");
		assertThat(generation.reasoning()).contains("64 * 15");
		assertThat(generation.finishReason()).isEqualTo(FinishReason.STOP);
		assertThat(generation.usage().reasoning()).isPositive();
		assertThat(generation.usage().completion()).isEqualTo(generation.timing().newTokens());
	}

	@Test
	void deltasTogetherAreTheWholeReply() throws Exception {
		StringBuilder reasoning = new StringBuilder();
		StringBuilder answer = new StringBuilder();
		GenerationFuture listener = new GenerationFuture() {

			@Override
			public void onReasoning(String delta) {
				reasoning.append(delta);
			}

			@Override
			public void onAnswer(String delta) {
				answer.append(delta);
			}

		};
		engine.submit(ask(DOSE), listener);
		Generation generation = listener.result().get(60, TimeUnit.SECONDS);
		assertThat(reasoning).hasToString(generation.reasoning());
		assertThat(answer).hasToString(generation.answer());
	}

	@Test
	void prefillInPiecesGivesTheSameText() {
		List<String> questions = List.of(DOSE, "Convert 2.5 g to mg.", "Hello", "What is 20% of 350?");
		for (int chunk : new int[] { 1, 7, 512 }) {
			try (Engine pieces = Engine.open(DemoModel.folder(), config(WeightFormat.FP32).withPrefillChunk(chunk));
					Engine whole = Engine.open(DemoModel.folder(), config(WeightFormat.FP32).withPrefillChunk(1024))) {
				for (String question : questions) {
					assertThat(pieces.generate(ask(question)).answer()).as("chunk of %d", chunk)
						.isEqualTo(whole.generate(ask(question)).answer());
				}
			}
		}
	}

	@Test
	void companyDoesNotChangeTheAnswer() {
		List<String> questions = List.of(DOSE, "Convert 2.5 g to mg.", "Hello", "What is 20% of 350?", "Thanks!",
				"Repeat: alpha beta [PERSON_7]", "How many mL are 2 L?", "Who are you?");
		List<String> alone = questions.stream().map((question) -> engine.generate(ask(question)).answer()).toList();
		List<CompletableFuture<String>> together = questions.stream()
			.map((question) -> CompletableFuture.supplyAsync(() -> engine.generate(ask(question)).answer()))
			.toList();
		assertThat(together.stream().map(CompletableFuture::join).toList()).isEqualTo(alone);
	}

	@Test
	void aSeedRepeatsASample() {
		GenerationRequest request = GenerationRequest.builder()
			.user("Hello")
			.sampling(new SamplingOptions(1.5, 0, 1, 0, 1))
			.seed(42L)
			.maxTokens(40)
			.build();
		assertThat(engine.generate(request).answer()).isEqualTo(engine.generate(request).answer());
	}

	@Test
	void cancelEndsAGenerationAndFreesItsSlot() throws Exception {
		CountDownLatch started = new CountDownLatch(1);
		GenerationFuture listener = new GenerationFuture() {

			@Override
			public void onReasoning(String delta) {
				started.countDown();
			}

		};
		GenerationHandle handle = engine.submit(ask(DOSE), listener);
		assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
		handle.cancel();
		Generation generation = listener.result().get(60, TimeUnit.SECONDS);
		assertThat(generation.finishReason()).isIn(FinishReason.CANCELLED, FinishReason.STOP);
		assertThat(engine.generate(ask("Hello")).answer()).isNotEmpty();
		assertThat(engine.status().queued()).isZero();
	}

	@Test
	void aStopSequenceEndsTheAnswerAndIsNotPartOfIt() {
		GenerationRequest request = GenerationRequest.builder().user(DOSE).stopSequences(List.of("dose is")).build();
		Generation generation = engine.generate(request);
		assertThat(generation.answer()).isEqualTo("The total ");
		assertThat(generation.finishReason()).isEqualTo(FinishReason.STOP);
	}

	@Test
	void aSpentReasoningBudgetStillYieldsAnAnswer() {
		GenerationRequest request = GenerationRequest.builder().user(DOSE).reasoningBudget(12).maxTokens(200).build();
		Generation generation = engine.generate(request);
		assertThat(generation.answer()).isNotEmpty();
		assertThat(generation.usage().reasoning()).isLessThan(40);
	}

	@Test
	void aLimitOfTokensIsReportedAsLength() {
		GenerationRequest request = GenerationRequest.builder().user(DOSE).maxTokens(5).build();
		Generation generation = engine.generate(request);
		assertThat(generation.finishReason()).isEqualTo(FinishReason.LENGTH);
		assertThat(generation.usage().completion()).isEqualTo(5);
	}

	@Test
	void aPromptLongerThanTheContextIsRefusedWithBothNumbers() {
		assertThatExceptionOfType(RejectedRequestException.class)
			.isThrownBy(() -> engine.generate(ask("word ".repeat(3000))))
			.withMessageContaining("the context holds 1024")
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(RejectedRequestException.Reason.PROMPT_TOO_LONG));
	}

	/**
	 * ONNX Runtime walks the graph by recursion; on a small stack that once ended the
	 * JVM.
	 */
	@Test
	void aModelOpensOnAThreadWithASmallStack() throws Exception {
		CompletableFuture<String> answer = new CompletableFuture<>();
		Thread small = new Thread(null, () -> {
			try (Engine opened = Engine.open(DemoModel.folder(), config(WeightFormat.FP32))) {
				answer.complete(opened.generate(ask("Hello")).answer());
			}
			catch (RuntimeException | Error ex) {
				answer.completeExceptionally(ex);
			}
		}, "small-stack", 192 << 10);
		small.start();
		assertThat(answer.get(60, TimeUnit.SECONDS)).isNotEmpty();
		small.join();
	}

	@Test
	void aPinnedSystemPromptIsReadOnceForEverybody() {
		String system = "You are the assistant of a hospital ward. Be precise and polite. ".repeat(4);
		try (Engine pinning = Engine.open(DemoModel.folder(), config(WeightFormat.INT4))) {
			int spared = pinning.pin(system, List.of());
			assertThat(spared).isGreaterThanOrEqualTo(32);
			for (String scope : List.of("ward", "office")) {
				GenerationRequest request = GenerationRequest.builder()
					.system(system)
					.user(DOSE)
					.maxTokens(400)
					.caller(new Caller(scope, 0, scope))
					.build();
				Generation generation = pinning.generate(request);
				assertThat(generation.usage().cached()).isEqualTo(spared);
				assertThat(generation.answer()).isEqualTo(engine.generate(request).answer());
			}
			GenerationRequest other = GenerationRequest.builder().user(DOSE).caller(new Caller("c", 0, "c")).build();
			assertThat(pinning.generate(other).usage().cached()).isZero();
			pinning.forgetPrefixes();
			assertThat(pinning.pin(system, List.of())).isEqualTo(spared);
		}
	}

	@Test
	void aListenerThatThrowsOrStallsHurtsNobodyElse() throws Exception {
		CountDownLatch others = new CountDownLatch(1);
		engine.submit(ask(DOSE), new GenerationFuture() {

			@Override
			public void onReasoning(String delta) {
				throw new IllegalStateException("A listener that throws");
			}

			@Override
			public void onComplete(Generation generation) {
				throw new IllegalStateException("A listener that throws");
			}

		});
		GenerationFuture stalling = new GenerationFuture() {

			@Override
			public void onReasoning(String delta) {
				try {
					assertThat(others.await(60, TimeUnit.SECONDS)).isTrue();
				}
				catch (InterruptedException ex) {
					result().completeExceptionally(ex);
				}
			}

		};
		engine.submit(ask(DOSE), stalling);
		assertThat(engine.generate(ask(DOSE)).answer()).contains("960 mg");
		assertThat(stalling.result()).isNotDone();
		others.countDown();
		assertThat(stalling.result().get(60, TimeUnit.SECONDS).answer()).contains("960 mg");
	}

	@Test
	void aPublishedPackageIsOpenedLikeACheckpoint(@TempDir Path folder) throws Exception {
		PublishedPackage.write(ModelFolder.open(DemoModel.folder()), PublishedForm.G2, folder);
		try (Engine published = Engine.open(folder, config(WeightFormat.INT4))) {
			assertThat(published.generate(ask(DOSE)).answer()).contains("960 mg");
			assertThat(published.info().sha256()).hasSize(64).isNotEqualTo(engine.info().sha256());
		}
	}

	@Test
	void keysAndValuesInEightBitsTakeAQuarterOfTheMemory() {
		try (Engine rounded = Engine.open(DemoModel.folder(),
				config(WeightFormat.INT4).withKeyValues(KeyValueFormat.INT8))) {
			assertThat(rounded.info().variant()).isEqualTo("int4+kv-int8");
			assertThat(4 * rounded.stateBytesPerToken()).isEqualTo(engine.stateBytesPerToken());
			assertThat(rounded.generate(ask(DOSE)).answer()).contains("960 mg");
		}
	}

	@Test
	void aClosedEngineRefusesRequests() {
		Engine closed = Engine.open(DemoModel.folder(), config(WeightFormat.INT4));
		closed.close();
		closed.close();
		assertThatExceptionOfType(RejectedRequestException.class).isThrownBy(() -> closed.generate(ask("Hello")))
			.withMessage("The engine is closed");
	}

	@Test
	void nothingThatHoldsTextPrintsIt() {
		Generation generation = engine.generate(ask("Repeat: canary9317"));
		assertThat(generation.answer()).isNotEmpty();
		assertThat(generation.toString()).doesNotContain(generation.answer());
		assertThat(ask("Repeat: canary9317").toString()).doesNotContain("canary");
	}

}
