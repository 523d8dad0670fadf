/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Decodes tokens one after the other: an incomplete UTF-8 sequence is held back until its
 * last byte arrives, so all increments together equal the text decoded at once. Not
 * thread-safe.
 */
public final class TokenDecoder {

	private final Tokenizer tokenizer;

	private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
		.onMalformedInput(CodingErrorAction.REPLACE)
		.onUnmappableCharacter(CodingErrorAction.REPLACE);

	private byte[] pending = new byte[0];

	TokenDecoder(Tokenizer tokenizer) {
		this.tokenizer = tokenizer;
	}

	/**
	 * Takes one token.
	 * @param id its id
	 * @return the characters it completes, perhaps none
	 */
	public String accept(int id) {
		byte[] bytes = this.tokenizer.bytes(id);
		ByteBuffer input = ByteBuffer.allocate(this.pending.length + bytes.length);
		input.put(this.pending).put(bytes).flip();
		return decode(input, false);
	}

	/**
	 * Ends the text.
	 * @return U+FFFD for an incomplete sequence, otherwise nothing
	 */
	public String flush() {
		String rest = decode(ByteBuffer.wrap(this.pending), true);
		this.decoder.reset();
		return rest;
	}

	private String decode(ByteBuffer input, boolean end) {
		CharBuffer output = CharBuffer.allocate(2 * input.remaining() + 2);
		this.decoder.reset();
		this.decoder.decode(input, output, end);
		this.pending = new byte[input.remaining()];
		input.get(this.pending);
		return output.flip().toString();
	}

}
