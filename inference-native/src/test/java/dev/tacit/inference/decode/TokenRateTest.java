/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A rate tells of the last ten seconds, and of nothing before. */
class TokenRateTest {

	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);

	private final TokenRate rate = new TokenRate(this.now::get);

	private void pass(long seconds) {
		this.now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
	}

	@Test
	void tokensCountForTenSecondsAndThenNoMore() {
		this.rate.record(50);
		pass(4);
		this.rate.record(30);
		assertThat(this.rate.perSecond()).isEqualTo(8);
		pass(5);
		assertThat(this.rate.perSecond()).isEqualTo(8);
		pass(1);
		assertThat(this.rate.perSecond()).isEqualTo(3);
		pass(4);
		assertThat(this.rate.perSecond()).isZero();
	}

	@Test
	void aSteadyStreamIsItsOwnRate() {
		for (int second = 0; second < 25; second++) {
			this.rate.record(7);
			pass((second < 24) ? 1 : 0);
		}
		assertThat(this.rate.perSecond()).isEqualTo(7);
	}

	@Test
	void aLongSilenceLeavesNothingBehind() {
		this.rate.record(1_000);
		pass(11 * 1_000);
		assertThat(this.rate.perSecond()).isZero();
		this.rate.record(10);
		assertThat(this.rate.perSecond()).isEqualTo(1);
	}

}
