/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A C2SP signed note: lines of text, an empty line, and lines with signatures over the
 * text. The ledger's checkpoints and manifests are such notes.
 *
 * @param text the text, with its last line feed
 * @param signatures key hash and signature, joined
 */
record SignedNote(String text, List<byte[]> signatures) {

	private static final String DASH = "\u2014 ";

	SignedNote {
		signatures = List.copyOf(signatures);
	}

	static SignedNote sign(String text, List<SigningKey> keys) {
		List<byte[]> signatures = new ArrayList<>();
		for (SigningKey key : keys) {
			byte[] hash = key.verifying().hash();
			byte[] signature = key.sign(text.getBytes(StandardCharsets.UTF_8));
			byte[] joined = Arrays.copyOf(hash, hash.length + signature.length);
			System.arraycopy(signature, 0, joined, hash.length, signature.length);
			signatures.add(joined);
		}
		return new SignedNote(text, signatures);
	}

	static Optional<SignedNote> parse(String note) {
		int end = note.lastIndexOf("\n\n");
		if (end < 0 || !note.endsWith("\n")) {
			return Optional.empty();
		}
		List<byte[]> signatures = new ArrayList<>();
		for (String line : note.substring(end + 2).split("\n")) {
			String prefix = DASH + VerifyingKey.NAME + " ";
			if (!line.startsWith(prefix)) {
				return Optional.empty();
			}
			try {
				signatures.add(Base64.getDecoder().decode(line.substring(prefix.length())));
			}
			catch (IllegalArgumentException ex) {
				return Optional.empty();
			}
		}
		SignedNote parsed = new SignedNote(note.substring(0, end + 1), signatures);
		// Base64 has bits that decode to nothing: a note that was changed there is no
		// note.
		return parsed.toString().equals(note) ? Optional.of(parsed) : Optional.empty();
	}

	/** The lines of the text. */
	List<String> lines() {
		return List.of(this.text.split("\n", -1)).subList(0, this.text.split("\n", -1).length - 1);
	}

	boolean signedBy(VerifyingKey key) {
		for (byte[] signature : this.signatures) {
			if (signature.length > 4 && Arrays.equals(Arrays.copyOf(signature, 4), key.hash()) && key.verifies(
					this.text.getBytes(StandardCharsets.UTF_8), Arrays.copyOfRange(signature, 4, signature.length))) {
				return true;
			}
		}
		return false;
	}

	boolean signedByAny(Collection<VerifyingKey> keys) {
		return keys.stream().anyMatch(this::signedBy);
	}

	/** Hash of the text: what the next checkpoint and the chained records refer to. */
	String hash() {
		return Sha256.hex(this.text);
	}

	@Override
	public String toString() {
		StringBuilder note = new StringBuilder(this.text).append('\n');
		for (byte[] signature : this.signatures) {
			note.append(DASH)
				.append(VerifyingKey.NAME)
				.append(' ')
				.append(Base64.getEncoder().encodeToString(signature))
				.append('\n');
		}
		return note.toString();
	}

}
