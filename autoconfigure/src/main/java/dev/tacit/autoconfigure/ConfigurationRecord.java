/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import dev.tacit.audit.Actor;
import dev.tacit.audit.AuditEntry;
import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.Phase;
import dev.tacit.privacy.PrivacyFilter;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Records which configuration and which policy rule from now on, if they are not those
 * that ruled before. The record holds digests: over every {@code tacit} property but
 * secrets, and the version of the policy.
 */
final class ConfigurationRecord {

	/** A digest over a short secret and otherwise known text would tell the secret. */
	private static final Pattern SECRET = Pattern
		.compile("(?i).*(passwords?|secrets?|api-?keys?|token|credentials?|\\.key|former-?keys)(\\.\\d+|\\[\\d+])?");

	/** What a URL may hold beside an address. */
	private static final Pattern IN_URL = Pattern.compile("(?i)(//)[^/@]*@|((?:password|user)=)[^&;]*");

	private static final String CONFIGURATION = "configurationSha256";

	private static final String POLICY = "policy";

	private ConfigurationRecord() {
	}

	/**
	 * Writes the record where it is due.
	 * @param ledger receives it
	 * @param filter knows the policy
	 * @param environment knows the properties
	 */
	static void write(AuditLedger ledger, PrivacyFilter filter, Environment environment) {
		Map<String, String> facts = new LinkedHashMap<>();
		boolean changed = note(facts, ledger, CONFIGURATION, digest(environment));
		changed |= note(facts, ledger, POLICY, filter.policy().version());
		if (changed) {
			Actor system = new Actor("system", "none", Set.of());
			ledger.appendDurably(
					new AuditEntry(Phase.CONFIG_CHANGED, AuditEntry.newRequestId(), null, system, null, facts, null));
		}
	}

	private static boolean note(Map<String, String> facts, AuditLedger ledger, String name, String now) {
		String before = ledger.lastFact(Phase.CONFIG_CHANGED, name).orElse("");
		facts.put(name, now);
		if (!before.isEmpty() && !before.equals(now)) {
			facts.put("previous." + name, before);
		}
		return !before.equals(now);
	}

	private static String digest(Environment environment) {
		Map<String, String> properties = new TreeMap<>();
		Binder.get(environment)
			.bind("tacit", Bindable.mapOf(String.class, Object.class))
			.ifBound((bound) -> flatten("tacit", bound, properties));
		StringBuilder lines = new StringBuilder();
		properties.forEach((name, value) -> lines.append(name).append('=').append(value).append('\n'));
		try {
			return HexFormat.of()
				.formatHex(
						MessageDigest.getInstance("SHA-256").digest(lines.toString().getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
	}

	private static void flatten(String prefix, Map<?, ?> values, Map<String, String> properties) {
		values.forEach((name, value) -> {
			String path = prefix + "." + name;
			if (value instanceof Map<?, ?> inner) {
				flatten(path, inner, properties);
			}
			else if (!SECRET.matcher(path).matches()) {
				properties.put(path, IN_URL.matcher(String.valueOf(value)).replaceAll("$1$2"));
			}
		});
	}

}
