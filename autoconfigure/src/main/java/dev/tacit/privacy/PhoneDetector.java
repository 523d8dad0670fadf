/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber;
import org.jspecify.annotations.Nullable;

/**
 * Telephone numbers, validated by libphonenumber. The candidates are cut out by hand, so
 * that its patterns never see more than a few dozen characters.
 */
final class PhoneDetector implements Detector {

	private static final int LONGEST = 32;

	private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();

	private static final int LONGEST_NATIONAL = 17;

	private static final String NORTH_AMERICA = "US";

	private static final String UNKNOWN = "ZZ";

	private static final Map<String, Integer> SHORTEST = new ConcurrentHashMap<>();

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
	public String symbols() {
		return "+(";
	}

	@Override
	public void detect(ScannedText text, int at, Candidates found) {
		char first = text.at(at);
		boolean digit = WordCharacters.isDigit(first);
		if (!digit && first != '+' && first != '(') {
			return;
		}
		char before = text.at(at - 1);
		boolean joined = WordCharacters.isWord(before) || before == '+' || before == '_' || before == '$'
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
			if (WordCharacters.isDigit(c)) {
				groups += (next == at || !WordCharacters.isDigit(text.at(next - 1))) ? 1 : 0;
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
		boolean afterDigit = WordCharacters.isDigit(before);
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
		Surroundings context = text.context(at);
		boolean cued = context.names(Cue.PHONE);
		String number = text.text(at, end);
		if (international) {
			String dialled = zeros(text, at) ? "+" + number.substring(2) : number;
			if (valid(dialled, UNKNOWN)) {
				found.add(Entity.PHONE, at, end, cued ? 0.95 : 0.9);
			}
			return;
		}
		boolean spoilt = !cued && (context.contradicts(Cue.PHONE.bit()) || (text.at(end) == '.' && text.isWord(end + 1))
				|| (text.at(end) == '-' && text.isWord(end + 1)) || number.startsWith("0.")
				|| (number.indexOf('/') >= 0 && digits < 9));
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
			if (i < number.length() && WordCharacters.isDigit(number.charAt(i))) {
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

	static boolean valid(String written, String region) {
		String number = compact(written);
		if (number.indexOf('+', 1) < 0) {
			boolean american = NORTH_AMERICA.equals(region) ? number.length() == 10 && number.charAt(0) >= '2'
					: number.length() == 12 && number.startsWith("+1") && number.charAt(2) >= '2';
			if (american) {
				return american(number.substring(number.length() - 10));
			}
			Phonenumber.PhoneNumber plain = (number.charAt(0) == '+') ? plain(number) : null;
			if (plain != null) {
				return NUMBERS.isValidNumber(plain);
			}
			if (number.charAt(0) != '+'
					&& number.length() < SHORTEST.computeIfAbsent(region, PhoneDetector::shortest)) {
				return false;
			}
		}
		try {
			return NUMBERS.isValidNumber(NUMBERS.parse(number, region));
		}
		catch (NumberParseException ex) {
			// The exception quotes nothing we keep: not a number is an answer.
			return false;
		}
	}

	/**
	 * A number with its country, which parsing would leave as it is: the only prefix
	 * there is a zero, and it has none. {@code null} where parsing has to decide.
	 */
	private static Phonenumber.@Nullable PhoneNumber plain(String number) {
		for (int end = 2; end <= 4 && number.length() - end >= 4; end++) {
			int country = Integer.parseInt(number, 1, end, 10);
			String region = NUMBERS.getRegionCodeForCountryCode(country);
			if (!UNKNOWN.equals(region)) {
				boolean plain = TRUNK.contains(region) && number.charAt(1) != '0' && number.charAt(end) != '0'
						&& number.length() - end <= LONGEST_NATIONAL;
				return plain ? new Phonenumber.PhoneNumber().setCountryCode(country)
					.setNationalNumber(Long.parseLong(number, end, number.length(), 10)) : null;
			}
		}
		return null;
	}

	/**
	 * Fewest digits of a number in a country that shares its code with no other; a prefix
	 * makes it longer.
	 */
	private static int shortest(String region) {
		int country = NUMBERS.getCountryCodeForRegion(region);
		if (NUMBERS.getRegionCodesForCountryCode(country).size() != 1) {
			return 0;
		}
		Phonenumber.PhoneNumber number = new Phonenumber.PhoneNumber().setCountryCode(country);
		int digits = 2;
		for (long national = 55; digits < LONGEST_NATIONAL; national = 10 * national + 5, digits++) {
			if (NUMBERS.isPossibleNumber(number.setNationalNumber(national))) {
				break;
			}
		}
		return digits;
	}

	/**
	 * Digits, and the sign in front of them. What separates groups tells the library
	 * nothing and costs its patterns time, but for a sign in another place.
	 */
	private static String compact(String number) {
		StringBuilder compact = new StringBuilder(number.length());
		for (int i = 0; i < number.length(); i++) {
			char c = number.charAt(i);
			if (c == '+' && !compact.isEmpty()) {
				return number;
			}
			if (c == '+' || WordCharacters.isDigit(c)) {
				compact.append(c);
			}
		}
		return compact.toString();
	}

	/**
	 * Ten digits, the first of which is no prefix: parsing leaves nothing out. Neither
	 * area nor exchange begins with 0 or 1.
	 */
	private static boolean american(String digits) {
		if (digits.charAt(3) < '2') {
			return false;
		}
		Phonenumber.PhoneNumber number = new Phonenumber.PhoneNumber().setCountryCode(1)
			.setNationalNumber(Long.parseLong(digits));
		return NUMBERS.isValidNumberForRegion(number, NORTH_AMERICA) || NUMBERS.isValidNumber(number);
	}

}
