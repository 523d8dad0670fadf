/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Makes valid numbers of every kind that has a check digit, by rules written down here a
 * second time: a mistake would have to be made twice to go unseen.
 */
final class NumberGenerator {

	private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

	private final Random random;

	private final Map<Entity, Kind> kinds = new LinkedHashMap<>();

	NumberGenerator(long seed) {
		this.random = new Random(seed);
		kind(Entity.PAYMENT_CARD, this::card, "card", "Kreditkarte", "paid with");
		kind(Entity.IBAN, this::iban, "IBAN", "Konto", "transfer to");
		kind(Entity.ROUTING_NUMBER, this::routing, "routing number", "ABA");
		kind(Entity.US_NPI, this::npi, "NPI", "provider identifier");
		kind(Entity.US_DEA, this::dea, "DEA", "DEA number", "prescriber");
		kind(Entity.UK_NHS, this::nhs, "NHS number", "NHS no.");
		kind(Entity.DE_TAX_ID, this::steuerId, "Steuer-ID", "IdNr.", "Steueridentifikationsnummer");
		kind(Entity.DE_KVNR, this::kvnr, "KVNR", "Versichertennummer", "versichert unter");
		kind(Entity.ES_NIF, this::nif, "NIF", "DNI", "con");
		kind(Entity.ES_NIE, this::nie, "NIE", "documento", "con");
		kind(Entity.IT_FISCAL_CODE, this::fiscalCode, "codice fiscale", "CF", "il");
		kind(Entity.FR_NIR, this::nir, "NIR", "sécurité sociale", "assuré");
		kind(Entity.NL_BSN, this::bsn, "BSN", "burgerservicenummer");
		kind(Entity.BE_NATIONAL_NUMBER, this::belgian, "rijksregisternummer", "NISS", "nummer");
		kind(Entity.PL_PESEL, this::pesel, "PESEL", "pacjent");
		kind(Entity.FI_HETU, this::hetu, "HETU", "henkilötunnus", "potilas");
		kind(Entity.SE_PERSONNUMMER, this::personnummer, "personnummer", "patienten");
		kind(Entity.PT_NIF, this::portuguese, "NIF", "contribuinte");
		kind(Entity.CH_AHV, this::ahv, "AHV", "AHV-Nr.", "versichert");
		kind(Entity.VIN, this::vin, "VIN", "chassis", "car");
		kind(Entity.IMEI, this::imei, "IMEI", "device");
		kind(Entity.CRYPTO_WALLET, this::wallet, "wallet", "send to");
	}

	private void kind(Entity entity, Supplier<String> valid, String... labels) {
		this.kinds.put(entity, new Kind(valid, List.of(labels)));
	}

	Iterable<Entity> entities() {
		return this.kinds.keySet();
	}

	String valid(Entity entity) {
		return kind(entity).valid().get();
	}

	/** A word that stands before such a number in real text. */
	String label(Entity entity) {
		return pick(kind(entity).labels());
	}

	private Kind kind(Entity entity) {
		Kind kind = this.kinds.get(entity);
		if (kind == null) {
			throw new IllegalArgumentException(entity.name());
		}
		return kind;
	}

	/**
	 * The same number with one digit changed. Rules with an even weight, or a check digit
	 * that stands for two remainders, do not notice every change: theirs is the last one.
	 */
	String broken(Entity entity, String valid) {
		StringBuilder broken = new StringBuilder(valid);
		boolean last = Set.of(Entity.US_DEA, Entity.PT_NIF, Entity.BE_NATIONAL_NUMBER).contains(entity);
		int at = valid.length() - 1;
		while (!Character.isDigit(valid.charAt(at)) || !last) {
			at = last ? at - 1 : this.random.nextInt(valid.length());
			last |= Character.isDigit(valid.charAt(at));
		}
		int changed = (valid.charAt(at) - '0' + 1 + this.random.nextInt(9)) % 10;
		broken.setCharAt(at, (char) ('0' + changed));
		return broken.toString();
	}

	<T> T pick(List<T> choices) {
		return choices.get(this.random.nextInt(choices.size()));
	}

	boolean chance(int oneIn) {
		return this.random.nextInt(oneIn) == 0;
	}

	private String digits(int count) {
		StringBuilder digits = new StringBuilder();
		for (int i = 0; i < count; i++) {
			digits.append(this.random.nextInt(10));
		}
		return digits.toString();
	}

	private String letters(int count) {
		StringBuilder letters = new StringBuilder();
		for (int i = 0; i < count; i++) {
			letters.append(LETTERS.charAt(this.random.nextInt(26)));
		}
		return letters.toString();
	}

	private String date(String format) {
		int year = 1930 + this.random.nextInt(80);
		String two = String.format("%02d", year % 100);
		String month = String.format("%02d", 1 + this.random.nextInt(12));
		String day = String.format("%02d", 1 + this.random.nextInt(28));
		return format.replace("yyyy", String.valueOf(year)).replace("yy", two).replace("mm", month).replace("dd", day);
	}

