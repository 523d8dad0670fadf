/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.List;
import java.util.Set;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;

/**
 * Telephone numbers, validated by libphonenumber. The candidates are cut out by hand, so
 * that its patterns never see more than a few dozen characters.
 */
final class PhoneDetector implements Detector {

	private static final int LONGEST = 32;

	private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();

	/** Countries in which a national number is always written with a leading zero. */
	private static final Set<String> TRUNK = Set.of("GB", "DE", "FR", "AT", "CH", "NL", "BE", "IE", "SE", "FI");

	private final List<String> regions;

	/**
	 * Creates a detector.
	 * @param regions countries whose numbers are known without the international prefix
	 */
	PhoneDetector(List<String> regions) {
		this.regions = List.copyOf(regions);
		for (String region : this.regions) {
			if (!NUMBERS.getSupportedRegions().contains(region)) {
				throw new PrivacyPolicyException("No telephone region is called " + region);
			}
		}
	}

	@Override
	public Set<Entity> entities() {
		return Set.of(Entity.PHONE);
	}

	@Override
	public Set<Trigger> triggers() {
		return Set.of(Trigger.DIGIT, Trigger.SYMBOL);
	}

	@Override
	public void detect(ScannedText text, int at, Candidates found) {
		char first = text.at(at);
		boolean digit = ScannedText.isDigit(first);
		if (!digit && first != '+' && first != '(') {
			return;
		}
		char before = text.at(at - 1);
		boolean joined = ScannedText.isWordCharacter(before) || before == '+' || before == '_' || before == '$'
				|| (digit && (before == '(' || before == '.' || before == '-' || before == '/')
						&& (before == '(' || text.isWord(at - 2)));
		if (joined) {
			return;
		}
		int end = at;
		int digits = 0;
		int groups = 0;
		int next = at;
		while (next - at < LONGEST) {
			char c = text.at(next);
			if (ScannedText.isDigit(c)) {
				groups += (next == at || !ScannedText.isDigit(text.at(next - 1))) ? 1 : 0;
				digits++;
				end = ++next;
			}
			else if (continues(text, next, at)) {
				next++;
			}
			else {
				break;
			}
		}
		boolean international = first == '+' || (first == '(' && text.at(at + 1) == '+') || zeros(text, at);
		if (digits < 7 || digits > 15 + (zeros(text, at) ? 2 : 0) || text.isWord(end)) {
			return;
		}
		judge(text, at, end, digits, groups, international, found);
	}

	private static boolean zeros(ScannedText text, int at) {
		return text.at(at) == '0' && text.at(at + 1) == '0';
	}

	private static boolean continues(ScannedText text, int at, int start) {
		char c = text.at(at);
		char before = (at > start) ? text.at(at - 1) : ScannedText.NONE;
		boolean afterDigit = ScannedText.isDigit(before);
		return switch (c) {
			case '+' -> at == start || before == '(';
			case '(' -> at == start || before == ' ' || afterDigit;
			case ')' -> afterDigit;
			case ' ' -> afterDigit || before == ')' || before == '-';
			case '-', '.', '/' -> afterDigit || before == ')' || before == ' ';
			default -> false;
		};
	}

	private void judge(ScannedText text, int at, int end, int digits, int groups, boolean international,
			Candidates found) {
		ScannedText.Context context = text.context(at);
		boolean cued = context.names(Cue.PHONE);
		String number = text.text(at, end);
		if (international) {
			String dialled = zeros(text, at) ? "+" + number.substring(2) : number;
			if (valid(dialled, "ZZ")) {
				found.add(Entity.PHONE, at, end, cued ? 0.95 : 0.9);
			}
			return;
		}
		boolean spoilt = !cued && (context.contradicts(Cue.PHONE.bit()) || (text.at(end) == '.' && text.isWord(end + 1))
				|| (text.at(end) == '-' && text.isWord(end + 1)) || number.indexOf('/') >= 0 && digits < 9);
		if (spoilt) {
			return;
		}
		boolean american = digits == 10 && shaped(number, 3, 3, 4);
		boolean trunk = number.startsWith("0") || number.startsWith("(0");
		for (String region : this.regions) {
			boolean northAmerican = "US".equals(region) || "CA".equals(region);
			boolean plausible = northAmerican ? digits == 10 || digits == 11 : trunk || !TRUNK.contains(region);
			boolean written = plausible
					&& (cued || (northAmerican ? american : (trunk && (groups > 1 || digits >= 10))));
			if (written && valid(number, region)) {
				found.add(Entity.PHONE, at, end, cued ? 0.9 : 0.6);
				return;
			}
		}
		if (cued && digits >= 7 && groups >= 2) {
			found.add(Entity.PHONE, at, end, 0.6);
		}
	}

	private static boolean shaped(String number, int... sizes) {
		int group = 0;
		int size = 0;
		for (int i = 0; i <= number.length(); i++) {
			if (i < number.length() && ScannedText.isDigit(number.charAt(i))) {
				size++;
			}
			else if (size > 0) {
				if (group >= sizes.length || sizes[group++] != size) {
					return false;
				}
				size = 0;
			}
		}
		return group == sizes.length;
	}

	private static boolean valid(String number, String region) {
		try {
			return NUMBERS.isValidNumber(NUMBERS.parse(number, region));
		}
		catch (NumberParseException ex) {
			// The exception quotes nothing we keep: not a number is an answer.
			return false;
		}
	}

}
