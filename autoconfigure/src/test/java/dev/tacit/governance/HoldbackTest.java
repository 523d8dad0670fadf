/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.tacit.privacy.Entity;
import dev.tacit.privacy.Action;
import dev.tacit.privacy.Finding;
import dev.tacit.privacy.PolicyBlockedException;
import dev.tacit.privacy.PrivacyFilter;
import dev.tacit.privacy.PrivacyPolicy;
import dev.tacit.privacy.PrivacyScope;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.model.ChatResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** By how much the policy delays the first part of a stream is told once, if it came. */
class HoldbackTest {

	private final PrivacyFilter filter = PrivacyFilter
		.withDefaults(PrivacyPolicy.builder().entity(Entity.IBAN, Action.BLOCK).build());

	private final Heard heard = new Heard();

	private final OutboundPolicy outbound = new OutboundPolicy(
			new MessagePolicy(new TimedText(this.filter, PrivacyScope.of(Set.of()), this.heard, new FindingSummary()),
					null, (result) -> false),
			false, (arguments) -> {
			});

	@Test
	void aStreamTellsItWithTheFirstPartThatGoesOn() {
		assertThat(this.outbound.chunk(ScriptedModel.part("anna.weber"))).isEmpty();
		assertThat(this.outbound.chunk(ScriptedModel.part("@example.org"))).isEmpty();
		assertThat(this.heard.delays).isEmpty();
		assertThat(text(this.outbound.chunk(ScriptedModel.part(" asks. ")))).contains("[EMAIL]");
		assertThat(this.heard.delays).hasSize(1).allMatch((nanos) -> nanos > 0);
		this.outbound.chunk(ScriptedModel.part("Then she leaves. "));
		this.outbound.last(ScriptedModel.last(""), true);
		assertThat(this.heard.delays).hasSize(1);
	}

	@Test
	void aStreamOfOnePartTellsItAtItsEnd() {
		this.outbound.last(ScriptedModel.last("anna.weber@example.org"), true);
		assertThat(this.heard.delays).hasSize(1);
	}

	@Test
	void aWholeReplyHasNone() {
		this.outbound.last(ScriptedModel.last("It is well."), false);
		assertThat(this.heard.delays).isEmpty();
	}

	@Test
	void whatIsNeverReleasedIsNotCounted() {
		this.outbound.chunk(ScriptedModel.part("DE89370400440532"));
		assertThatExceptionOfType(PolicyBlockedException.class)
			.isThrownBy(() -> this.outbound.last(ScriptedModel.last("013000"), true));
		this.outbound.abandon();
		assertThat(this.heard.delays).isEmpty();
	}

	private static String text(List<ChatResponse> parts) {
		StringBuilder text = new StringBuilder();
		parts.forEach((part) -> text.append(ScriptedModel.text(part)));
		return text.toString();
	}

	/** Keeps what it hears of delays. */
	private static final class Heard implements FindingsListener {

		private final List<Long> delays = new ArrayList<>();

		@Override
		public void found(List<Finding> findings) {
		}

		@Override
		public void heldBack(long nanos) {
			this.delays.add(nanos);
		}

	}

}
