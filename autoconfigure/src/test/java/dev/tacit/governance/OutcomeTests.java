/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.AuditLedgerConfig;
import dev.tacit.audit.AuditQuery;
import dev.tacit.audit.AuditRecord;
import dev.tacit.audit.AuditUnavailableException;
import dev.tacit.audit.TestDatabase;
import dev.tacit.privacy.PrivacyFilter;
import dev.tacit.privacy.PrivacyPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import static dev.tacit.governance.ScriptedModel.last;
import static dev.tacit.governance.ScriptedModel.part;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * T14 and T45: a request has one intent and exactly one outcome, whoever ends it, how and
 * when. The model is a script: an engine cannot be told to end at a given moment.
 */
abstract class OutcomeTests {

	static final Caller ANNA = new Caller("anna", "test", Set.of("ROLE_CLINICIAN"));

	private static final Set<String> OUTCOMES = Set.of("COMPLETED", "FAILED", "CANCELLED", "DENIED", "ABANDONED");

	private final TestDatabase kind;

	@TempDir
	Path folder;

	private AuditLedgerConfig config = AuditLedgerConfig.of("jdbc:h2:file:none", Path.of("none"));

	private final List<AuditLedger> opened = new ArrayList<>();

	private final Quotas quotas = new Quotas(new QuotaLimits(null, null, 1), System::nanoTime);

	OutcomeTests(TestDatabase kind) {
		this.kind = kind;
	}

	@BeforeEach
	void createDatabase() {
		this.config = AuditLedgerConfig.of("jdbc:h2:file:none", this.folder.resolve("keys"))
			.with(this.kind.create(this.folder));
	}

	@AfterEach
	void close() {
		this.opened.forEach(AuditLedger::close);
	}

	private AuditLedger open() {
		AuditLedger ledger = AuditLedger.open(this.config);
		this.opened.add(ledger);
		return ledger;
	}

	private static GovernedChatModel governed(AuditLedger ledger, ChatModel model) {
		return governed(ledger, model, (caller, departure) -> new Route(model, Map.of()), Quotas.unlimited());
	}

	private static GovernedChatModel governed(AuditLedger ledger, ChatModel model, EngineRouter router, Quotas quotas) {
		return new GovernedChatModel(model, router,
				new ConversationTokens(PrivacyFilter.withDefaults(PrivacyPolicy.defaults())), ledger, () -> ANNA,
				ReasoningVisibility.ALWAYS, (found) -> {
				}, Map::of, quotas);
	}

	@Test
	void aTokenThatNobodyIssuedIsCountedInTheOutcome() {
		AuditLedger ledger = open();
		ChatResponse reply = governed(ledger,
				new ScriptedModel(Flux.just(last("By [[PERSON:0000]] and [[PERSON:00ff]], [Fig: 2024]."))))
			.call(new Prompt("Who wrote it?"));
		assertThat(ScriptedModel.text(reply)).contains("[[PERSON:0000]]");
		assertThat(ScriptedModel.reader(ledger).search(AuditQuery.newest(1)).get(0).facts())
			.contains("\"unresolvedTokens\":\"2\"");
	}

	/** Phases by request, of every request that has an intent. */
	private static Map<String, List<String>> requests(AuditLedger ledger) {
		Map<String, List<String>> phases = new HashMap<>();
		List<AuditRecord> page = ScriptedModel.reader(ledger).search(AuditQuery.newest(1000));
		while (!page.isEmpty()) {
			for (AuditRecord record : page) {
				if (record.phase().equals("INTENT") || OUTCOMES.contains(record.phase())) {
					phases.computeIfAbsent(record.requestId(), (id) -> new ArrayList<>()).add(record.phase());
				}
			}
			page = ScriptedModel.reader(ledger)
				.search(AuditQuery.newest(1000).after(page.get(page.size() - 1).sequence()));
		}
		return phases;
	}

