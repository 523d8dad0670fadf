/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import dev.tacit.privacy.Direction;
import dev.tacit.privacy.FilterResult;
import dev.tacit.privacy.PrivacyFilter;
import dev.tacit.privacy.PrivacyScope;

/**
 * Whole texts through the policy, each counted and timed.
 *
 * @param filter policy and detectors
 * @param scope on whose behalf
 * @param listener hears findings and times
 * @param summary keeps the findings of one request
 */
record TimedText(PrivacyFilter filter, PrivacyScope scope, FindingsListener listener, FindingSummary summary) {

	FilterResult filter(String text, Direction direction) {
		long start = System.nanoTime();
		try {
			FilterResult result = this.filter.apply(text, direction, this.scope);
			this.summary.add(result.findings());
			this.listener.found(result.findings());
			return result;
		}
		finally {
			this.listener.scanned(direction, System.nanoTime() - start);
		}
	}

	/** The same for one part, whose findings are counted by themselves too. */
	TimedText part() {
		return new TimedText(this.filter, this.scope, this.listener, this.summary.part());
	}

}
