/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.AuditLedgerConfig;
import dev.tacit.audit.AuditQuery;
import dev.tacit.audit.AuditRecord;
import dev.tacit.audit.TestDatabase;
import dev.tacit.privacy.PrivacyFilter;
import dev.tacit.privacy.PrivacyPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.concurrent.DelegatingSecurityContextExecutor;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * T46: the actor of a record is whoever the request ran for, on whatever thread it ran,
 * and never whoever used that thread before.
 */
abstract class ActorTests {

	private final TestDatabase kind;

	@TempDir
	Path folder;

	@SuppressWarnings("NullAway.Init")
	private AuditLedger ledger;

	@SuppressWarnings("NullAway.Init")
	private ChatModel model;

	ActorTests(TestDatabase kind) {
		this.kind = kind;
	}

	@BeforeEach
	void open() {
		this.ledger = AuditLedger.open(AuditLedgerConfig.of("jdbc:h2:file:none", this.folder.resolve("keys"))
			.with(this.kind.create(this.folder)));
		// Each reply comes from a thread that knows nobody.
		ScriptedModel replies = new ScriptedModel(
				Flux.just(ScriptedModel.part("a"), ScriptedModel.last("b")).subscribeOn(Schedulers.boundedElastic()));
		this.model = new GovernedChatModel(replies, PrivacyFilter.withDefaults(PrivacyPolicy.defaults()), this.ledger,
				new SecurityContextCallerResolver(), ReasoningVisibility.ALWAYS, (found) -> {
				}, Map.of());
	}

	@AfterEach
	void close() {
		SecurityContextHolder.clearContext();
		this.ledger.close();
	}

	private static void become(String name) {
		SecurityContext context = SecurityContextHolder.createEmptyContext();
		context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(name, "", List.of()));
		SecurityContextHolder.setContext(context);
	}

	private static <T> T as(String name, Callable<T> work) throws Exception {
		become(name);
		try {
			return work.call();
		}
		finally {
			SecurityContextHolder.clearContext();
		}
	}

	private static String id(ChatResponse response) {
		return Objects.requireNonNull(response.getMetadata().get(GovernanceMetadata.AUDIT_ID));
	}

	private String call() {
		return id(this.model.call(new Prompt("Hello")));
	}

	private String stream() {
		return id(Objects.requireNonNull(this.model.stream(new Prompt("Hello")).blockLast()));
	}

	/**
	 * Intent and outcome of these requests, and no other record, were on these people's
	 * behalf.
	 */
	private void assertActors(Map<String, String> expected) {
		Map<String, List<String>> found = new HashMap<>();
		for (String request : expected.keySet()) {
			for (AuditRecord record : ScriptedModel.reader(this.ledger).search(AuditQuery.ofRequest(request))) {
				found.computeIfAbsent(request, (id) -> new ArrayList<>())
					.add(ScriptedModel.reader(this.ledger).actor(record).orElse("nobody"));
			}
		}
		Map<String, List<String>> wanted = new HashMap<>();
		expected.forEach((request, name) -> wanted.put(request, List.of(name, name)));
		assertThat(found).isEqualTo(wanted);
	}

	private void assertNothingLeaks(ExecutorService threads) throws Exception {
		Map<Future<String>, String> running = new HashMap<>();
		for (int i = 0; i < 60; i++) {
			String name = "person-" + i % 7;
			boolean known = i % 5 != 0;
			boolean whole = i % 2 == 0;
			running.put(threads.submit(() -> {
				Callable<String> request = whole ? this::call : this::stream;
				return known ? as(name, request) : request.call();
			}), known ? name : "anonymous");
		}
		Map<String, String> expected = new HashMap<>();
		for (Map.Entry<Future<String>, String> each : running.entrySet()) {
			expected.put(each.getKey().get(), each.getValue());
		}
		assertActors(expected);
	}

	@Test
	void t46PooledThreadsLeakNobodyIntoTheNextRequest() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			assertNothingLeaks(threads);
		}
		finally {
			threads.shutdown();
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "Java 17 has no virtual threads")
	void t46VirtualThreadsLeakNobodyIntoTheNextRequest() throws Exception {
		ExecutorService threads = (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor")
			.invoke(null);
		try {
			assertNothingLeaks(threads);
		}
		finally {
			threads.shutdown();
		}
	}

	@Test
	void t46AStreamBelongsToWhoeverAssembledItUnlessItsSubscriberIsKnown() throws Exception {
		Map<String, String> expected = new HashMap<>();
		Flux<ChatResponse> annas = as("anna", () -> this.model.stream(new Prompt("Hello")));
		expected.put(id(Objects.requireNonNull(annas.subscribeOn(Schedulers.boundedElastic()).blockLast())), "anna");
		expected.put(id(Objects.requireNonNull(annas.blockLast())), "anna");
		expected.put(as("berta", () -> id(Objects.requireNonNull(annas.blockLast()))), "berta");
		expected.put(stream(), "anonymous");
		assertActors(expected);
	}

	@Test
	void t46AnAsynchronousMethodHasAnActorOnlyIfItsContextIsPassedOn() throws Exception {
		ExecutorService threads = Executors.newSingleThreadExecutor();
		try {
			Map<String, String> expected = new HashMap<>();
			expected.put(as("anna", () -> later(threads::execute)), "anonymous");
			expected.put(as("anna", () -> later(new DelegatingSecurityContextExecutor(threads)::execute)), "anna");
			expected.put(as("berta", () -> later(threads::execute)), "anonymous");
			assertActors(expected);
		}
		finally {
			threads.shutdown();
		}
	}

	private String later(Executor executor) throws ExecutionException, InterruptedException {
		return CompletableFuture.supplyAsync(this::call, executor).get();
	}

}
