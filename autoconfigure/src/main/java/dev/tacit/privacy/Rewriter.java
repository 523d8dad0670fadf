/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/** Carries out what the policy decided about a value. */
final class Rewriter {

	private final Pseudonyms.KeyedHash hash;

	private final Direction direction;

	private final PrivacyScope scope;

	Rewriter(Pseudonyms.KeyedHash hash, Direction direction, PrivacyScope scope) {
		this.hash = hash;
		this.direction = direction;
		this.scope = scope;
	}

	/**
	 * What takes the place of a value.
	 * @param entity kind of value
	 * @param raw the value as it stands
	 * @param normal the value as detectors see it
	 * @param treatment what the policy says
	 * @return the replacement
	 */
	String replacement(Entity entity, String raw, String normal, Treatment treatment) {
		return switch (treatment.action()) {
			case BLOCK -> throw new PolicyBlockedException(Set.of(entity), this.direction);
			case REDACT -> redacted(entity);
			case HASH -> "[" + entity.name() + "#" + HexFormat.of()
				.formatHex(this.hash.of(entity.name() + ":" + normal.toLowerCase(Locale.ROOT)), 0, 6) + "]";
			case PSEUDONYMISE -> pseudonym(entity, raw);
			case MASK -> mask(normal, treatment.keepLast());
			case GENERALISE -> {
				String coarse = Generalisation.of(entity, normal);
				yield (coarse != null) ? coarse : redacted(entity);
			}
			case ALLOW -> raw;
		};
	}

	private static String redacted(Entity entity) {
		return "[" + entity.name() + "]";
	}

	private String pseudonym(Entity entity, String raw) {
		Pseudonyms pseudonyms = this.scope.pseudonyms();
		String token = (pseudonyms != null) ? pseudonyms.token(entity, Written.of(entity, raw)) : null;
		return (token != null) ? token : redacted(entity);
	}

	/**
	 * Keeps the last letters and digits, at most half of them, and everything that
	 * separates groups.
	 */
	static String mask(String value, int keepLast) {
		StringBuilder masked = new StringBuilder(value);
		int kept = 0;
		int letters = 0;
		for (int i = 0; i < value.length(); i++) {
			letters += Character.isLetterOrDigit(value.charAt(i)) ? 1 : 0;
		}
		int keep = Math.min(keepLast, letters / 2);
		for (int i = masked.length() - 1; i >= 0; i--) {
			if (Character.isLetterOrDigit(masked.charAt(i)) && kept++ >= keep) {
				masked.setCharAt(i, '*');
			}
		}
		return masked.toString();
	}

}
