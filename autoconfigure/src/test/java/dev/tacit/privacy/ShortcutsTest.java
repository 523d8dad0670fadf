/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is left out to be fast finds nothing when it is not left out. */
class ShortcutsTest {

	private static final String NOISE = " \t\n.,;:!?-/()[]+@#'\"|_%&=<>*0123456789aAbBzZeE\u00e4\u00df\u00f1\u00a0\u200b";

	private final Random random = new Random(20261125);

	@Test
	void askingEverybodyEverywhereFindsNothingMore() {
		List<Detector> detectors = PrivacyFilter.builtInDetectors(List.of("US", "GB", "DE", "FR", "ES"));
		PrivacyFilter quick = new PrivacyFilter(PrivacyPolicy.defaults(), detectors);
		PrivacyFilter thorough = new PrivacyFilter(PrivacyPolicy.defaults(),
				detectors.stream().<Detector>map(AskedEverywhere::new).toList());
		NoteGenerator notes = new NoteGenerator(20261125);
		PrivacyScope scope = PrivacyScope.of(Set.of());
		int found = 0;
		for (int i = 0; i < 2_000; i++) {
			String text = damaged(String.valueOf(notes.note().get("text")));
			FilterResult expected = thorough.apply(text, Direction.PROMPT, scope);
			assertThat(quick.apply(text, Direction.PROMPT, scope)).isEqualTo(expected);
			found += expected.findings().size();
		}
		assertThat(found).isGreaterThan(5_000);
	}

	@Test
	void aTelephoneNumberIsValidIfTheLibrarySaysSo() {
		int valid = 0;
		for (int i = 0; i < 60_000; i++) {
			String number = number();
			String region = number.startsWith("+") ? "ZZ"
					: pick("US", "GB", "DE", "FR", "ES", "CA", "PT", "NL", "IT", "BR");
			boolean expected = library(number, region);
			assertThat(PhoneDetector.valid(number, region)).as(number + " in " + region).isEqualTo(expected);
			valid += expected ? 1 : 0;
		}
		assertThat(valid).isGreaterThan(1_000);
	}

	private static boolean library(String number, String region) {
		PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
		try {
			return numbers.isValidNumber(numbers.parse(number, region));
		}
		catch (NumberParseException ex) {
			return false;
		}
	}

	/** Digits as people group them, or as nobody does. */
	private String number() {
		StringBuilder number = new StringBuilder(pick("", "", "", "+", "+1", "+1 ", "(+", "0", "+(+", "1", "+49", "+44",
				"+33", "+43", "+41", "+31", "+32", "+353", "+46", "+358", "+34", "+7", "+39", "+00"));
		int digits = pick("10", "10", "7", "9", "11", "12", "13").equals("10") ? 10 : 6 + this.random.nextInt(9);
		for (int i = 0; i < digits; i++) {
			number.append((char) ('0' + this.random.nextInt(10)));
			if (this.random.nextInt(5) == 0) {
				number.append(" -./()+".charAt(this.random.nextInt(7)));
			}
		}
		return number.append('5').toString();
	}

	private String damaged(String text) {
		StringBuilder damaged = new StringBuilder(text);
		for (int edit = this.random.nextInt(10); edit > 0; edit--) {
			int at = this.random.nextInt(damaged.length());
			char noise = NOISE.charAt(this.random.nextInt(NOISE.length()));
			switch (this.random.nextInt(4)) {
				case 0 -> damaged.deleteCharAt(at);
				case 1 -> damaged.insert(at, noise);
				case 2 -> damaged.insert(at, this.random.nextInt(Integer.MAX_VALUE));
				default -> damaged.setCharAt(at, noise);
			}
		}
		return damaged.toString();
	}

	private String pick(String... choices) {
		return choices[this.random.nextInt(choices.length)];
	}

	/**
	 * A detector that is asked at every word, number and symbol.
	 *
	 * @param detector finds the values
	 */
	private record AskedEverywhere(Detector detector) implements Detector {

		@Override
		public Set<Entity> entities() {
			return this.detector.entities();
		}

		@Override
		public Set<Trigger> triggers() {
			Set<Trigger> triggers = EnumSet.copyOf(this.detector.triggers());
			boolean words = triggers.contains(Trigger.CODE) || triggers.contains(Trigger.CAPITAL);
			if (words) {
				triggers.add(Trigger.LETTER);
			}
			if (triggers.contains(Trigger.JOINED_DIGIT)) {
				triggers.add(Trigger.DIGIT);
			}
			return triggers;
		}

		@Override
		public void detect(ScannedText text, int at, Candidates found) {
			this.detector.detect(text, at, found);
		}

	}

}
