/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.tacit.audit.Actor;
import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.AuditQuery;
import dev.tacit.audit.AuditReader;
import dev.tacit.audit.AuditRecord;
import dev.tacit.audit.Phase;
import dev.tacit.inference.Engine;
import dev.tacit.inference.json.Json;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * More clients than slots, more than may wait, and more than one user may have at a time;
 * one in five hangs up. Bounded: 500 requests on loopback.
 */
class LoadIT extends HttpTests {

	private static final int REQUESTS = 500;

	private static final int CLIENTS = 32;

	/** Both users together still have more than slots and queue hold. */
	private static final int AT_A_TIME = 12;

	/**
	 * What the last 400 requests may leave on the heap: a fifth of it would be a leak.
	 */
	private static final long HEAP_BYTES = 8L << 20;

	private static final long SEED = 20261125;

	private static final List<String> QUESTIONS = List.of("Hello", "What is 12% of 250?", "Convert 2.5 g to mg.",
			"A patient weighs 64 kg. The order is 15 mg/kg. What is the total dose?",
			"Repeat: card 4111 1111 1111 1111");

	private static final Pattern PROBLEM = Pattern.compile("urn:tacit:([a-z-]+)");

	private final HttpClient client = HttpClient.newHttpClient();

	private final Map<String, AtomicInteger> outcomes = new ConcurrentSkipListMap<>();

	@Autowired
	private AuditLedger ledger;

	@Autowired
	private Engine engine;

	@Autowired
	private MeterRegistry registry;

	@DynamicPropertySource
	static void data(DynamicPropertyRegistry properties) {
		Path data = RunningApplication.folder();
		properties.add("spring.datasource.url", () -> "jdbc:h2:file:" + data.resolve("sample"));
		properties.add("tacit.audit.datasource.url", () -> "jdbc:h2:file:" + data.resolve("ledger"));
		properties.add("tacit.audit.key-file", () -> data.resolve("keys").toString());
		properties.add("tacit.audit.append-timeout", () -> "20s");
		properties.add("tacit.model.cache-directory", () -> data.resolve("cache").toString());
		properties.add("tacit.engine.slots", () -> "4");
		properties.add("tacit.engine.queue-capacity", () -> "16");
		properties.add("tacit.chat.max-tokens", () -> "24");
		properties.add("tacit.governance.quotas.concurrent-requests", () -> String.valueOf(AT_A_TIME));
	}

	@Test
	void metersAndLedgerAgreeToTheLastTokenAndNothingStaysOccupied() throws Exception {
		Random random = new Random(SEED);
		load(REQUESTS / 5, random);
		long before = heapInUse();
		load(REQUESTS - REQUESTS / 5, random);
		long after = heapInUse();
		System.out.println("Load: " + this.outcomes + ", " + records(Phase.COMPLETED) + " completed, "
				+ records(Phase.CANCELLED) + " cancelled, " + records(Phase.FAILED) + " refused, heap " + before
				+ " and then " + after + " bytes");
		assertThat(after - before).as("heap bytes that %d requests left", REQUESTS - REQUESTS / 5)
			.isLessThan(HEAP_BYTES);
		assertEveryAnswerIsOfTheDocumentedOnes();
		assertThat(records(Phase.CANCELLED)).isPositive();
		assertThat(tokens("prompt")).isEqualTo(recorded("promptTokens"));
		assertThat(tokens("reasoning") + tokens("answer")).isEqualTo(recorded("completionTokens"));
		assertThat(this.engine.status().stateTokens()).isZero();
		assertThat(this.engine.status().cacheBytes()).isLessThanOrEqualTo(this.engine.config().prefixCacheBytes());
		assertThat(this.ledger.verify((checked) -> {
		}).valid()).isTrue();
	}

	/** Until everything ended. */
	private void load(int requests, Random random) throws InterruptedException {
		ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
		for (int i = 0; i < requests; i++) {
			String question = QUESTIONS.get(random.nextInt(QUESTIONS.size()));
			boolean hangsUp = i % 5 == 0;
			String user = random.nextBoolean() ? "clinician" : "billing";
			boolean whole = random.nextBoolean();
			clients.execute(() -> count(hangsUp ? hangUp(user, question) : ask(user, question, whole)));
		}
		clients.shutdown();
		assertThat(clients.awaitTermination(10, TimeUnit.MINUTES)).isTrue();
		until(() -> this.engine.status().active() == 0 && this.engine.status().queued() == 0
				&& records(Phase.INTENT) == ended());
	}

