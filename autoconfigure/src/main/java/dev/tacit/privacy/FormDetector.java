/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Numbers of a fixed form: places for letters and digits, and a rule. How far the rule
 * alone can be trusted decides what the words before it have to say.
 */
final class FormDetector implements Detector {

	private static final List<Form> DIGIT_FIRST = List.of(
			Form.of(Entity.ROUTING_NUMBER, "NNNNNNNNN", NationalNumbers::routing, 0.5, Cue.ROUTING),
			Form.of(Entity.US_SSN, "NNNNNNNNN", NationalNumbers::ssn, 0.3, Cue.SSN).grouped(0.65, 3, 2, 4),
			Form.of(Entity.US_ITIN, "NNNNNNNNN", NationalNumbers::itin, 0.3, Cue.ITIN, Cue.SSN).grouped(0.65, 3, 2, 4),
			Form.of(Entity.US_EIN, "NNNNNNNNN", NationalNumbers::ein, 0.3, Cue.EIN).grouped(0.5, 2, 7),
			Form.of(Entity.NL_BSN, "NNNNNNNNN", NationalNumbers::bsn, 0.5, Cue.BSN).grouped(0.6, 4, 2, 3),
			Form.of(Entity.PT_NIF, "NNNNNNNNN", NationalNumbers::portuguese, 0.5, Cue.PT_NIF).grouped(0.55, 3, 3, 3),
			Form.of(Entity.US_NPI, "NNNNNNNNNN", NationalNumbers::npi, 0.55, Cue.NPI),
			Form.of(Entity.UK_NHS, "NNNNNNNNNN", NationalNumbers::nhs, 0.5, Cue.NHS).grouped(0.65, 3, 3, 4),
			Form.of(Entity.SE_PERSONNUMMER, "NNNNNNNNNN", NationalNumbers::personnummer, 0.55, Cue.PNR)
				.grouped(0.7, 6, 4),
			Form.of(Entity.SE_PERSONNUMMER, "NNNNNNNNNNNN", (n) -> personnummer12(n), 0.7, Cue.PNR).grouped(0.8, 8, 4),
			Form.of(Entity.DE_TAX_ID, "NNNNNNNNNNN", NationalNumbers::steuerId, 0.6, Cue.DE_TAX)
				.grouped(0.75, 2, 3, 3, 3),
			Form.of(Entity.PL_PESEL, "NNNNNNNNNNN", NationalNumbers::pesel, 0.65, Cue.PESEL),
			Form.of(Entity.BE_NATIONAL_NUMBER, "NNNNNNNNNNN", NationalNumbers::belgian, 0.8, Cue.BE_NN)
				.grouped(0.85, 6, 3, 2),
			Form.of(Entity.CH_AHV, "NNNNNNNNNNNNN", NationalNumbers::ahv, 0.85, Cue.AHV),
			Form.of(Entity.IMEI, "NNNNNNNNNNNNNNN", CheckDigits::luhn, 0.5, Cue.IMEI).grouped(0.8, 2, 6, 6, 1),
			Form.of(Entity.FR_NIR, "NNNNNXXNNNNNNNN", NationalNumbers::nir, 0.85, Cue.NIR),
			Form.of(Entity.ES_NIF, "NNNNNNNNA", NationalNumbers::nif, 0.75, Cue.ES_NIF),
			Form.of(Entity.US_MBI, "NAXNAXNAANN", NationalNumbers::mbi, 0.7, Cue.MBI, Cue.HEALTH_PLAN),
			Form.of(Entity.VIN, "XXXXXXXXXXXXXXXXX", NationalNumbers::vin, 0.7, Cue.VIN).solid());

	private static final List<Form> LETTER_FIRST = List.of(
			Form.of(Entity.UK_NINO, "AANNNNNNA", NationalNumbers::nino, 0.7, Cue.NINO),
			Form.of(Entity.UK_NINO, "AANNNNNN", NationalNumbers::nino, 0.3, Cue.NINO),
			Form.of(Entity.US_DEA, "AANNNNNNN", NationalNumbers::dea, 0.7, Cue.DEA),
			Form.of(Entity.US_DEA, "ANNNNNNNN", NationalNumbers::dea, 0.3, Cue.DEA),
			Form.of(Entity.DE_KVNR, "ANNNNNNNNN", NationalNumbers::kvnr, 0.65, Cue.KVNR, Cue.HEALTH_PLAN),
			Form.of(Entity.ES_NIE, "ANNNNNNNA", NationalNumbers::nie, 0.8, Cue.ES_NIF),
			Form.of(Entity.IT_FISCAL_CODE, "AAAAAAXXAXXAXXXA", NationalNumbers::fiscalCode, 0.85, Cue.FISCAL_CODE),
			Form.of(Entity.VIN, "XXXXXXXXXXXXXXXXX", NationalNumbers::vin, 0.7, Cue.VIN).solid());

	/** Digits of the longest form that consists of digits alone. */
	private static final int LONGEST = 16;

	/** Letters in front of the longest form that begins with letters, and one more. */
	private static final int LETTERS = 7;

	/** Forms that a number can have, by how many digits it begins with. */
	private static final Form[][] BY_DIGITS = byCount(DIGIT_FIRST, 'N', LONGEST);

	private static final Form[][] BY_LETTERS = byCount(LETTER_FIRST, 'A', LETTERS);

	private static Form[][] byCount(List<Form> forms, char place, int most) {
		Form[][] table = new Form[most + 1][];
		for (int count = 0; count <= most; count++) {
			int begun = count;
			table[count] = forms.stream().filter((form) -> form.mayBegin(place, begun, most)).toArray(Form[]::new);
		}
		return table;
	}

