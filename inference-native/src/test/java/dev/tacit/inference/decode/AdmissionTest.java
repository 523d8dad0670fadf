/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.tacit.inference.DemoModel;
import dev.tacit.inference.compile.CompileOptions;
import dev.tacit.inference.compile.ModelCompiler;
import dev.tacit.inference.model.ModelFolder;
import dev.tacit.inference.model.ProgressListener;
import dev.tacit.inference.sample.SamplingOptions;
import dev.tacit.inference.text.Tokenizer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Whose turn it is. A first sequence holds the decode thread in its listener while others
 * queue, so that the order in which they are served is theirs and not the clock's.
 */
class AdmissionTest {

	private static final long NEVER = Long.MAX_VALUE / 2;

	/** A sequence as long as the context, and the spare row beside it. */
	private static final long ROOM = 2 * 1024;

	@TempDir
	static Path cache;

	private static Path graph;

	private static int[] prompt;

	private final List<String> served = Collections.synchronizedList(new ArrayList<>());

	@BeforeAll
	static void compile() {
		graph = new ModelCompiler(cache)
			.compile(ModelFolder.open(DemoModel.folder()), CompileOptions.defaults(), ProgressListener.silent())
			.graph();
		prompt = Tokenizer.load(DemoModel.folder().resolve("tokenizer.json"))
			.encodeWithControlTokens("<|startoftext|><|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\n");
	}

	private static Scheduler start(int slots, int queue, long timeoutNanos, long stateTokens) {
		return Scheduler.start(graph,
				new SchedulerConfig(1, slots, queue, timeoutNanos, 1024, 64, stateTokens, 0, false));
	}

	private Named ask(Scheduler scheduler, String principal, int priority, int most) {
		Named collector = new Named(principal);
		collector.start(scheduler, prompt, most, SamplingOptions.GREEDY, 0, new Caller(principal, priority, ""));
		return collector;
	}

	private static void awaitAll(List<Named> sequences) {
		sequences.forEach(TokenCollector::tokens);
	}

	@Test
	void aCallerWithFiftyRequestsDoesNotStarveOneWithOne() {
		try (Scheduler scheduler = start(1, 64, NEVER, ROOM)) {
			Gate gate = Gate.close(scheduler, "busy");
			List<Named> all = new ArrayList<>();
			IntStream.range(0, 50).forEach((i) -> all.add(ask(scheduler, "busy", 0, 1)));
			all.add(ask(scheduler, "patient", 0, 1));
			gate.open();
			awaitAll(all);
			// Nobody was served before, so the first of the many may be first.
			assertThat(this.served).hasSize(51);
			assertThat(this.served.indexOf("patient")).isLessThanOrEqualTo(1);
		}
	}

	@Test
	void principalsTakeTurns() {
		try (Scheduler scheduler = start(1, 64, NEVER, ROOM)) {
			Gate gate = Gate.close(scheduler, "gate");
			List<Named> all = new ArrayList<>();
			for (String principal : List.of("a", "a", "a", "b", "b", "c")) {
				all.add(ask(scheduler, principal, 0, 1));
			}
			gate.open();
			awaitAll(all);
			assertThat(this.served).containsExactly("a", "b", "c", "a", "b", "a");
		}
	}

	@Test
	void aHigherPriorityGoesFirst() {
		try (Scheduler scheduler = start(1, 64, NEVER, ROOM)) {
			Gate gate = Gate.close(scheduler, "gate");
			List<Named> all = List.of(ask(scheduler, "batch", -1, 1), ask(scheduler, "ward", 0, 1),
					ask(scheduler, "alarm", 5, 1));
			gate.open();
			awaitAll(all);
			assertThat(this.served).containsExactly("alarm", "ward", "batch");
		}
	}

	@Test
	void whoWaitsTooLongIsToldWhenToComeBack() {
		long timeout = TimeUnit.SECONDS.toNanos(2);
		try (Scheduler scheduler = start(1, 64, timeout, ROOM)) {
			Gate gate = Gate.close(scheduler, "gate");
			Named late = ask(scheduler, "late", 0, 1);
			long submitted = System.nanoTime();
			while (System.nanoTime() - submitted <= timeout) {
				Thread.onSpinWait();
			}
			gate.open();
			assertThatExceptionOfType(java.util.concurrent.CompletionException.class).isThrownBy(late::tokens)
				.havingCause()
				.isInstanceOfSatisfying(RejectedRequestException.class, (ex) -> {
					assertThat(ex.reason()).isEqualTo(RejectedRequestException.Reason.QUEUE_TIMEOUT);
					assertThat(ex.retryAfter()).isPositive();
					assertThat(ex).hasMessageContaining("tacit.engine.queue-timeout");
				});
			assertThat(scheduler.rejections(RejectedRequestException.Reason.QUEUE_TIMEOUT)).isOne();
			assertThat(ask(scheduler, "next", 0, 1).tokens()).hasSize(1);
		}
	}

