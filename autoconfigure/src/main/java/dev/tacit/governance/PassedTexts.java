/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

import dev.tacit.privacy.Direction;
import dev.tacit.privacy.KnownValues;
import dev.tacit.privacy.PrivacyScope;

/**
 * Which arguments and results of tools the policy has let pass, and on what terms: the
 * model and the tool filter both, and a text that went through one goes through the other
 * as it is. Otherwise a value that was restored for the tool would be taken away from it
 * again, and a token that stands in its result taken apart. Holds digests; forgets the
 * oldest, which are then filtered twice. Thread-safe.
 */
final class PassedTexts {

	private static final int MOST = 4_096;

	private final Map<String, KnownValues> passed = new LinkedHashMap<>();

	/** Notes that a text was filtered in a direction. */
	synchronized void add(String text, Direction direction, PrivacyScope scope) {
		this.passed.put(digest(text, direction, scope), scope.known());
		if (this.passed.size() > MOST) {
			this.passed.remove(this.passed.keySet().iterator().next());
		}
	}

	/** Whether this very text was filtered for the same roles, purpose and values. */
	synchronized boolean contains(String text, Direction direction, PrivacyScope scope) {
		return this.passed.get(digest(text, direction, scope)) == scope.known();
	}

	private static String digest(String text, Direction direction, PrivacyScope scope) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			for (String part : new String[] { direction.name(), new TreeSet<>(scope.roles()).toString(),
					String.valueOf(scope.purpose()), text }) {
				byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
				digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
				digest.update(bytes);
			}
			return Base64.getEncoder().encodeToString(digest.digest());
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
	}

}
