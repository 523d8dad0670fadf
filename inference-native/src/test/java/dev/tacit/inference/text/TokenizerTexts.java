/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.text;

import java.util.List;
import java.util.Random;

/** Texts that tokenizers disagree about. */
final class TokenizerTexts {

	private static final List<String> PIECES = List.of(" ", "  ", "\n", "\r\n", "\t", "\u00a0", "\u2009", "\u0085",
			"\u200b", "\u000b", "'s", "'S", "'\u017f", "'ll", "'RE", "don't", "a", "Abc", "żółć", "日本語", "ひらがな", "한국어",
			"العربية", "हिन्दी", "😀", "👍🏽", "👨‍👩‍👧", "e\u0301", "1", "12345", "٣", "Ⅷ", "½", "3.14", ",", "...",
			"!!", "#$%", "<", ">", "<|im_end|>", "<|im_start|>", "<think>", "</think>", "<|im_", "end|>", "\u0000",
			"\u001f", "\ufeff", "\ufffd", "_", "-", "{", "}", "\"", "\\", "mg/kg", " The", " dose", "https://",
			"\ud7ff", "\ue000", "ǅ", "ß", "İ");

	private TokenizerTexts() {
	}

	static String random(Random random) {
		StringBuilder text = new StringBuilder();
		for (int i = random.nextInt(12); i >= 0; i--) {
			if (random.nextInt(6) == 0) {
				int c = random.nextInt((random.nextInt(3) == 0) ? 0x30000 : 0x3000);
				// A letter that is younger than the JDK's Unicode is no letter to its
				// patterns.
				text.appendCodePoint((c >= 0xd800 && c < 0xe000 || !Character.isDefined(c)) ? 'x' : c);
			}
			else {
				text.append(PIECES.get(random.nextInt(PIECES.size())));
			}
		}
		return text.toString();
	}

}
