/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The tokens of one conversation, such as {@code [[PERSON:7f3a]]}: one value keeps one
 * token, and no two values share one; see {@link ValueIdentity}. Derived by HMAC from the
 * conversation's key, so that a token tells nothing and means nothing in another
 * conversation. Thread-safe.
 */
public final class Pseudonyms {

	/**
	 * What is reported where a reply holds a token that stands for nothing in its
	 * conversation; no policy can name it.
	 */
	public static final Entity UNRESOLVED = new Entity("UNRESOLVED_TOKEN");

	/** Short, because small models copy short codes best; see docs/privacy.md. */
	static final int CODE_LENGTH = 4;

	private static final String ALPHABET = "0123456789abcdef";

	private static final int MOST = 20_000;

	private final KeyedHash hash;

	private final Map<String, String> tokens = new HashMap<>();

	private final Map<String, Original> originals = new HashMap<>();

	private @Nullable KnownValues known;

	/**
	 * Starts a conversation without tokens.
	 * @param key secret of at least 16 bytes
	 * @param conversation identity of the conversation, so that equal values get other
	 * tokens in another one
	 */
	public Pseudonyms(byte[] key, String conversation) {
		this.hash = new KeyedHash(key).derive("pseudonyms/" + conversation);
	}

	/**
	 * Token of a value as it was written; {@code null} when the conversation holds too
	 * many.
	 */
	synchronized @Nullable String token(Entity entity, String value) {
		String identity = entity.name() + ":" + ValueIdentity.of(entity, value);
		String known = this.tokens.get(identity);
		if (known != null || this.tokens.size() >= MOST) {
			return known;
		}
		String code = null;
		for (int attempt = 0; code == null || this.originals.containsKey(entity.name() + ":" + code); attempt++) {
			code = code(this.hash.of(identity + "#" + attempt));
		}
		String token = "[[" + entity.name() + ":" + code + "]]";
		this.tokens.put(identity, token);
		this.originals.put(entity.name() + ":" + code, new Original(entity, value));
		this.known = null;
		return token;
	}

	/**
	 * What the conversation has shown to be personal: a name that was announced once is
	 * one where nothing announces it, as in the answer that it was restored in.
	 */
	synchronized KnownValues known() {
		if (this.known == null) {
			KnownValues.Builder builder = KnownValues.builder();
			this.originals.values().forEach((original) -> builder.seen(original.entity(), original.value()));
			this.known = builder.build();
		}
		return this.known;
	}

	/** What a token stands for; {@code null} if nothing in this conversation. */
	synchronized @Nullable Original original(String entity, String code) {
		return this.originals.get(entity + ":" + code);
	}

	synchronized boolean knows(String entity, String code) {
		return this.originals.containsKey(entity + ":" + code);
	}

	private static String code(byte[] hash) {
		StringBuilder code = new StringBuilder(CODE_LENGTH);
		for (int i = 0; i < CODE_LENGTH; i++) {
			code.append(ALPHABET.charAt(hash[i] & 15));
		}
		return code.toString();
	}

	static boolean isCode(char c) {
		return ALPHABET.indexOf(c) >= 0;
	}

	@Override
	public synchronized String toString() {
		return "Pseudonyms[" + this.tokens.size() + " tokens]";
	}

	/**
	 * The value behind a token.
	 *
	 * @param entity kind of value
	 * @param value the value as it first stood
	 */
	record Original(Entity entity, String value) {

		@Override
		public String toString() {
			return "Original[" + this.entity.name() + "]";
		}

	}

	/** HMAC-SHA-256 under one key. */
	static final class KeyedHash {

		private final byte[] key;

		KeyedHash(byte[] key) {
			if (key.length < 16) {
				throw new PrivacyPolicyException("The key of the privacy policy has fewer than 16 bytes");
			}
			this.key = key.clone();
		}

		KeyedHash derive(String purpose) {
			return new KeyedHash(of(purpose));
		}

		byte[] of(String text) {
			try {
				javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
				mac.init(new javax.crypto.spec.SecretKeySpec(this.key, "HmacSHA256"));
				return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
			}
			catch (java.security.GeneralSecurityException ex) {
				throw new IllegalStateException("Every JDK has HMAC-SHA-256", ex);
			}
		}

	}

}
