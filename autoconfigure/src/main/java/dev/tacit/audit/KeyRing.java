/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys of a key file. Of each kind the last is the current one; the ones before it
 * still open, verify and look up what they once sealed.
 *
 * @param lookup keys of blind indexes
 * @param seal keys of the seals that records carry
 * @param wrap keys that encrypt data keys
 * @param signing keys that sign
 * @param retired public halves of keys that signed once
 */
record KeyRing(Map<String, byte[]> lookup, Map<String, byte[]> seal, Map<String, byte[]> wrap, List<SigningKey> signing,
		List<VerifyingKey> retired) {

	private static final String VERSION = "tacit-ledger-keys-2";

	static KeyRing generate() {
		return new KeyRing(Map.of(), Map.of(), Map.of(), List.of(), List.of()).withFresh(Kind.LOOKUP)
			.withFresh(Kind.SEAL)
			.withFresh(Kind.WRAP)
			.withFresh(Kind.SIGN);
	}

	static KeyRing parse(List<String> lines) {
		if (lines.isEmpty() || !VERSION.equals(lines.get(0))) {
			throw new IllegalArgumentException("No key file of a ledger");
		}
		KeyRing ring = new KeyRing(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(),
				new ArrayList<>(), new ArrayList<>());
		for (String line : lines.subList(1, lines.size())) {
			String[] words = line.strip().split(" ");
			switch (words[0]) {
				case "lookup" -> ring.lookup.put(words[1], secret(words[2]));
				case "seal" -> ring.seal.put(words[1], secret(words[2]));
				case "wrap" -> ring.wrap.put(words[1], secret(words[2]));
				case "sign" -> ring.signing.add(SigningKey.parse(words[1], words[2]));
				case "retired" -> ring.retired.add(new VerifyingKey(Base64.getDecoder().decode(words[1])));
				default -> throw new IllegalArgumentException("No key file of a ledger");
			}
		}
		if (ring.lookup.isEmpty() || ring.seal.isEmpty() || ring.wrap.isEmpty() || ring.signing.isEmpty()) {
			throw new IllegalArgumentException("A key is missing");
		}
		return ring;
	}

	private static byte[] secret(String encoded) {
		byte[] key = Base64.getDecoder().decode(encoded);
		if (key.length != AesGcm.KEY_BYTES) {
			throw new IllegalArgumentException("A key has 32 bytes");
		}
		return key;
	}

	String text() {
		StringBuilder text = new StringBuilder(VERSION).append('\n');
		write("lookup", this.lookup, text);
		write("seal", this.seal, text);
		write("wrap", this.wrap, text);
		for (SigningKey key : this.signing) {
			text.append("sign ")
				.append(key.encodedPrivate())
				.append(' ')
				.append(key.verifying().encoded())
				.append('\n');
		}
		this.retired.forEach((key) -> text.append("retired ").append(key.encoded()).append('\n'));
		return text.toString();
	}

	private static void write(String kind, Map<String, byte[]> keys, StringBuilder text) {
		keys.forEach((id, key) -> text.append(kind)
			.append(' ')
			.append(id)
			.append(' ')
			.append(Base64.getEncoder().encodeToString(key))
			.append('\n'));
	}

	KeyRing withFresh(Kind kind) {
		return switch (kind) {
			case LOOKUP -> new KeyRing(withFresh(this.lookup), this.seal, this.wrap, this.signing, this.retired);
			case SEAL -> new KeyRing(this.lookup, withFresh(this.seal), this.wrap, this.signing, this.retired);
			case WRAP -> new KeyRing(this.lookup, this.seal, withFresh(this.wrap), this.signing, this.retired);
			case SIGN -> {
				List<SigningKey> keys = new ArrayList<>(this.signing);
				keys.add(SigningKey.generate());
				yield new KeyRing(this.lookup, this.seal, this.wrap, keys, this.retired);
			}
		};
	}

	private static Map<String, byte[]> withFresh(Map<String, byte[]> keys) {
		Map<String, byte[]> fresh = new LinkedHashMap<>(keys);
		byte[] key = AesGcm.randomBytes(AesGcm.KEY_BYTES);
		fresh.put(id(key), key);
		return fresh;
	}

	/** Names a secret key and tells nothing of it. */
	static String id(byte[] key) {
		return Sha256.hex("key-id".getBytes(StandardCharsets.US_ASCII), key).substring(0, 16);
	}

	/**
	 * Without the older secrets of a kind. Seals are never forgotten: they cannot be made
	 * anew, and keep older records attested.
	 */
	KeyRing currentOnly(Kind kind) {
		return switch (kind) {
			case LOOKUP -> new KeyRing(last(this.lookup), this.seal, this.wrap, this.signing, this.retired);
			case SEAL -> this;
			case WRAP -> new KeyRing(this.lookup, this.seal, last(this.wrap), this.signing, this.retired);
			case SIGN -> {
				List<VerifyingKey> older = new ArrayList<>(this.retired);
				this.signing.subList(0, this.signing.size() - 1).forEach((key) -> older.add(key.verifying()));
				yield new KeyRing(this.lookup, this.seal, this.wrap, List.of(this.signing.get(this.signing.size() - 1)),
						older);
			}
		};
	}

	private static Map<String, byte[]> last(Map<String, byte[]> keys) {
		String id = lastId(keys);
		return Map.of(id, keys.get(id));
	}

	static String lastId(Map<String, byte[]> keys) {
		return new ArrayList<>(keys.keySet()).get(keys.size() - 1);
	}

	@Override
	public String toString() {
		return "KeyRing[" + this.signing.get(this.signing.size() - 1).verifying().id() + "]";
	}

	/** What a key is for. */
	enum Kind {

		LOOKUP, SEAL, WRAP, SIGN

	}

}