	private static int luhnDigit(String body) {
		int sum = 0;
		for (int i = 0; i < body.length(); i++) {
			int digit = body.charAt(body.length() - 1 - i) - '0';
			sum += (i % 2 == 0) ? "0246813579".charAt(digit) - '0' : digit;
		}
		return (10 - sum % 10) % 10;
	}

	private String grouped(String number, int style, int... sizes) {
		String separator = List.of("", " ", "-").get(style);
		StringBuilder grouped = new StringBuilder();
		int at = 0;
		for (int size : sizes) {
			grouped.append(at > 0 ? separator : "").append(number, at, at + size);
			at += size;
		}
		return grouped.toString();
	}

	private String card() {
		String prefix = pick(List.of("4", "51", "55", "2221", "2720", "34", "37", "6011", "65", "3530", "36", "62"));
		int length = prefix.startsWith("34") || prefix.startsWith("37") ? 15 : prefix.equals("36") ? 14 : 16;
		String body = prefix + digits(length - 1 - prefix.length());
		String number = body + luhnDigit(body);
		int style = this.random.nextInt(3);
		return switch (length) {
			case 15 -> grouped(number, style, 4, 6, 5);
			case 14 -> grouped(number, style, 4, 6, 4);
			default -> grouped(number, style, 4, 4, 4, 4);
		};
	}

	private String iban() {
		Object[] country = pick(List.of(new Object[] { "DE", 18, "" }, new Object[] { "FR", 23, "" },
				new Object[] { "ES", 20, "" }, new Object[] { "GB", 14, "WEST" }, new Object[] { "NL", 10, "ABNA" },
				new Object[] { "NO", 11, "" }, new Object[] { "PL", 24, "" }, new Object[] { "MT", 23, "MALT" }));
		String bban = country[2] + digits((Integer) country[1]);
		String numeric = numeric(bban + country[0] + "00");
		int check = 98 - new BigInteger(numeric).mod(BigInteger.valueOf(97)).intValue();
		String iban = country[0] + String.format("%02d", check) + bban;
		return chance(2) ? iban : iban.replaceAll("(.{4})(?=.)", "$1 ");
	}

	private static String numeric(String text) {
		StringBuilder numeric = new StringBuilder();
		text.chars().forEach((c) -> numeric.append(Character.digit(c, 36)));
		return numeric.toString();
	}

	/** Tries last characters until the rule, here given as a remainder, holds. */
	private static String complete(String body, String alphabet, java.util.function.Predicate<String> rule) {
		for (int i = 0; i < alphabet.length(); i++) {
			if (rule.test(body + alphabet.charAt(i))) {
				return body + alphabet.charAt(i);
			}
		}
		return "";
	}

	private String until(Supplier<String> attempt) {
		String made = attempt.get();
		while (made.isEmpty()) {
			made = attempt.get();
		}
		return made;
	}

	private static int sum(String digits, int... weights) {
		int sum = 0;
		for (int i = 0; i < digits.length(); i++) {
			sum += weights[i % weights.length] * (digits.charAt(i) - '0');
		}
		return sum;
	}

	private String routing() {
		String body = pick(List.of("01", "02", "06", "11", "12", "21", "26", "31", "32")) + digits(6);
		return complete(body, "0123456789", (n) -> sum(n, 3, 7, 1) % 10 == 0);
	}

	private String npi() {
		String body = pick(List.of("1", "2")) + digits(8);
		return body + luhnDigit("80840" + body);
	}

	private String dea() {
		String body = digits(6);
		int sum = body.charAt(0) + body.charAt(2) + body.charAt(4) - 3 * '0'
				+ 2 * (body.charAt(1) + body.charAt(3) + body.charAt(5) - 3 * '0');
		return pick(List.of("A", "B", "F", "G", "M")) + letters(1) + body + sum % 10;
	}

