/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.List;
import java.util.Set;

/**
 * Applies a policy to texts and streams. Immutable and thread-safe.
 */
public final class PrivacyFilter {

	/**
	 * Longest text that is scanned; a longer one is refused, never passed on unscanned.
	 */
	private static final int MAX_TEXT = 16 << 20;

	private final PrivacyPolicy policy;

	private final List<Detector> detectors;

	/**
	 * Creates a filter.
	 * @param policy what to do with a value
	 * @param detectors what to look for; on a tie the first one wins
	 */
	public PrivacyFilter(PrivacyPolicy policy, List<Detector> detectors) {
		this.policy = policy;
		this.detectors = List.copyOf(detectors);
	}

	/**
	 * A filter with every detector of this library.
	 * @param policy what to do with a value
	 * @return the filter
	 */
	public static PrivacyFilter withDefaults(PrivacyPolicy policy) {
		return new PrivacyFilter(policy, builtInDetectors());
	}

	/**
	 * The detectors of this library.
	 * @return payment cards, bank account numbers and e-mail addresses
	 */
	public static List<Detector> builtInDetectors() {
		return List.of(new PaymentCardDetector(), new IbanDetector(), new EmailDetector());
	}

	public PrivacyPolicy policy() {
		return this.policy;
	}

	/**
	 * Filters a whole text.
	 * @param text the text
	 * @param direction where it is going
	 * @param scope on whose behalf
	 * @return what may go on
	 * @throws PolicyBlockedException if a rule says so, or the text is too long to scan
	 */
	public FilterResult apply(String text, Direction direction, PrivacyScope scope) {
		if (text.length() > MAX_TEXT) {
			throw new PolicyBlockedException(Set.of(), direction);
		}
		StreamFilter stream = stream(direction, scope);
		String filtered = stream.accept(text) + stream.finish();
		return new FilterResult(filtered, stream.findings());
	}

	/**
	 * Starts to filter a stream.
	 * @param direction where it is going
	 * @param scope on whose behalf
	 * @return a filter for this stream alone
	 */
	public StreamFilter stream(Direction direction, PrivacyScope scope) {
		return new StreamFilter(this.policy, this.detectors, direction, scope);
	}

}
