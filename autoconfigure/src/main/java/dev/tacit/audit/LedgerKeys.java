/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * What a ledger does with its keys: it looks up, seals, wraps and signs. Thread-safe.
 */
final class LedgerKeys implements KeyEncryption {

	private final KeyFile file;

	private final @Nullable KeyEncryption external;

	private volatile KeyRing ring;

	/** A new look-up key rules once every reference was looked up anew. */
	private volatile String lookupId;

	private LedgerKeys(KeyFile file, KeyRing ring, @Nullable KeyEncryption external) {
		this.file = file;
		this.ring = ring;
		this.external = external;
		this.lookupId = ring.lookup().keySet().iterator().next();
	}

	static LedgerKeys open(Path path, boolean mayCreate, @Nullable KeyEncryption external) {
		KeyFile file = new KeyFile(path);
		return new LedgerKeys(file, file.open(mayCreate), external);
	}

	/** Keyed hash for look-ups: equal texts have equal references. */
	String reference(String kind, String id) {
		return reference(Objects.requireNonNull(this.ring.lookup().get(this.lookupId)), kind, id);
	}

	private static String reference(byte[] key, String kind, String id) {
		return HexFormat.of()
			.formatHex(mac(key, CanonicalForm.of("tacit-audit-reference").text(kind).text(id).toBytes()));
	}

	/** The seal of a record: nobody without the key file makes one. */
	String seal(String recordHash) {
		KeyRing keys = this.ring;
		return seal(keys.seal().get(KeyRing.lastId(keys.seal())), recordHash);
	}

	private static String seal(byte[] key, String recordHash) {
		return HexFormat.of().formatHex(mac(key, CanonicalForm.of("tacit-audit-seal").text(recordHash).toBytes()));
	}

	boolean sealed(String recordHash, String seal) {
		byte[] given = seal.getBytes(StandardCharsets.UTF_8);
		List<byte[]> newestFirst = new ArrayList<>(this.ring.seal().values());
		for (int i = newestFirst.size() - 1; i >= 0; i--) {
			if (MessageDigest.isEqual(seal(newestFirst.get(i), recordHash).getBytes(StandardCharsets.UTF_8), given)) {
				return true;
			}
		}
		return false;
	}

	private static byte[] mac(byte[] key, byte[] message) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(key, "HmacSHA256"));
			return mac.doFinal(message);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every JDK has HMAC-SHA256", null);
		}
	}

	@Override
	public String currentKeyId() {
		return (this.external != null) ? this.external.currentKeyId() : KeyRing.lastId(this.ring.wrap());
	}

	@Override
	public byte[] wrap(byte[] plain, byte[] context) {
		if (this.external != null) {
			return this.external.wrap(plain, context);
		}
		KeyRing keys = this.ring;
		return AesGcm.seal(keys.wrap().get(KeyRing.lastId(keys.wrap())), plain, context);
	}

	@Override
	public byte @Nullable [] unwrap(String keyId, byte[] wrapped, byte[] context) {
		byte[] key = this.ring.wrap().get(keyId);
		if (key != null) {
			return AesGcm.unseal(key, wrapped, context);
		}
		return (this.external != null) ? this.external.unwrap(keyId, wrapped, context) : null;
	}

	/** Whether the key file holds a key that wraps. */
	boolean hasInFile(String keyId) {
		return this.ring.wrap().containsKey(keyId);
	}

	SigningKey signer() {
		List<SigningKey> keys = this.ring.signing();
		return keys.get(keys.size() - 1);
	}

	/**
	 * Signed before a rotation that is not finished; the current one if there is none.
	 */
	SigningKey oldestSigner() {
		return this.ring.signing().get(0);
	}

	SignedNote sign(String text) {
		return SignedNote.sign(text, List.of(signer()));
	}

	/** Every key that signed for this ledger, oldest first. */
	List<VerifyingKey> verifying() {
		List<VerifyingKey> keys = new ArrayList<>(this.ring.retired());
		this.ring.signing().forEach((key) -> keys.add(key.verifying()));
		return keys;
	}

	/** Key for the spill file; no other use derives the same one. */
	byte[] spillKey() {
		KeyRing keys = this.ring;
		return mac(keys.seal().get(keys.seal().keySet().iterator().next()),
				"tacit-audit-spill".getBytes(StandardCharsets.US_ASCII));
	}

	/** Adds a key of this kind, which is used from now on. */
	void add(KeyRing.Kind kind) throws IOException {
		replace(this.ring.withFresh(kind));
	}

	/** Forgets the older keys of this kind. */
	void forgetOlder(KeyRing.Kind kind) throws IOException {
		replace(this.ring.currentOnly(kind));
	}

	/** Whether a rotation waits to be finished. */
	boolean rotating() {
		return this.ring.lookup().size() > 1 || this.ring.wrap().size() > 1 || this.ring.signing().size() > 1;
	}

	void useNewestLookup() {
		this.lookupId = KeyRing.lastId(this.ring.lookup());
	}

	private void replace(KeyRing next) throws IOException {
		this.file.replace(next);
		this.ring = next;
	}

	@Override
	public String toString() {
		return "LedgerKeys[" + signer().verifying().id() + "]";
	}

}