	private String nhs() {
		String number = until(() -> {
			String body = "4" + digits(8);
			int check = 11 - sum(body, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
			return (check == 10) ? "" : body + check % 11;
		});
		return grouped(number, this.random.nextInt(2), 3, 3, 4);
	}

	private String steuerId() {
		StringBuilder pool = new StringBuilder("0123456789");
		StringBuilder body = new StringBuilder();
		while (pool.length() > 1) {
			int at = this.random.nextInt(pool.length());
			body.append(pool.charAt(at));
			pool.deleteCharAt(at);
		}
		body.insert(1 + this.random.nextInt(8), body.charAt(0));
		if (body.charAt(0) == '0') {
			return steuerId();
		}
		int product = 10;
		for (int i = 0; i < 10; i++) {
			int sum = (body.charAt(i) - '0' + product) % 10;
			product = 2 * ((sum == 0) ? 10 : sum) % 11;
		}
		String number = body.toString() + (11 - product) % 10;
		return grouped(number, this.random.nextInt(2), 2, 3, 3, 3);
	}

	private String kvnr() {
		String letter = letters(1);
		String body = digits(8);
		String all = String.format("%02d", letter.charAt(0) - 'A' + 1) + body;
		int sum = 0;
		for (int i = 0; i < 10; i++) {
			int product = (all.charAt(i) - '0') * (i % 2 + 1);
			sum += (product > 9) ? product - 9 : product;
		}
		return letter + body + sum % 10;
	}

	private static char nifLetter(int number) {
		return "TRWAGMYFPDXBNJZSQVHLCKE".charAt(number % 23);
	}

	private String nif() {
		String body = digits(8);
		return body + (chance(3) ? "-" : "") + nifLetter(Integer.parseInt(body));
	}

	private String nie() {
		String body = digits(7);
		int series = this.random.nextInt(3);
		return "XYZ".charAt(series) + (chance(3) ? "-" : "") + body + nifLetter(Integer.parseInt(series + body));
	}

	private String fiscalCode() {
		String body = letters(6) + digits(2) + pick(List.of("A", "B", "C", "D", "E", "H", "L", "M", "P", "R", "S", "T"))
				+ String.format("%02d", 1 + this.random.nextInt(28)) + letters(1) + digits(3);
		int[] odd = { 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23 };
		int sum = 0;
		for (int i = 0; i < 15; i++) {
			int value = Character.isDigit(body.charAt(i)) ? body.charAt(i) - '0' : body.charAt(i) - 'A';
			sum += (i % 2 == 0) ? odd[value] : value;
		}
		return body + LETTERS.charAt(sum % 26);
	}

	private String nir() {
		String department = chance(10) ? pick(List.of("2A", "2B")) : String.format("%02d", 1 + this.random.nextInt(95));
		String body = pick(List.of("1", "2")) + date("yymm") + department.replaceAll("^20$", "21") + digits(6);
		long number = Long.parseLong(body.replace("2A", "19").replace("2B", "18"));
		String key = String.format("%02d", 97 - number % 97);
		if (body.contains("2A") || body.contains("2B")) {
			number = Long
				.parseLong(body.substring(0, 5) + (body.startsWith("2A", 5) ? "19" : "18") + body.substring(7));
			key = String.format("%02d", 97 - number % 97);
		}
		return chance(2) ? body + key : body.charAt(0) + " " + body.substring(1, 3) + " " + body.substring(3, 5) + " "
				+ body.substring(5, 7) + " " + body.substring(7, 10) + " " + body.substring(10) + " " + key;
	}

	private String bsn() {
		return until(
				() -> complete("1" + digits(7), "0123456789", (n) -> sum(n, 9, 8, 7, 6, 5, 4, 3, 2, -1) % 11 == 0));
	}

	private String belgian() {
		String born = date("yymmdd");
		String serial = String.format("%03d", 1 + this.random.nextInt(990));
		long body = Long.parseLong(born + serial);
		String number = born + serial + String.format("%02d", 97 - (chance(3) ? 2_000_000_000L + body : body) % 97);
		return chance(2) ? number : born.substring(0, 2) + "." + born.substring(2, 4) + "." + born.substring(4) + "-"
				+ serial + "." + number.substring(9);
	}

	private String pesel() {
		String body = date("yymmdd") + digits(4);
		return body + (10 - sum(body, 1, 3, 7, 9) % 10) % 10;
	}

	private String hetu() {
		String born = date("ddmmyy");
		String serial = String.format("%03d", 2 + this.random.nextInt(890));
		char check = "0123456789ABCDEFHJKLMNPRSTUVWXY".charAt((int) (Long.parseLong(born + serial) % 31));
		return born + pick(List.of("-", "A")) + serial + check;
	}

	private String personnummer() {
		String body = date("yymmdd") + digits(3);
		String number = body + luhnDigit(body);
		return number.substring(0, 6) + pick(List.of("-", "-", "+")) + number.substring(6);
	}

	private String portuguese() {
		String body = pick(List.of("1", "2", "3", "5")) + digits(7);
		int check = 11 - sum(body, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
		return body + (check > 9 ? 0 : check);
	}

	private String ahv() {
		String body = "756" + digits(9);
		String number = body + (10 - sum(body, 1, 3) % 10) % 10;
		return chance(2) ? number
				: "756." + number.substring(3, 7) + "." + number.substring(7, 11) + "." + number.substring(11);
	}

	private String vin() {
		String alphabet = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789";
		String values = "1234567812345792345678" + "9";
		StringBuilder body = new StringBuilder();
		for (int i = 0; i < 17; i++) {
			body.append((i > 11) ? (char) ('0' + this.random.nextInt(10)) : alphabet.charAt(this.random.nextInt(33)));
		}
		int[] weights = { 8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2 };
		int sum = 0;
		for (int i = 0; i < 17; i++) {
			int at = alphabet.indexOf(body.charAt(i));
			sum += weights[i] * ((at < 23) ? values.charAt(at) - '0' : body.charAt(i) - '0');
		}
		body.setCharAt(8, "0123456789X".charAt(sum % 11));
		return body.toString();
	}

	private String imei() {
		String body = "35" + digits(12);
		String number = body + luhnDigit(body);
		return grouped(number, chance(2) ? 0 : 2, 2, 6, 6, 1);
	}

	/** Addresses that stand in public documentation. */
	private String wallet() {
		return pick(List.of("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
				"1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
				"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
				"bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr"));
	}

	private record Kind(Supplier<String> valid, List<String> labels) {
	}

}