	private static int letters(Reading reading) {
		int letters = 0;
		while (letters < LETTERS && reading.c(letters) >= 'A') {
			letters++;
		}
		return letters;
	}

	private final Set<Entity> entities = new HashSet<>();

	FormDetector() {
		DIGIT_FIRST.forEach((form) -> this.entities.add(form.entity));
		LETTER_FIRST.forEach((form) -> this.entities.add(form.entity));
	}

	private static boolean personnummer12(String n) {
		return (n.startsWith("19") || n.startsWith("20")) && NationalNumbers.personnummer(n.substring(2));
	}

	@Override
	public Set<Entity> entities() {
		return this.entities;
	}

	@Override
	public Set<Trigger> triggers() {
		return EnumSet.of(Trigger.DIGIT, Trigger.CODE);
	}

	@Override
	public void detect(ScannedText text, int at, Candidates found) {
		boolean digit = WordCharacters.isDigit(text.at(at));
		if (digit && text.isWord(at - 1)) {
			return;
		}
		if (!digit && prose(text, at)) {
			return;
		}
		Reading reading = text.reading();
		if (!reading.free()) {
			return;
		}
		for (Form form : digit ? BY_DIGITS[reading.digits(LONGEST)] : BY_LETTERS[letters(reading)]) {
			if (form.digitsOnly && !reading.wordEnds(form.places.length())) {
				continue;
			}
			form.detect(text, reading, found);
			if (text.starved()) {
				return;
			}
		}
	}

	/**
	 * Whether lower-case letters follow the first one, up to the end of the word or
	 * further than any form has letters in front.
	 */
	static boolean prose(ScannedText text, int at) {
		for (int i = at + 1; i < at + 8; i++) {
			char c = text.at(i);
			if (c < 'a' || c > 'z') {
				return i > at + 1 && !WordCharacters.isWord(c);
			}
		}
		return true;
	}

	/** A form: its places, its rule, and how far it is trusted. */
	private static final class Form {

		private static final double CUED = 0.95;

		private static final double CONTRADICTION = 0.25;

		/** Below this a rule alone does not make up for an odd way of writing. */
		private static final double WEAK = 0.6;

		private final Entity entity;

		private final String places;

		private final boolean digitsOnly;

		private final Predicate<String> rule;

		private final double confidence;

		private final long cues;

		private final boolean solid;

		private final double groupedConfidence;

		private final int[] groups;

		private Form(Entity entity, String places, Predicate<String> rule, double confidence, long cues, boolean solid,
				double groupedConfidence, int... groups) {
			this.entity = entity;
			this.places = places;
			this.digitsOnly = places.chars().allMatch((place) -> place == 'N');
			this.rule = rule;
			this.confidence = confidence;
			this.cues = cues;
			this.solid = solid;
			this.groupedConfidence = groupedConfidence;
			this.groups = groups;
		}

		static Form of(Entity entity, String places, Predicate<String> rule, double confidence, Cue... cues) {
			long own = 0;
			for (Cue cue : cues) {
				own |= cue.bit();
			}
			return new Form(entity, places, rule, confidence, own, false, confidence);
		}

		/** The same, more trusted when written in these groups. */
		Form grouped(double trusted, int... sizes) {
			return new Form(this.entity, this.places, this.rule, this.confidence, this.cues, this.solid, trusted,
					sizes);
		}

		/** The same, without separators inside. */
		Form solid() {
			return new Form(this.entity, this.places, this.rule, this.confidence, this.cues, true, this.confidence);
		}

		/**
		 * Whether a number that begins with so many digits, or letters, may have this
		 * form; so many or more, if it is the most that are counted.
		 */
		boolean mayBegin(char place, int count, int most) {
			int own = 0;
			while (own < this.places.length() && this.places.charAt(own) == place) {
				own++;
			}
			boolean ends = own < this.places.length() && this.places.charAt(own) != 'X';
			return own <= count && (!ends || own == count || count == most);
		}

		void detect(ScannedText text, Reading reading, Candidates found) {
			int length = this.places.length();
			for (int i = 0; i < length && !this.digitsOnly; i++) {
				char c = reading.c(i);
				boolean fits = switch (this.places.charAt(i)) {
					case 'N' -> WordCharacters.isDigit(c);
					case 'A' -> c >= 'A';
					default -> c != ScannedText.NONE;
				};
				if (!fits || (this.solid && reading.separated(i))) {
					return;
				}
			}
			if (!reading.whole(length) || !this.rule.test(reading.compact(length))) {
				return;
			}
			found.add(this.entity, reading.start(), reading.end(length), confidence(text, reading));
		}

		private double confidence(ScannedText text, Reading reading) {
			Surroundings context = text.context(reading.start());
			boolean shaped = this.groups.length > 0 && reading.grouped(this.groups)
					&& !(this.entity.equals(Entity.UK_NHS) && reading.separator(3) == '-');
			if ((context.cues() & this.cues) != 0) {
				boolean odd = this.groups.length > 0 && !shaped && !reading.contiguous(this.places.length());
				return odd ? WEAK : CUED;
			}
			double alone = shaped ? this.groupedConfidence : this.confidence;
			if (!shaped && this.confidence < WEAK && !reading.contiguous(this.places.length())) {
				// Grouped like something else.
				alone -= CONTRADICTION;
			}
			return context.contradicts(this.cues) ? alone - CONTRADICTION : alone;
		}

	}

}
