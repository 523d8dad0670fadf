/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CancellationException;

import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.Phase;
import dev.tacit.governance.Quota;
import dev.tacit.governance.QuotaExceededException;
import dev.tacit.privacy.PolicyBlockedException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import static dev.tacit.autoconfigure.LivingApplication.records;
import static dev.tacit.autoconfigure.LivingApplication.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/** Quotas as an application sets them, around the model that answers. */
class QuotaWiringTest {

	private static final Prompt HELLO = new Prompt("Hello");

	/** Alone more than sixty tokens. */
	private static final Prompt LONG = new Prompt("What is the total dose? ".repeat(20));

	@TempDir
	static Path cache;

	@TempDir
	Path folder;

	private ApplicationContextRunner runner() {
		return LivingApplication.runner(cache, this.folder);
	}

	private static void assertRefused(AssertableApplicationContext context, Quota quota) {
		ChatModel model = context.getBean(ChatModel.class);
		assertThatExceptionOfType(QuotaExceededException.class).isThrownBy(() -> model.call(HELLO))
			.satisfies((refusal) -> assertThat(refusal.quota()).isEqualTo(quota));
		assertThatExceptionOfType(QuotaExceededException.class).isThrownBy(() -> model.stream(HELLO).blockLast());
		assertThat(context.getBean(MeterRegistry.class)
			.get("tacit.rejections")
			.tag("reason", "quota_" + quota.name().toLowerCase(Locale.ROOT))
			.counter()
			.count()).isEqualTo(2);
	}

	@Test
	void aRequestOverTheQuotaIsRefusedCountedAndNotRecorded() {
		runner().withPropertyValues("tacit.governance.quotas.requests-per-minute=1").run((context) -> {
			context.getBean(ChatModel.class).call(HELLO);
			assertRefused(context, Quota.REQUESTS);
			AuditLedger ledger = context.getBean(AuditLedger.class);
			assertThat(records(ledger, Phase.INTENT)).hasSize(1);
			assertThat(records(ledger, Phase.DENIED)).isEmpty();
		});
	}

	@Test
	void tokensAreUsedUp() {
		runner().withPropertyValues("tacit.governance.quotas.tokens-per-hour=2").run((context) -> {
			context.getBean(ChatModel.class).stream(HELLO).blockLast();
			assertRefused(context, Quota.TOKENS);
		});
	}

	@Test
	void whoLeavesAStreamFreesItsPlace() {
		runner().withPropertyValues("tacit.governance.quotas.concurrent-requests=1", "tacit.chat.max-tokens=900")
			.run((context) -> {
				ChatModel model = context.getBean(ChatModel.class);
				AuditLedger ledger = context.getBean(AuditLedger.class);
				// Nobody takes the second part, so the stream stays open.
				Disposable left = model.stream(HELLO).concatMap((chunk) -> Mono.never(), 1).subscribe();
				until(() -> !records(ledger, Phase.INTENT).isEmpty());
				assertRefused(context, Quota.CONCURRENT);
				left.dispose();
				until(() -> !records(ledger, Phase.CANCELLED).isEmpty());
				assertThatNoException().isThrownBy(() -> model.call(HELLO));
				assertThatNoException().isThrownBy(() -> model.call(HELLO));
			});
	}

	@Test
	void whoLeavesAStreamHasUsedItsPrompt() {
		runner().withPropertyValues("tacit.governance.quotas.tokens-per-hour=60").run((context) -> {
			AuditLedger ledger = context.getBean(AuditLedger.class);
			context.getBean(ChatModel.class).stream(LONG).take(1).blockLast();
			until(() -> !records(ledger, Phase.CANCELLED).isEmpty());
			assertRefused(context, Quota.TOKENS);
		});
	}

	@Test
	void whoIsInterruptedHasUsedItsPrompt() {
		ObservationRegistry interrupting = ObservationRegistry.create();
		interrupting.observationConfig().observationHandler(new Interrupting());
		runner().withPropertyValues("tacit.governance.quotas.tokens-per-hour=60")
			.withBean(ObservationRegistry.class, () -> interrupting)
			.run((context) -> {
				ChatModel model = context.getBean(ChatModel.class);
				assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> model.call(LONG));
				assertThat(Thread.interrupted()).isTrue();
				assertThat(records(context.getBean(AuditLedger.class), Phase.FAILED)).singleElement()
					.satisfies((record) -> assertThat(record.facts()).contains("promptTokens"));
				assertRefused(context, Quota.TOKENS);
			});
	}

	/** Interrupts whoever waits for the reply, and lets it end when nobody waits. */
	private static final class Interrupting implements ObservationHandler<ChatModelObservationContext> {

		@Override
		public void onStart(ChatModelObservationContext context) {
			context.put(Thread.class, Thread.currentThread());
		}

		@Override
		public void onStop(ChatModelObservationContext context) {
			Thread waiting = context.getRequired(Thread.class);
			waiting.interrupt();
			until(() -> Arrays.stream(waiting.getStackTrace())
				.anyMatch((frame) -> frame.getMethodName().equals("recordFailure")));
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof ChatModelObservationContext;
		}

	}

	@Test
	void aBlockedPromptFreesItsPlace() {
		runner()
			.withPropertyValues("tacit.governance.quotas.concurrent-requests=1", "tacit.privacy.entities.IBAN=block")
			.run((context) -> {
				ChatModel model = context.getBean(ChatModel.class);
				assertThatExceptionOfType(PolicyBlockedException.class)
					.isThrownBy(() -> model.call(new Prompt("IBAN DE89 3704 0044 0532 0130 00")));
				assertThatNoException().isThrownBy(() -> model.call(HELLO));
			});
	}

	@Test
	void aLimitOfNothingStopsTheStart() {
		runner().withPropertyValues("tacit.governance.quotas.tokens-per-hour=0").run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("tacit.governance.quotas.tokens-per-hour");
		});
	}

}