	@Test
	void aFullQueueRefusesAndSaysSo() {
		try (Scheduler scheduler = start(1, 2, NEVER, ROOM)) {
			Gate gate = Gate.close(scheduler, "gate");
			List<Named> all = List.of(ask(scheduler, "a", 0, 1), ask(scheduler, "b", 0, 1));
			assertThatExceptionOfType(RejectedRequestException.class).isThrownBy(() -> ask(scheduler, "c", 0, 1))
				.satisfies((ex) -> {
					assertThat(ex.reason()).isEqualTo(RejectedRequestException.Reason.QUEUE_FULL);
					assertThat(ex.retryAfter()).isPositive();
				});
			gate.open();
			awaitAll(all);
		}
	}

	@Test
	void memoryIsPromisedBeforeASequenceBegins() {
		try (Scheduler scheduler = start(4, 64, NEVER, ROOM)) {
			Gate gate = Gate.close(scheduler, "gate");
			List<Named> large = IntStream.range(0, 4).mapToObj((i) -> ask(scheduler, "large" + i, 0, 700)).toList();
			gate.open();
			awaitAll(large);
			assertThat(large).allSatisfy((sequence) -> assertThat(sequence.mostCompany).isLessThanOrEqualTo(2));
			assertThat(large).anySatisfy((sequence) -> assertThat(sequence.mostCompany).isEqualTo(2));
			// Rows were as long as the context, and have to become shorter for so many.
			Gate next = Gate.close(scheduler, "gate");
			List<Named> small = IntStream.range(0, 8).mapToObj((i) -> ask(scheduler, "small" + i, 0, 60)).toList();
			next.open();
			awaitAll(small);
			assertThat(small).anySatisfy((sequence) -> assertThat(sequence.mostCompany).isEqualTo(4));
			assertThat(large).allSatisfy((sequence) -> assertThat(sequence.mostReserved).isLessThanOrEqualTo(ROOM));
			assertThat(small).allSatisfy((sequence) -> assertThat(sequence.mostReserved).isLessThanOrEqualTo(ROOM));
		}
	}

	@Test
	void aSequenceAndTheSpareRowBesideItMustFit() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new SchedulerConfig(1, 1, 1, NEVER, 1024, 64, 2047, 0, false))
			.withMessageContaining("state-tokens is 2047")
			.withMessageContaining("take 2048");
	}

	/** Tells when it is served, and how many held a slot meanwhile. */
	private final class Named extends TokenCollector {

		private final String name;

		private volatile int mostCompany;

		private volatile long mostReserved;

		private Named(String name) {
			this.name = name;
		}

		@Override
		public void onStart(long queueNanos) {
			AdmissionTest.this.served.add(this.name);
		}

		@Override
		public void onToken(int token, Steering steering) {
			super.onToken(token, steering);
			SchedulerStatus status = scheduler().status();
			this.mostCompany = Math.max(this.mostCompany, status.active());
			this.mostReserved = Math.max(this.mostReserved, status.stateCapacity());
		}

	}

	/** A sequence of one token that keeps the decode thread until it is let go. */
	private static final class Gate extends TokenCollector {

		private final CountDownLatch reached = new CountDownLatch(1);

		private final CountDownLatch opened = new CountDownLatch(1);

		private static Gate close(Scheduler scheduler, String principal) {
			Gate gate = new Gate();
			gate.start(scheduler, prompt, 1, SamplingOptions.GREEDY, 0, new Caller(principal, 0, ""));
			await(gate.reached);
			return gate;
		}

		private void open() {
			this.opened.countDown();
		}

		@Override
		public void onToken(int token, Steering steering) {
			super.onToken(token, steering);
			this.reached.countDown();
			await(this.opened);
		}

		private static void await(CountDownLatch latch) {
			try {
				assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