	/** Every request was ended by exactly one of these. */
	private static void assertOneOutcomeEach(AuditLedger ledger, int requests, String... expected) {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
		Map<String, List<String>> phases = requests(ledger);
		while (phases.values().stream().filter((each) -> each.size() >= 2).count() < requests) {
			assertThat(System.nanoTime()).as("requests without an outcome: %s", phases).isLessThan(deadline);
			phases = requests(ledger);
		}
		assertThat(phases).hasSize(requests);
		assertThat(phases.values()).allSatisfy((each) -> {
			assertThat(each).hasSize(2).endsWith("INTENT");
			assertThat(each.get(0)).isIn((Object[]) expected);
		});
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void t45ACancelThatOvertakesTheLastPartLeavesOneOutcome() throws InterruptedException {
		AuditLedger ledger = open();
		AtomicReference<Disposable> subscription = new AtomicReference<>();
		CountDownLatch subscribed = new CountDownLatch(1);
		CompletableFuture<Thread> engine = new CompletableFuture<>();
		// The last part is on its way when its caller goes, and arrives after that is
		// recorded.
		ChatResponse overtaken = ScriptedModel.asked(last("960 mg"), () -> {
			await(subscribed);
			subscription.get().dispose();
			assertOneOutcomeEach(ledger, 1, "CANCELLED");
		});
		ScriptedModel model = new ScriptedModel(Flux.from((subscriber) -> {
			Thread thread = new Thread(() -> Flux.just(part("The dose is "), overtaken).subscribe(subscriber));
			thread.start();
			engine.complete(thread);
		}));
		subscription.set(governed(ledger, model).stream(new Prompt("Hello")).subscribe());
		subscribed.countDown();
		engine.join().join();
		ledger.close();
		assertOneOutcomeEach(open(), 1, "CANCELLED");
	}

	@Test
	void t45WhicheverOfCancelAndLastPartIsFirstThereIsOneOutcome() {
		AuditLedger ledger = open();
		Random random = new Random(45);
		int rounds = 60;
		for (int i = 0; i < rounds; i++) {
			CountDownLatch begun = new CountDownLatch(1);
			CountDownLatch go = new CountDownLatch(1);
			int spins = random.nextInt(20_000);
			Flux<ChatResponse> reply = Flux.concat(Flux.just(part("a")), Flux.defer(() -> {
				begun.countDown();
				await(go);
				return Flux.just(part("b"), last("c"));
			})).subscribeOn(Schedulers.boundedElastic());
			Disposable subscription = governed(ledger, new ScriptedModel(reply)).stream(new Prompt("Hello"))
				.subscribe((chunk) -> {
				}, (failure) -> {
				});
			await(begun);
			go.countDown();
			for (int spin = 0; spin < spins; spin++) {
				Thread.onSpinWait();
			}
			subscription.dispose();
			subscription.dispose();
		}
		assertOneOutcomeEach(ledger, rounds, "COMPLETED", "CANCELLED");
		ledger.close();
		assertOneOutcomeEach(open(), rounds, "COMPLETED", "CANCELLED");
	}

	@Test
	void t45ACancelWhileTheIntentIsWrittenEndsItAndFreesThePlace() {
		AuditLedger ledger = open();
		ScriptedModel model = new ScriptedModel(Flux.just(last("never asked for")));
		CompletableFuture<Disposable> subscription = new CompletableFuture<>();
		GovernedChatModel governed = governed(ledger, model, (caller, departure) -> {
			if (!subscription.isDone()) {
				// Its intent is written next; nobody will take what comes of it.
				subscription.join();
			}
			subscription.join().dispose();
			return new Route(model, Map.of());
		}, this.quotas);
		subscription.complete(governed.stream(new Prompt("Hello")).subscribe());
		assertOneOutcomeEach(ledger, 1, "CANCELLED");
		GovernedChatModel next = governed(ledger, model, (caller, departure) -> new Route(model, Map.of()),
				this.quotas);
		assertThat(next.stream(new Prompt("Hello")).blockLast(Duration.ofSeconds(60))).isNotNull();
	}

	@Test
	void t45WhatComesAfterTheLastPartChangesNothing() {
		AuditLedger ledger = open();
		List<Flux<ChatResponse>> replies = List.of(Flux.just(last("a"), part("more"), last("b")),
				Flux.concat(Flux.just(last("a")), Flux.error(new IllegalStateException("late"))));
		for (Flux<ChatResponse> reply : replies) {
			List<ChatResponse> seen = new ArrayList<>();
			CountDownLatch done = new CountDownLatch(1);
			Disposable subscription = governed(ledger, new ScriptedModel(reply)).stream(new Prompt("Hello"))
				.doFinally((signal) -> done.countDown())
				.subscribe(seen::add, (failure) -> {
				});
			await(done);
			subscription.dispose();
			assertThat(seen.stream().map(ScriptedModel::text)).as("%s", reply).containsExactly("a", "");
		}
		assertOneOutcomeEach(ledger, 2, "COMPLETED");
	}

	@Test
	void t45AStreamThatNeverSaysWhyItEndedIsAFailure() {
		AuditLedger ledger = open();
		GovernedChatModel governed = governed(ledger, new ScriptedModel(Flux.just(part("The dose is "))));
		assertThatIllegalStateException().isThrownBy(() -> governed.stream(new Prompt("Hello")).blockLast())
			.withMessageContaining("finish reason");
		assertOneOutcomeEach(ledger, 1, "FAILED");
	}

	@Test
	void t70ALedgerThatOnlyLooksLikeOneLetsNothingPass() {
		AtomicInteger asked = new AtomicInteger();
		ScriptedModel model = new ScriptedModel(Flux.defer(() -> {
			asked.incrementAndGet();
			return Flux.just(last("a"));
		}));
		GovernedChatModel governed = governed(Mockito.mock(AuditLedger.class), model);
		assertThatExceptionOfType(AuditUnavailableException.class).isThrownBy(() -> governed.call(new Prompt("Hello")));
		assertThatExceptionOfType(AuditUnavailableException.class)
			.isThrownBy(() -> governed.stream(new Prompt("Hello")).blockLast());
		assertThat(asked).hasValue(0);
	}

	@Test
	void t14WhateverAModelThrowsIsAnOutcome() {
		AuditLedger ledger = open();
		List<Throwable> failures = List.of(new OutOfMemoryError("Java heap space"), new StackOverflowError(),
				new LinkageError("x"), new CompletionException(new IllegalStateException("x")),
				new IllegalArgumentException("x"));
		for (Throwable failure : failures) {
			ScriptedModel model = new ScriptedModel(Flux.error(failure));
			GovernedChatModel governed = governed(ledger, model, (caller, departure) -> new Route(model, Map.of()),
					this.quotas);
			assertThatExceptionOfType(Throwable.class).isThrownBy(() -> governed.call(new Prompt("Hello")))
				.isSameAs(failure);
			assertThatExceptionOfType(Throwable.class)
				.isThrownBy(() -> governed.stream(new Prompt("Hello")).blockLast())
				.satisfies((told) -> assertThat(told == failure || told.getCause() == failure).isTrue());
		}
		assertOneOutcomeEach(ledger, 2 * failures.size(), "FAILED");
	}

	@Test
	void t14AThreadThatDiesLeavesAnIntentThatIsEndedAtTheNextStartAtTheLatest() throws InterruptedException {
		AuditLedger ledger = open();
		ExecutorService engine = Executors.newSingleThreadExecutor();
		CountDownLatch dying = new CountDownLatch(1);
		ScriptedModel model = new ScriptedModel(
				Flux.just(part("a")).publishOn(Schedulers.fromExecutorService(engine)).map((chunk) -> {
					dying.countDown();
					throw new OutOfMemoryError("Java heap space");
				}));
		governed(ledger, model).stream(new Prompt("Hello")).subscribe((chunk) -> {
		}, (failure) -> {
		});
		await(dying);
		engine.shutdown();
		assertThat(engine.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		ledger.close();
		assertOneOutcomeEach(open(), 1, "FAILED", "ABANDONED");
	}

}
