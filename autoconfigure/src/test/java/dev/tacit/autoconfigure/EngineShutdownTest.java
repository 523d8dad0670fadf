/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.Phase;
import dev.tacit.inference.Engine;
import dev.tacit.inference.decode.RejectedRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static dev.tacit.autoconfigure.LivingApplication.await;
import static dev.tacit.autoconfigure.LivingApplication.finishReason;
import static dev.tacit.autoconfigure.LivingApplication.flood;
import static dev.tacit.autoconfigure.LivingApplication.health;
import static dev.tacit.autoconfigure.LivingApplication.records;
import static dev.tacit.autoconfigure.LivingApplication.refused;
import static dev.tacit.autoconfigure.LivingApplication.runner;
import static dev.tacit.autoconfigure.LivingApplication.until;
import static org.assertj.core.api.Assertions.assertThat;

/** What runs ends with an outcome when a context closes, and nothing outlives it. */
class EngineShutdownTest {

	@TempDir
	static Path cache;

	@TempDir
	Path folder;

	private ApplicationContextRunner application(String name) {
		return runner(cache, this.folder.resolve(name));
	}

	@Test
	void aClosingContextLetsWhatRunsEndAndRecordsIt() {
		application("one").run((context) -> {
			ChatModel model = context.getBean(ChatModel.class);
			CountDownLatch begun = new CountDownLatch(1);
			CompletableFuture<List<ChatResponse>> running = model.stream(new Prompt("Hello"))
				.doOnNext((chunk) -> begun.countDown())
				.collectList()
				.toFuture();
			await(begun);
			close(context);
			assertThat(finishReason(running.get(60, TimeUnit.SECONDS))).isNotEqualToIgnoringCase("cancelled");
			assertThat(refused(model).reason()).isEqualTo(RejectedRequestException.Reason.CLOSED);
		});
		reopened((ledger) -> assertThat(records(ledger, Phase.COMPLETED)).hasSize(1));
	}

	@Test
	void whatOutlastsThePhaseIsCancelledAndHasAnOutcomeToo() {
		application("one")
			.withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=200ms", "tacit.engine.slots=1",
					"tacit.chat.max-tokens=900")
			.run((context) -> {
				Engine engine = context.getBean(Engine.class);
				List<CompletableFuture<List<ChatResponse>>> replies = flood(context.getBean(ChatModel.class), 12);
				until(() -> engine.status().queued() >= 6);
				close(context);
				for (CompletableFuture<List<ChatResponse>> reply : replies) {
					reply.handle((chunks, failure) -> chunks).get(60, TimeUnit.SECONDS);
				}
			});
		reopened((ledger) -> {
			assertThat(records(ledger, Phase.ABANDONED)).isEmpty();
			assertThat(records(ledger, Phase.INTENT)).isNotEmpty()
				.hasSameSizeAs(List
					.of(records(ledger, Phase.COMPLETED), records(ledger, Phase.CANCELLED),
							records(ledger, Phase.FAILED))
					.stream()
					.flatMap(List::stream)
					.toList());
		});
	}

	private void reopened(Consumer<AuditLedger> test) {
		application("one").run((context) -> test.accept(context.getBean(AuditLedger.class)));
	}

	private static void close(AssertableApplicationContext context) {
		context.getSourceApplicationContext().close();
	}

	@Test
	void contextsOneAfterTheOtherAndSideBySideLeaveNoThreadBehind() throws InterruptedException {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		application("a").run((outer) -> {
			answer(outer);
			for (String name : List.of("b", "c", "d")) {
				application(name).withPropertyValues("tacit.engine.load=background").run((inner) -> {
					until(() -> health(inner).getStatus().equals(Status.UP));
					answer(inner);
				});
			}
			answer(outer);
		});
		// One that is closed while it loads.
		application("e").withPropertyValues("tacit.engine.load=background").run((context) -> {
		});
		Set<Thread> after = Thread.getAllStackTraces().keySet();
		List<String> left = new ArrayList<>();
		for (Thread thread : after) {
			if (thread.getName().startsWith("tacit-") && !before.contains(thread)) {
				thread.join(TimeUnit.SECONDS.toMillis(30));
				if (thread.isAlive()) {
					left.add(thread.getName());
				}
			}
		}
		assertThat(left).isEmpty();
	}

	private static void answer(AssertableApplicationContext context) {
		assertThat(context.getBean(ChatModel.class).call(new Prompt("Hello")).getResult()).isNotNull();
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName).contains("tacit-decode");
	}

}