	/** What is reachable, once the collector has been asked for all of it. */
	private static long heapInUse() {
		MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 5; i++) {
			memory.gc();
			least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
		}
		return least;
	}

	private void assertEveryAnswerIsOfTheDocumentedOnes() {
		assertThat(this.outcomes.keySet()).isSubsetOf("200", "429 busy", "429 quota-exceeded", "stream done",
				"stream busy", "stream quota-exceeded", "hung up");
		assertThat(this.outcomes.values().stream().mapToInt(AtomicInteger::get).sum()).isEqualTo(REQUESTS);
		assertThat(this.outcomes.get("hung up")).hasValue(REQUESTS / 5);
		// Who hung up may have been refused too, and did not read it.
		assertThat(rejections("quota_concurrent")).isBetween((long) seen("quota-exceeded"),
				(long) seen("quota-exceeded") + REQUESTS / 5);
		assertThat(seen("quota-exceeded")).isPositive();
		assertThat(rejections("queue_full") + rejections("queue_timeout")).isBetween((long) seen("busy"),
				(long) seen("busy") + REQUESTS / 5);
	}

	private int seen(String refusal) {
		return this.outcomes.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().endsWith(refusal))
			.mapToInt((entry) -> entry.getValue().get())
			.sum();
	}

	private long rejections(String reason) {
		return (long) this.registry.get("tacit.rejections")
			.tag("reason", reason)
			.meter()
			.measure()
			.iterator()
			.next()
			.getValue();
	}

	private void count(String outcome) {
		this.outcomes.computeIfAbsent(outcome, (absent) -> new AtomicInteger()).incrementAndGet();
	}

	private String ask(String user, String question, boolean whole) {
		try {
			HttpResponse<String> response = this.client.send(
					request(user, question, whole ? "/api/chat" : "/api/chat/stream"),
					HttpResponse.BodyHandlers.ofString());
			String kind = whole ? String.valueOf(response.statusCode()) : "stream";
			Matcher problem = PROBLEM.matcher(response.body());
			if (problem.find()) {
				return kind + " " + problem.group(1);
			}
			return response.body().contains("event:done") ? "stream done" : kind;
		}
		catch (IOException | InterruptedException ex) {
			return ex.toString();
		}
	}

	/** Reads the first line of a stream, and closes the connection. */
	private String hangUp(String user, String question) {
		try (Stream<String> lines = this.client
			.send(request(user, question, "/api/chat/stream"), HttpResponse.BodyHandlers.ofLines())
			.body()) {
			Iterator<String> first = lines.iterator();
			if (first.hasNext()) {
				first.next();
			}
			return "hung up";
		}
		catch (IOException | InterruptedException ex) {
			return ex.toString();
		}
	}

	private HttpRequest request(String user, String question, String path) {
		String credentials = Base64.getEncoder().encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8));
		return HttpRequest.newBuilder(URI.create(address(path)))
			.header("Authorization", "Basic " + credentials)
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString("{\"message\":\"" + question + "\"}"))
			.build();
	}

	private static void until(BooleanSupplier condition) {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
		while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
			Thread.onSpinWait();
		}
		assertThat(condition.getAsBoolean()).as("everything ended").isTrue();
	}

	private int ended() {
		return records(Phase.COMPLETED) + records(Phase.CANCELLED) + records(Phase.FAILED);
	}

	private int records(Phase phase) {
		return reader().search(AuditQuery.ofPhase(phase, 1000)).size();
	}

	private AuditReader reader() {
		return this.ledger.reader(new Actor("load-test", "test", Set.of("TACIT_AUDITOR")));
	}

	private long tokens(String type) {
		return (long) this.registry.get("tacit.tokens").tag("type", type).counter().count();
	}

	/** Sum of a fact over all outcomes. */
	private long recorded(String fact) {
		long sum = 0;
		for (Phase phase : List.of(Phase.COMPLETED, Phase.CANCELLED, Phase.FAILED)) {
			for (AuditRecord record : reader().search(AuditQuery.ofPhase(phase, 1000))) {
				Map<?, ?> facts = (Map<?, ?>) Objects.requireNonNull(Json.parse(record.facts()));
				sum += (facts.get(fact) instanceof String tokens) ? Long.parseLong(tokens) : 0;
			}
		}
		return sum;
	}

}
