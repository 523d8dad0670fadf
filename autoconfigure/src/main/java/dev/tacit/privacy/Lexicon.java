/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/**
 * Words and phrases, and what they say. Looked up by hash without making a string: the
 * scan meets every word of a text. Case and diacritics do not matter.
 */
final class Lexicon {

	/** Set in a word that ends a phrase. */
	private static final long ENDS_PHRASE = 1L << 62;

	private static final int PHRASE = 4;

	private static final char[] FOLDED = folded();

	// Last: it is folded as it is read.
	static final Lexicon STANDARD = load("cues.txt", "names.txt");

	/** Key and value side by side: a word that is looked up costs one cache line. */
	private long[] table = new long[1 << 15];

	/**
	 * Tells most words that are unknown, and is small enough to stay near the processor.
	 */
	private final long[] known = new long[1 << 10];

	private int size;

	private static Lexicon load(String... resources) {
		Lexicon lexicon = new Lexicon();
		for (String resource : resources) {
			try (InputStream in = Lexicon.class.getResourceAsStream(resource)) {
				if (in == null) {
					throw new IllegalStateException("The resource " + resource + " is missing");
				}
				lexicon.read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return lexicon;
	}

	/** Lines of the form {@code CUE, CUE = word; several words; ...}. */
	private void read(BufferedReader lines) throws IOException {
		for (String line = lines.readLine(); line != null; line = lines.readLine()) {
			int equals = line.indexOf('=');
			if (equals < 0 || line.startsWith("#")) {
				continue;
			}
			long cues = 0;
			for (String cue : line.substring(0, equals).split(",")) {
				cues |= Cue.valueOf(cue.trim()).bit();
			}
			for (String phrase : line.substring(equals + 1).split(";")) {
				add(phrase.trim(), cues);
			}
		}
	}

	private void add(String phrase, long cues) {
		if (phrase.isEmpty()) {
			return;
		}
		String[] words = phrase.split(" ");
		if (words.length > PHRASE) {
			throw new IllegalStateException("A phrase of the lexicon has more than " + PHRASE + " words");
		}
		if (words.length == 1) {
			put(hash(phrase), cues);
			return;
		}
		put(hash(words[words.length - 1]), ENDS_PHRASE);
		long hash = hash(words[0]);
		for (int i = 1; i < words.length; i++) {
			hash = join(hash, hash(words[i]));
		}
		put(hash, cues);
	}

	private void put(long key, long value) {
		if (4 * ++this.size > this.table.length) {
			grow();
		}
		int slot = slot(key);
		this.table[slot] = key;
		this.table[slot + 1] |= value;
		this.known[(int) (key >>> 54)] |= 1L << (key >>> 48);
	}

	private void grow() {
		long[] old = this.table;
		this.table = new long[2 * old.length];
		for (int i = 0; i < old.length; i += 2) {
			if (old[i] != 0) {
				int slot = slot(old[i]);
				this.table[slot] = old[i];
				this.table[slot + 1] = old[i + 1];
			}
		}
	}

	private int slot(long key) {
		int last = this.table.length - 2;
		int slot = (int) (key >>> 19) & last;
		while (this.table[slot] != 0 && this.table[slot] != key) {
			slot = (slot + 2) & last;
		}
		return slot;
	}

	private long value(long hash) {
		boolean unknown = (this.known[(int) (hash >>> 54)] & (1L << (hash >>> 48))) == 0;
		return unknown ? 0 : this.table[slot(hash) + 1];
	}

	/**
	 * What a word says.
	 * @param hash its hash
	 * @return a set of cues, 0 for an unknown word
	 */
	long word(long hash) {
		return value(hash) & ~ENDS_PHRASE;
	}

	/**
	 * What the last of some words says, alone and as the end of a phrase.
	 * @param hashes hashes of words in order
	 * @param last index of the last word
	 * @param first index of the first word a phrase may begin with
	 * @return a set of cues
	 */
	long phrase(long[] hashes, int last, int first) {
		long value = value(hashes[last]);
		if ((value & ENDS_PHRASE) == 0) {
			return value;
		}
		for (int start = last - 1; start >= Math.max(first, last - PHRASE + 1); start--) {
			long hash = hashes[start];
			for (int i = start + 1; i <= last; i++) {
				hash = join(hash, hashes[i]);
			}
			value |= value(hash);
		}
		return value & ~ENDS_PHRASE;
	}

	static long hash(CharSequence word) {
		long hash = 0;
		for (int i = 0; i < word.length(); i++) {
			hash = next(hash, word.charAt(i));
		}
		return finished(hash);
	}

	/** Adds one character to the hash of a word. */
	static long next(long hash, char c) {
		return (hash ^ fold(c)) * 0x9E3779B97F4A7C15L + (hash >>> 29);
	}

	/** Hash of a complete word; never 0, which marks a free slot. */
	static long finished(long hash) {
		return (hash != 0) ? hash : 1;
	}

	private static long join(long first, long second) {
		return finished((first * 31 + second) * 0xD6E8FEB86659FD93L);
	}

	/** Lower case without diacritics. */
	static char fold(char c) {
		return (c < FOLDED.length) ? FOLDED[c] : Character.toLowerCase(c);
	}

	/**
	 * As {@link Folding} makes some capitals Latin whose small letters look like none, a
	 * letter goes by its capital.
	 */
	private static char[] folded() {
		char[] folded = new char[0x2000];
		for (char c = 0; c < folded.length; c++) {
			char base = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFD).charAt(0);
			String capital = Folding.fold(Character.toUpperCase(base));
			folded[c] = struck(Character.toLowerCase(capital.isEmpty() ? base : capital.charAt(0)));
		}
		return folded;
	}

	/** A letter without the stroke through it, which no form of Unicode takes off. */
	private static char struck(char c) {
		return switch (c) {
			case '\u00f8' -> 'o';
			case '\u0142' -> 'l';
			case '\u0111' -> 'd';
			default -> c;
		};
	}

}
