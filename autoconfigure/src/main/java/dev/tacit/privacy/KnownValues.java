/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Values an application knows to be personal: the patient or the customer a request is
 * about. Found in any case and script, without diacritics, in other orders and with
 * initials. The surest way to names.
 */
public final class KnownValues {

	/** Nothing is known. */
	public static final KnownValues NONE = new KnownValues(Map.of(), Set.of());

	private static final int LONGEST = 200;

	private final Map<Long, List<Variant>> byFirstWord;

	private final Set<Entity> entities;

	private KnownValues(Map<Long, List<Variant>> byFirstWord, Set<Entity> entities) {
		this.byFirstWord = byFirstWord;
		this.entities = entities;
	}

	/**
	 * Starts without values.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	boolean isEmpty() {
		return this.byFirstWord.isEmpty();
	}

	Detector detector() {
		return new KnownValueDetector(this.byFirstWord, this.entities);
	}

	@Override
	public String toString() {
		return "KnownValues[" + this.byFirstWord.size() + " first words]";
	}

	/** Collects values. Not thread-safe. */
	public static final class Builder {

		private final Map<Long, List<Variant>> byFirstWord = new HashMap<>();

		private final Set<Entity> entities = new java.util.HashSet<>();

		private Builder() {
		}

		/**
		 * Adds a person: the full name, "Last, First", initials, and the last name alone.
		 * @param given given names, separated by blanks; may be empty
		 * @param family family name
		 * @return this
		 */
		public Builder person(String given, String family) {
			for (List<String> givenWords : written(given)) {
				written(family).forEach((familyWords) -> person(givenWords, String.join(" ", familyWords)));
			}
			return this;
		}

		private void person(List<String> givenWords, String last) {
			if (!givenWords.isEmpty()) {
				String first = givenWords.get(0);
				String all = String.join(" ", givenWords);
				StringBuilder initials = new StringBuilder();
				givenWords.forEach((word) -> initials.append(word.charAt(0)).append(' '));
				for (String written : List.of(all, first, initials.toString().trim(), first.substring(0, 1))) {
					add(Entity.PERSON, written + " " + last);
					add(Entity.PERSON, last + " " + written);
				}
				if (givenWords.size() > 1) {
					String middle = givenWords.get(1).substring(0, 1);
					add(Entity.PERSON, first + " " + middle + " " + last);
				}
				if (all.length() > 2) {
					add(Entity.PERSON, all);
				}
			}
			if (last.length() > 2) {
				add(Entity.PERSON, last);
			}
		}

		/**
		 * Adds a value as it is, apart from case, diacritics and what separates words.
		 * @param entity kind of value
		 * @param value the value, at least two letters or digits long
		 * @return this
		 */
		public Builder value(Entity entity, String value) {
			written(value).forEach((words) -> add(entity, String.join(" ", words)));
			return this;
		}

		/**
		 * Adds a value that stood in the conversation. A name also by its last word; what
		 * is short, or a word of prose as well, needs what announced it each time.
		 */
		Builder seen(Entity entity, String value) {
			boolean capital = Character.isUpperCase(value.codePointAt(0));
			written(value).forEach((words) -> seen(entity, words, capital));
			return this;
		}

		private void seen(Entity entity, List<String> words, boolean capital) {
			boolean person = entity.equals(Entity.PERSON);
			String all = String.join(" ", words);
			if (all.length() <= LONGEST && (words.size() > 1 || telling(all, person))) {
				put(entity, all, capital);
			}
			if (person && words.size() > 1 && telling(words.get(words.size() - 1), true)) {
				put(entity, words.get(words.size() - 1), true);
			}
		}

		private static boolean telling(String word, boolean name) {
			long cues = Lexicon.STANDARD.word(Lexicon.hash(word));
			boolean prose = Cue.COMMON.in(cues) || Cue.MONTH.in(cues) || Cue.TITLE.in(cues) || Cue.LABEL.in(cues);
			return word.length() >= (name ? 3 : 5) && !prose;
		}

		private void add(Entity entity, String value) {
			if (value.length() < 2 || value.length() > LONGEST) {
				throw new IllegalArgumentException("A known value has 2 to " + LONGEST + " letters and digits");
			}
			put(entity, value, false);
		}

		private void put(Entity entity, String value, boolean capital) {
			this.entities.add(entity);
			int space = value.indexOf(' ');
			String first = (space < 0) ? value : value.substring(0, space);
			List<Variant> variants = this.byFirstWord.computeIfAbsent(Lexicon.hash(first), (key) -> new ArrayList<>());
			Variant variant = new Variant(entity, value, capital);
			if (!variants.contains(variant)) {
				variants.add(variant);
			}
		}

		/**
		 * The words of a value as they may stand in a text: composed or not, in capitals
		 * or not, which is more than one way where a script has letters that look Latin
		 * in one case alone.
		 */
		private static Set<List<String>> written(String value) {
			Set<List<String>> written = new LinkedHashSet<>();
			written.add(words(value));
			if (value.chars().anyMatch((c) -> c >= 0x80)) {
				for (Normalizer.Form form : List.of(Normalizer.Form.NFC, Normalizer.Form.NFD)) {
					String normal = Normalizer.normalize(value, form);
					written.add(words(normal));
					written.add(words(normal.toUpperCase(Locale.ROOT)));
					written.add(words(normal.toLowerCase(Locale.ROOT)));
				}
			}
			return written;
		}

		private static List<String> words(String raw) {
			String value = Folding.plain(raw);
			List<String> words = new ArrayList<>();
			StringBuilder word = new StringBuilder();
			for (int i = 0; i <= value.length(); i++) {
				if (i < value.length() && WordCharacters.isWord(value.charAt(i))) {
					word.append(Lexicon.fold(value.charAt(i)));
				}
				else if (!word.isEmpty()) {
					words.add(word.toString());
					word.setLength(0);
				}
			}
			return words;
		}

		/**
		 * Completes the set.
		 * @return the values
		 */
		public KnownValues build() {
			return new KnownValues(Map.copyOf(this.byFirstWord), Set.copyOf(this.entities));
		}

	}

	/**
	 * One way to write a value.
	 *
	 * @param entity kind of value
	 * @param words folded words, separated by one blank
	 * @param capital whether it begins with a capital letter wherever it stands
	 */
	record Variant(Entity entity, String words, boolean capital) {

		@Override
		public String toString() {
			return "Variant[" + this.entity.name() + "]";
		}

	}

}
