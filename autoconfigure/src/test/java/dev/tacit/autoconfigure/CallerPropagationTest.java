/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import dev.tacit.audit.Actor;
import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.AuditQuery;
import dev.tacit.audit.AuditReader;
import dev.tacit.audit.AuditRecord;
import dev.tacit.audit.Phase;
import dev.tacit.chat.TacitReasoning;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.concurrent.DelegatingSecurityContextExecutorService;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many people at once, on threads that are used by one after the other: each request is
 * recorded on behalf of whoever asked, and shows its trace to nobody else.
 */
class CallerPropagationTest {

	private static final int PEOPLE = 24;

	@TempDir
	static Path cache;

	@TempDir
	Path folder;

	/** Whether the reply of each person came with its trace. */
	private final Map<Integer, Boolean> traces = new ConcurrentHashMap<>();

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TacitAuditAutoConfiguration.class,
					TacitPrivacyAutoConfiguration.class, TacitGovernanceAutoConfiguration.class,
					TacitEngineAutoConfiguration.class, TacitChatAutoConfiguration.class))
			.withPropertyValues("tacit.model.location=classpath:dev/tacit/demo", "tacit.model.cache-directory=" + cache,
					"tacit.engine.context-length=512", "tacit.engine.queue-capacity=" + PEOPLE,
					"tacit.chat.max-tokens=24",
					"tacit.audit.datasource.url=jdbc:h2:file:" + this.folder.resolve("ledger"),
					"tacit.audit.key-file=" + this.folder.resolve("keys"), "tacit.audit.append-timeout=20s");
	}

	/** How a request comes to the model. */
	enum Way {

		SERVLET, ASYNC, REACTIVE, VIRTUAL_THREADS

	}

	@ParameterizedTest
	@EnumSource(Way.class)
	void everyRequestIsThatOfWhoeverAsked(Way way) {
		boolean able = way != Way.VIRTUAL_THREADS || Runtime.version().feature() >= 21;
		Assumptions.assumeTrue(able, "This JDK has no virtual threads");
		runner().run((context) -> {
			ChatModel model = context.getBean(ChatModel.class);
			switch (way) {
				case SERVLET -> servlet(model);
				case ASYNC -> onThreadsOf(Executors.newFixedThreadPool(4), model);
				case REACTIVE -> reactive(model);
				default -> onThreadsOf(
						(ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null),
						model);
			}
			assertThat(SecurityContextHolder.getContext().getAuthentication()).isNull();
			assertEverybodyIsInTheLedger(context);
			assertThat(this.traces).hasSize(PEOPLE)
				.allSatisfy((person, trace) -> assertThat(trace).as("trace of %d", person).isEqualTo(person % 2 == 0));
		});
	}

	/** A container's threads: the filter sets a context and takes it away. */
	private void servlet(ChatModel model) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(4);
		List<Future<?>> replies = new ArrayList<>();
		for (int person = 0; person < PEOPLE; person++) {
			int who = person;
			replies.add(threads.submit(() -> {
				SecurityContextHolder.setContext(new SecurityContextImpl(authentication(who)));
				try {
					heard(who, model.stream(prompt(who)).blockLast());
				}
				finally {
					SecurityContextHolder.clearContext();
				}
			}));
		}
		for (Future<?> reply : replies) {
			reply.get();
		}
		threads.shutdown();
	}

	/** Work handed on, as {@code @Async} does with Spring Security's executor. */
	private void onThreadsOf(ExecutorService threads, ChatModel model) throws Exception {
		ExecutorService handing = new DelegatingSecurityContextExecutorService(threads);
		List<Future<?>> replies = new ArrayList<>();
		for (int person = 0; person < PEOPLE; person++) {
			int who = person;
			SecurityContextHolder.setContext(new SecurityContextImpl(authentication(who)));
			replies.add(handing.submit(() -> heard(who, model.call(prompt(who)))));
			SecurityContextHolder.clearContext();
		}
		for (Future<?> reply : replies) {
			reply.get();
		}
		threads.shutdown();
	}

	/** Nothing but Reactor's context says who asks. */
	private void reactive(ChatModel model) {
		Flux.fromStream(IntStream.range(0, PEOPLE).boxed()).flatMap((who) -> asked(model, who)).blockLast();
	}

	private Mono<ChatResponse> asked(ChatModel model, int who) {
		return Flux.defer(() -> model.stream(prompt(who)))
			.last()
			.doOnNext((last) -> heard(who, last))
			.subscribeOn(Schedulers.parallel())
			.contextWrite(ReactiveSecurityContextHolder.withAuthentication(authentication(who)));
	}

	private void heard(int who, ChatResponse reply) {
		this.traces.put(who, TacitReasoning.of(reply).isPresent());
	}

	private static Authentication authentication(int who) {
		return UsernamePasswordAuthenticationToken.authenticated("person-" + who, "none",
				(who % 2 == 0) ? AuthorityUtils.createAuthorityList("TACIT_REASONING") : List.of());
	}

	private static Prompt prompt(int who) {
		return new Prompt("What is " + who + " * 3? I am number <" + who + ">.");
	}

	private static void assertEverybodyIsInTheLedger(AssertableApplicationContext context) {
		AuditReader reader = context.getBean(AuditLedger.class)
			.reader(new Actor("auditor", "test", Set.of("TACIT_AUDITOR")));
		List<AuditRecord> intents = reader.search(AuditQuery.ofPhase(Phase.INTENT, 2 * PEOPLE));
		assertThat(intents).hasSize(PEOPLE);
		for (AuditRecord intent : intents) {
			String actor = reader.actor(intent).orElseThrow();
			assertThat(reader.content(intent).orElseThrow().toString())
				.contains("number <" + actor.replace("person-", "") + ">");
		}
		assertThat(reader.search(AuditQuery.ofPhase(Phase.COMPLETED, 2 * PEOPLE))).hasSize(PEOPLE);
	}

}
