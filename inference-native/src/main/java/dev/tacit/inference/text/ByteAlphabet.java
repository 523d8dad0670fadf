/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.Arrays;

/**
 * The reversible map between bytes and printable characters that byte-level BPE files use
 * (GPT-2's): printable Latin-1 stands for itself, the other bytes for U+0100 and up.
 */
final class ByteAlphabet {

	private static final char[] TO_CHAR = new char[256];

	private static final int[] TO_BYTE = new int[512];

	static {
		Arrays.fill(TO_BYTE, -1);
		int next = 256;
		for (int b = 0; b < 256; b++) {
			boolean printable = (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || b >= 174;
			TO_CHAR[b] = (char) (printable ? b : next++);
			TO_BYTE[TO_CHAR[b]] = b;
		}
	}

	private ByteAlphabet() {
	}

	static char toChar(byte value) {
		return TO_CHAR[value & 0xff];
	}

	static byte[] toBytes(String token) {
		byte[] bytes = new byte[token.length()];
		for (int i = 0; i < bytes.length; i++) {
			char c = token.charAt(i);
			int value = (c < TO_BYTE.length) ? TO_BYTE[c] : -1;
			if (value < 0) {
				throw new TokenizerException("The tokenizer's vocabulary holds a token outside the byte alphabet");
			}
			bytes[i] = (byte) value;
		}
		return bytes;
	}

}
