/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds registered values. */
final class KnownValueDetector implements Detector {

	private final Map<Long, List<KnownValues.Variant>> byFirstWord;

	private final Set<Entity> entities;

	KnownValueDetector(Map<Long, List<KnownValues.Variant>> byFirstWord, Set<Entity> entities) {
		this.byFirstWord = byFirstWord;
		this.entities = entities;
	}

	@Override
	public Set<Entity> entities() {
		return this.entities;
	}

	@Override
	public Set<Trigger> triggers() {
		return EnumSet.of(Trigger.LETTER, Trigger.DIGIT);
	}

	@Override
	public void detect(ScannedText text, int at, Candidates found) {
		if (text.isWord(at - 1)) {
			return;
		}
		long hash = 0;
		int end = at;
		while (end - at < 64 && text.isWord(end)) {
			hash = Lexicon.next(hash, text.at(end++));
		}
		for (KnownValues.Variant variant : this.byFirstWord.getOrDefault(Lexicon.finished(hash), List.of())) {
			boolean written = !variant.capital() || Character.isUpperCase(text.at(at));
			int last = written ? match(text, at, variant.words()) : -1;
			if (last > 0) {
				found.add(variant.entity(), at, last, 1);
			}
		}
	}

	/** End of the words, each separated from the next by up to three other characters. */
	private static int match(ScannedText text, int at, String words) {
		int position = at;
		for (int i = 0; i < words.length(); i++) {
			char c = words.charAt(i);
			if (c != ' ') {
				if (Lexicon.fold(text.at(position)) != c) {
					return -1;
				}
				position++;
				continue;
			}
			int gap = position;
			while (position - gap < 3 && text.at(position) != ScannedText.NONE && !text.isWord(position)) {
				position++;
			}
			if (position == gap) {
				return -1;
			}
		}
		return text.isWord(position) ? -1 : position;
	}

}
