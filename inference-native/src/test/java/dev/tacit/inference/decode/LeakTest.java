/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.tacit.inference.DemoModel;
import dev.tacit.inference.compile.CompileOptions;
import dev.tacit.inference.compile.ModelCompiler;
import dev.tacit.inference.model.ModelFolder;
import dev.tacit.inference.model.ProgressListener;
import dev.tacit.inference.sample.SamplingOptions;
import dev.tacit.inference.text.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nothing is left behind after a thousand mixed requests, and after closing: threads and
 * direct memory counted, native memory by what the process holds, where the system tells.
 */
class LeakTest {

	private static final String THREAD = "tacit-decode";

	/** Less than the smallest buffer of a step: none may be left a request. */
	private static final int REQUEST_BYTES = 60;

	@TempDir
	static Path cache;

	@Test
	void aThousandMixedRequestsLeaveNothingBehind() throws Exception {
		long seed = new Random().nextLong();
		Random random = new Random(seed);
		int[] prompt = prompt();
		List<Thread> others = decodeThreads();
		try (Scheduler scheduler = Scheduler.start(graph(),
				SchedulerConfig.plain(1, 8, 200, 512, 32).withPrefixCache(1 << 20).withPromptLookup(true))) {
			requests(scheduler, prompt, random, 500);
			long bytes = collected(0);
			requests(scheduler, prompt, random, 1000);
			// Windows and rows are reserved once and kept; what a request adds goes with
			// it.
			long most = bytes + REQUEST_BYTES * 1000;
			assertThat(collected(most)).as("seed %d", seed).isLessThanOrEqualTo(most);
			assertThat(decodeThreads()).hasSize(others.size() + 1);
			requireIdle(scheduler);
			assertThat(scheduler.status().queued()).isZero();
			assertThat(scheduler.status().stateTokens()).isZero();
		}
		requireEnded(others);
	}

	@Test
	void engineAfterEngineFreesItsThreadAndItsMemory() throws Exception {
		int[] prompt = prompt();
		Path graph = graph();
		List<Thread> others = decodeThreads();
		long bytes = 0;
		long resident = 0;
		for (int i = 0; i < 12; i++) {
			try (Scheduler scheduler = Scheduler.start(graph, SchedulerConfig.plain(1, 2, 4, 512, 32))) {
				assertThat(TokenCollector.greedy(scheduler, prompt, 4).tokens()).isNotEmpty();
			}
			requireEnded(others);
			bytes = (i == 1) ? collected(0) : bytes;
			resident = (i == 1) ? resident() : resident;
		}
		assertThat(collected(bytes)).isLessThanOrEqualTo(bytes);
		// Ten sessions that stayed open would hold the packed weights ten times.
		assertThat(resident() - resident).isLessThan(5 * Files.size(graph.resolveSibling("model.onnx.data")));
	}

	private static void requests(Scheduler scheduler, int[] prompt, Random random, int count) {
		List<TokenCollector> running = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			TokenCollector next = mixed(random.nextInt(8));
			next.start(scheduler, prompt, 1 + random.nextInt(12),
					random.nextBoolean() ? SamplingOptions.GREEDY : new SamplingOptions(1, 20, 0.9, 0, 1.05), i,
					new Caller("user" + random.nextInt(5), random.nextInt(3), "scope" + random.nextInt(3)));
			if (random.nextInt(5) == 0) {
				next.ticket().cancel();
			}
			running.add(next);
			if (running.size() == 100) {
				running.forEach(LeakTest::await);
				running.clear();
			}
		}
		running.forEach(LeakTest::await);
	}

	private static TokenCollector mixed(int kind) {
		return (kind > 0) ? new TokenCollector() : new TokenCollector() {

			@Override
			public void onToken(int token, Steering steering) {
				throw new IllegalStateException("A listener that throws");
			}

		};
	}

	private static void await(TokenCollector sequence) {
		try {
			sequence.tokens();
		}
		catch (java.util.concurrent.CompletionException ex) {
			assertThat(ex).hasRootCauseMessage("A listener that throws");
		}
	}

	/**
	 * Direct memory after what nobody holds was collected; another thread frees it, a
	 * moment after a collection found it.
	 */
	private static long collected(long expected) {
		long used = Long.MAX_VALUE;
		for (int i = 0; i < 20 && used > expected; i++) {
			System.gc();
			used = direct().getMemoryUsed();
		}
		return used;
	}

	/** Resident bytes of this process; 0 where there is no proc. */
	private static long resident() throws IOException {
		Path status = Path.of("/proc/self/status");
		return Files.exists(status) ? Files.readAllLines(status)
			.stream()
			.filter((line) -> line.startsWith("RssAnon:"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
			.findFirst()
			.orElse(0) : 0;
	}

	private static BufferPoolMXBean direct() {
		return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
			.stream()
			.filter((pool) -> pool.getName().equals("direct"))
			.findFirst()
			.orElseThrow();
	}

	private static List<Thread> decodeThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals(THREAD))
			.toList();
	}

	/** A slot is counted as free a moment after its sequence said that it ended. */
	private static void requireIdle(Scheduler scheduler) {
		long start = System.nanoTime();
		while (scheduler.status().active() > 0 && System.nanoTime() - start < 60_000_000_000L) {
			Thread.onSpinWait();
		}
		assertThat(scheduler.status().active()).isZero();
	}

	/** A thread ends a moment after the scheduler that it closed. */
	private static void requireEnded(List<Thread> others) throws InterruptedException {
		for (Thread thread : decodeThreads()) {
			if (!others.contains(thread)) {
				thread.join(60_000);
				assertThat(thread.isAlive()).isFalse();
			}
		}
	}

	private static Path graph() {
		return new ModelCompiler(cache)
			.compile(ModelFolder.open(DemoModel.folder()), CompileOptions.defaults(), ProgressListener.silent())
			.graph();
	}

	private static int[] prompt() {
		return Tokenizer.load(DemoModel.folder().resolve("tokenizer.json"))
			.encodeWithControlTokens("<|startoftext|><|im_start|>user\nHello, how are you today? Repeat: a b a b a b"
					+ "<|im_end|>\n<|im_start|>assistant\n");
	}

}
