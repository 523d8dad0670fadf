/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A limit holds in every window of its length, nobody pays for somebody else, and whoever
 * waits as long as told is let in.
 */
class QuotasTest {

	private final AtomicLong now = new AtomicLong(-5);

	private Quotas quotas(QuotaLimits limits) {
		return new Quotas(limits, this.now::get);
	}

	private void pass(Duration time) {
		this.now.addAndGet(time.toNanos());
	}

	private static @Nullable QuotaExceededException admit(Quotas quotas) {
		try {
			quotas.admit("anna", false);
			return null;
		}
		catch (QuotaExceededException ex) {
			return ex;
		}
	}

	private static QuotaExceededException refused(Quotas quotas) {
		return Objects.requireNonNull(admit(quotas), "a refusal");
	}

	private static void use(Quotas quotas, String principal, int tokens) {
		QuotaPermit permit = quotas.admit(principal, false);
		permit.received(reply(tokens));
		permit.close();
	}

	private static ChatResponse reply(int tokens) {
		return new ChatResponse(List.of(new Generation(new AssistantMessage("x"))),
				ChatResponseMetadata.builder().usage(new DefaultUsage(tokens - 1, 1)).build());
	}

	@Test
	void theNextRequestWaitsUntilTheFirstLeavesTheMinute() {
		Quotas quotas = quotas(new QuotaLimits(2L, null, null));
		use(quotas, "anna", 10);
		pass(Duration.ofSeconds(20));
		use(quotas, "anna", 10);
		QuotaExceededException refusal = refused(quotas);
		assertThat(refusal.quota()).isEqualTo(Quota.REQUESTS);
		assertThat(refusal.retryAfter()).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(41));
		assertThat(refusal.getMessage()).contains("requests per minute").doesNotContain("anna");
		pass(refusal.retryAfter());
		use(quotas, "anna", 10);
		assertThat(refused(quotas).quota()).isEqualTo(Quota.REQUESTS);
	}

	@Test
	void tokensAreCountedWhenTheReplyEndsAndTheNextRequestWaits() {
		Quotas quotas = quotas(new QuotaLimits(null, 100L, null));
		use(quotas, "anna", 60);
		use(quotas, "anna", 70);
		QuotaExceededException refusal = refused(quotas);
		assertThat(refusal.quota()).isEqualTo(Quota.TOKENS);
		pass(refusal.retryAfter().minusSeconds(1));
		assertThat(refused(quotas).quota()).isEqualTo(Quota.TOKENS);
		pass(Duration.ofSeconds(1));
		use(quotas, "anna", 2);
	}

	@Test
	void aPlaceIsFreeWhenItsRequestEndsHoweverOftenItSaysSo() {
		Quotas quotas = quotas(new QuotaLimits(null, null, 2));
		QuotaPermit first = quotas.admit("anna", false);
		quotas.admit("anna", false);
		assertThat(refused(quotas).quota()).isEqualTo(Quota.CONCURRENT);
		first.close();
		first.close();
		quotas.admit("anna", false);
		assertThat(refused(quotas).retryAfter()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void theResultOfAToolIsTakenWhateverWasUsedAndItsTokensCount() {
		Quotas quotas = quotas(new QuotaLimits(1L, 100L, 1));
		QuotaPermit permit = quotas.admit("anna", false);
		QuotaPermit followUp = quotas.admit("anna", true);
		followUp.received(reply(100));
		followUp.close();
		permit.close();
		pass(Duration.ofMinutes(2));
		assertThat(refused(quotas).quota()).isEqualTo(Quota.TOKENS);
	}

	@Test
	void aStreamThatNobodyReadToItsEndCostsWhatArrived() {
		Quotas quotas = quotas(new QuotaLimits(null, 3L, null));
		QuotaPermit permit = quotas.admit("anna", false);
		for (int i = 0; i < 3; i++) {
			permit.received(new ChatResponse(List.of(new Generation(new AssistantMessage("x")))));
		}
		permit.close();
		assertThat(refused(quotas).quota()).isEqualTo(Quota.TOKENS);
	}

	@Test
	void aPlaceIsFreeBeforeItIsKnownWhatItsRequestUsed() {
		Quotas quotas = quotas(new QuotaLimits(null, 100L, 1));
		QuotaPermit left = quotas.admit("anna", false);
		left.received(new ChatResponse(List.of(new Generation(new AssistantMessage("x")))));
		left.leave();
		quotas.admit("anna", false).close();
		left.used(new DefaultUsage(99, 1));
		left.close();
		assertThat(refused(quotas).quota()).isEqualTo(Quota.TOKENS);
	}

	@Test
	void nobodyPaysForSomebodyElseAndTheIdleAreForgotten() {
		Quotas quotas = quotas(new QuotaLimits(1L, 1000L, null));
		for (int i = 0; i < 500; i++) {
			use(quotas, "person " + i, 10);
		}
		assertThat(quotas.principals()).isEqualTo(500);
		pass(Duration.ofMinutes(62));
		use(quotas, "anna", 10);
		assertThat(quotas.principals()).isEqualTo(1);
	}

	@Test
	void noMinuteEverHoldsMoreThanTheLimitAndWaitingAsToldAlwaysHelps() {
		Random random = new Random(7);
		Quotas quotas = quotas(new QuotaLimits(5L, null, null));
		Deque<Long> admitted = new ArrayDeque<>();
		int refusals = 0;
		for (int i = 0; i < 2_000; i++) {
			pass(Duration.ofMillis(random.nextInt(20_000)));
			QuotaExceededException refusal = admit(quotas);
			if (refusal != null) {
				refusals++;
				pass(refusal.retryAfter());
				assertThat(admit(quotas)).isNull();
			}
			admitted.addLast(this.now.get());
			if (admitted.size() > 5) {
				assertThat(this.now.get() - admitted.removeFirst()).isGreaterThan(Duration.ofMinutes(1).toNanos());
			}
		}
		assertThat(refusals).isBetween(100, 1_900);
	}

	@Test
	void withoutLimitsNothingIsKept() {
		Quotas quotas = Quotas.unlimited();
		for (int i = 0; i < 1_000; i++) {
			use(quotas, "anna", 1_000_000);
		}
		assertThat(quotas.principals()).isZero();
		assertThatIllegalArgumentException().isThrownBy(() -> new QuotaLimits(0L, null, null));
	}

}
