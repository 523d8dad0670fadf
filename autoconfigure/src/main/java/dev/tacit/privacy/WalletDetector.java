/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Set;

/** Wallet addresses: base58check and bech32 with their checksums, Ethereum by form. */
final class WalletDetector implements Detector {

	private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

	private static final String BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

	private static final int LONGEST = 90;

	@Override
	public Set<Entity> entities() {
		return Set.of(Entity.CRYPTO_WALLET);
	}

	@Override
	public Set<Trigger> triggers() {
		return Set.of(Trigger.JOINED_DIGIT, Trigger.CODE);
	}

	@Override
	public void detect(ScannedText text, int at, Candidates found) {
		char first = text.at(at);
		boolean plausible = "13LMDXtblm0TBL".indexOf(first) >= 0 && !text.isWord(at - 1);
		if (!plausible) {
			return;
		}
		int end = at;
		while (end - at <= LONGEST && text.isWord(end)) {
			end++;
		}
		int length = end - at;
		if (length < 25 || length > LONGEST) {
			return;
		}
		String word = text.text(at, end);
		if (base58(word) || bech32(word)) {
			found.add(Entity.CRYPTO_WALLET, at, end, 0.97);
		}
		else if (length == 42 && word.startsWith("0x") && hexadecimal(word)) {
			found.add(Entity.CRYPTO_WALLET, at, end, 0.8);
		}
	}

	private static boolean hexadecimal(String word) {
		for (int i = 2; i < word.length(); i++) {
			if (Character.digit(word.charAt(i), 16) < 0) {
				return false;
			}
		}
		return !CheckDigits.constant(word.substring(2));
	}

	private static boolean base58(String word) {
		if (word.length() > 36) {
			return false;
		}
		BigInteger value = BigInteger.ZERO;
		for (int i = 0; i < word.length(); i++) {
			int digit = BASE58.indexOf(word.charAt(i));
			if (digit < 0) {
				return false;
			}
			value = value.multiply(BigInteger.valueOf(58)).add(BigInteger.valueOf(digit));
		}
		byte[] number = value.toByteArray();
		if (number.length > 26) {
			return false;
		}
		byte[] bytes = new byte[25];
		int skip = Math.max(0, number.length - 25);
		System.arraycopy(number, skip, bytes, 25 - (number.length - skip), number.length - skip);
		byte[] checksum = sha256(sha256(Arrays.copyOf(bytes, 21)));
		return Arrays.equals(Arrays.copyOf(checksum, 4), Arrays.copyOfRange(bytes, 21, 25));
	}

	private static byte[] sha256(byte[] bytes) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(bytes);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
	}

	/** BIP 173 and 350. */
	private static boolean bech32(String mixed) {
		String word = mixed.toLowerCase(java.util.Locale.ROOT);
		int one = word.lastIndexOf('1');
		boolean known = word.startsWith("bc1") || word.startsWith("tb1") || word.startsWith("ltc1");
		if (!known || one < 1 || one + 7 > word.length()
				|| !(word.equals(mixed) || mixed.toUpperCase(java.util.Locale.ROOT).equals(mixed))) {
			return false;
		}
		int check = 1;
		for (int i = 0; i < one; i++) {
			check = step(check) ^ (word.charAt(i) >> 5);
		}
		check = step(check);
		for (int i = 0; i < one; i++) {
			check = step(check) ^ (word.charAt(i) & 31);
		}
		for (int i = one + 1; i < word.length(); i++) {
			int digit = BECH32.indexOf(word.charAt(i));
			if (digit < 0) {
				return false;
			}
			check = step(check) ^ digit;
		}
		return check == 1 || check == 0x2bc830a3;
	}

	private static int step(int check) {
		int[] generator = { 0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3 };
		int top = check >>> 25;
		int next = (check & 0x1ffffff) << 5;
		for (int i = 0; i < 5; i++) {
			if (((top >> i) & 1) != 0) {
				next ^= generator[i];
			}
		}
		return next;
	}

}
