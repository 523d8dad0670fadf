/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds protected values and does with them what the policy says. Thread-safe.
 */
public final class PrivacyFilter {

	private static final List<String> REGIONS = List.of("US", "GB", "DE", "FR", "ES");

	/** Of a stream; room for more is made as it comes. */
	private static final int UNKNOWN_LENGTH = 256;

	private final PrivacyPolicy policy;

	private final List<Detector> detectors;

	private final DetectorTable table;

	private final Set<Entity> entities;

	private final byte[] key;

	private final Pseudonyms.KeyedHash hash;

	/**
	 * Creates a filter whose hashes and tokens change with every start.
	 * @param policy what to do with a value
	 * @param detectors what to look for; on a tie the first one wins
	 */
	public PrivacyFilter(PrivacyPolicy policy, List<Detector> detectors) {
		this(policy, detectors, randomKey());
	}

	/**
	 * Creates a filter.
	 * @param policy what to do with a value
	 * @param detectors what to look for; on a tie the first one wins
	 * @param key secret of at least 16 bytes for hashes and tokens
	 */
	public PrivacyFilter(PrivacyPolicy policy, List<Detector> detectors, byte[] key) {
		this.policy = policy;
		this.detectors = List.copyOf(detectors);
		this.entities = entities(this.detectors);
		this.key = key.clone();
		this.table = table(KnownValues.NONE, KnownValues.NONE);
		this.hash = new Pseudonyms.KeyedHash(key).derive("hash");
	}

	/**
	 * A filter with every detector of this library.
	 * @param policy what to do with a value
	 * @return the filter
	 */
	public static PrivacyFilter withDefaults(PrivacyPolicy policy) {
		return new PrivacyFilter(policy, builtInDetectors(REGIONS));
	}

	/**
	 * The detectors of this library.
	 * @param phoneRegions countries whose telephone numbers are known without the
	 * international prefix, as two letters
	 * @return the detectors
	 */
	public static List<Detector> builtInDetectors(List<String> phoneRegions) {
		return List.of(new SecretDetector(), new PaymentCardDetector(), new IbanDetector(), new FormDetector(),
				new DatedNumberDetector(), new TravelDocumentDetector(), new WalletDetector(), new NetworkDetector(),
				new EmailDetector(), new CuedNumberDetector(), new PhoneDetector(phoneRegions), new DateDetector(),
				new AgeDetector(), new PlaceDetector(), new PersonDetector());
	}

	private static byte[] randomKey() {
		byte[] key = new byte[32];
		new SecureRandom().nextBytes(key);
		return key;
	}

	private DetectorTable table(KnownValues registered, KnownValues seen) {
		List<Detector> all = new ArrayList<>();
		all.add(new TokenDetector());
		for (KnownValues known : List.of(registered, seen)) {
			if (!known.isEmpty()) {
				all.add(known.detector());
			}
		}
		all.addAll(this.detectors);
		return new DetectorTable(all, this.policy.threshold(), this.policy.thresholds());
	}

	/**
	 * The policy.
	 * @return the policy
	 */
	public PrivacyPolicy policy() {
		return this.policy;
	}

	/**
	 * Every kind of value that is looked for.
	 * @return the entities
	 */
	public Set<Entity> entities() {
		return this.entities;
	}

	private static Set<Entity> entities(List<Detector> detectors) {
		Set<Entity> entities = new LinkedHashSet<>(Entity.builtIn());
		detectors.forEach((detector) -> entities.addAll(detector.entities()));
		return Collections.unmodifiableSet(entities);
	}

	/**
	 * Starts the tokens of a conversation.
	 * @param conversation its identity
	 * @return no tokens yet
	 */
	public Pseudonyms pseudonyms(String conversation) {
		return new Pseudonyms(this.key, conversation);
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
		StreamFilter stream = stream(direction, scope, text.length() + 1);
		String filtered = stream.accept(text) + stream.finish();
		return new FilterResult(filtered, stream.findings(), stream.replacements());
	}

	/**
	 * Starts to filter a stream.
	 * @param direction where it is going
	 * @param scope on whose behalf
	 * @return a filter for this stream alone
	 */
	public StreamFilter stream(Direction direction, PrivacyScope scope) {
		return stream(direction, scope, UNKNOWN_LENGTH);
	}

	private StreamFilter stream(Direction direction, PrivacyScope scope, int expected) {
		KnownValues seen = (scope.pseudonyms() != null) ? scope.pseudonyms().known() : KnownValues.NONE;
		boolean nothing = scope.known().isEmpty() && seen.isEmpty();
		DetectorTable asked = nothing ? this.table : table(scope.known(), seen);
		ScanDecisions decisions = new ScanDecisions(this.policy, this.entities, this.hash, direction, scope);
		return new StreamFilter(asked, decisions, direction, expected);
	}

}
