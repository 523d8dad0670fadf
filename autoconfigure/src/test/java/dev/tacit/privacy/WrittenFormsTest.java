/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Values without a check digit, by form and by the words before them; texts that must
 * stay usable; texts that want to be a burden.
 */
class WrittenFormsTest {

	private static final long SEED = 20261127;

	/** In a form, 9 is any digit, {8} one from 1 to 8 and {9} a nine. */
	private static final Map<Entity, List<String>> POSITIVE = Map.ofEntries(
			Map.entry(Entity.US_SSN,
					List.of("SSN 2{8}8-{8}1-{8}999", "his number is 2{8}8-{8}1-{8}999", "SSN: 2{8}8{8}1{8}999")),
			Map.entry(Entity.US_ITIN, List.of("ITIN {9}{8}8-7{8}-{8}999", "ITIN: {9}{8}8 7{8} {8}999")),
			Map.entry(Entity.US_EIN, List.of("EIN 12-{8}999999", "employer identification 45-{8}999999")),
			Map.entry(Entity.UK_NINO, List.of("NINO AB 99 99 99 C", "insured as JT999999D")),
			Map.entry(Entity.US_MBI, List.of("Medicare 8EG4-TE5-MK73", "MBI 8EG4TE5MK99")),
			Map.entry(Entity.BIC, List.of("BIC DEUTDEFF", "SWIFT code COBADEFF999", "via BNPAFRPPXXX today")),
			Map.entry(Entity.CARD_SECURITY_CODE,
					List.of("CVV 999", "cvc: 9999", "security code is 999", "Prüfziffer 999")),
			Map.entry(Entity.MEDICAL_RECORD_NUMBER,
					List.of("MRN 9999999", "Patient ID: A-99999", "Fallnummer 99999999")),
			Map.entry(Entity.HEALTH_PLAN_ID, List.of("Member ID AAA999999999", "policy number 9999999999")),
			Map.entry(Entity.BANK_ACCOUNT, List.of("account 899999999", "Kontonummer 8999999", "cuenta 8999 9999 99")),
			Map.entry(Entity.PASSPORT, List.of("passport A89999999", "Reisepass C8999999", "pasaporte AAA999999")),
			Map.entry(Entity.AGE,
					List.of("aged {9}{8}", "a {9}{8}-year-old man", "{9}{8} years old", "{9}{8} Jahre alt",
							"edad {9}{8}")),
			Map.entry(Entity.DATE,
					List.of("on 1{8}.0{8}.1{9}{8}{8}", "2011-0{8}-1{8} it", "1{8} March 2015", "Mai 1{8}, 2015",
							"el 1{8} de mayo de 2015")),
			Map.entry(Entity.PHONE,
					List.of("+4{9} 30 {9}018999", "(212) 555-0199", "call 212-555-0199", "Tel. 030 {9}018999",
							"+1 212 555 0199")),
			Map.entry(Entity.EMAIL, List.of("a.b9@example.org", "to <x_99@mail.example.com>", "c9@b.de.")),
			Map.entry(Entity.URL, List.of("https://a.example/x?y=9", "see www.example.org/99, please")),
			Map.entry(Entity.IP_ADDRESS, List.of("10.1.{8}.1{8}", "from 2001:db8::99", "fe80::1:99")),
			Map.entry(Entity.MAC_ADDRESS, List.of("00:1a:99:3c:4d:5e", "00-1A-99-3C-4D-5E")),
			Map.entry(Entity.POSTAL_CODE,
					List.of("Boston, MA 02{8}99", "PLZ 1{8}999", "London NW1 6XE", "ZIP code 6{8}999-1234")),
			Map.entry(Entity.ADDRESS,
					List.of("899 Wexcombe Street", "Erlenbachstraße 8", "12 rue des Lavandes", "P.O. Box 8999",
							"Calle Mayor 8")),
			Map.entry(Entity.SECRET,
					List.of("password: hunter99", "PIN is 9999", "AKIA999999999999ABCD", "api key = \"abc99def\"")),
			Map.entry(Entity.PERSON, List.of("Dr. Quistorp", "Frau Habersack", "Patient: Aurelia Thistlewood",
					"my name is Wendelin Rademacher", "John Ashworth")));

	/** One step away from the form, or the cue with nothing behind it. */
	private static final Map<Entity, List<String>> NEGATIVE = Map.ofEntries(
			Map.entry(Entity.US_SSN,
					List.of("SSN 000-{8}1-{8}999", "SSN 666-{8}1-{8}999", "SSN 2{8}8-00-{8}999", "SSN 2{8}8-{8}1-0000",
							"SSN 2{8}8-{8}1-{8}99")),
			Map.entry(Entity.US_ITIN,
					List.of("ITIN {9}{8}8-3{8}-{8}999", "ITIN {9}{8}8-{9}3-{8}999", "ITIN 1{8}8-7{8}-{8}999")),
			Map.entry(Entity.US_EIN, List.of("EIN 07-{8}999999", "EIN 00-{8}999999", "EIN 12-{8}9999", "score 12-{8}")),
			Map.entry(Entity.UK_NINO,
					List.of("NINO BG 99 99 99 C", "NINO DA 99 99 99 C", "NINO AB 99 99 9", "NINO AO 99 99 99 A")),
			Map.entry(Entity.US_MBI, List.of("Medicare 8SG4-TE5-MK73", "MBI 0EG4TE5MK99", "MBI 8EG4TE5M999")),
			Map.entry(Entity.BIC,
					List.of("BIC DEUTQQFF", "SWIFT code COBAXXFF999", "BIC DEUTDEF", "the word ABSOLUTE {8}")),
			Map.entry(Entity.CARD_SECURITY_CODE, List.of("CVV 99", "CVV 99999", "code of {8}99 rooms")),
			Map.entry(Entity.MEDICAL_RECORD_NUMBER,
					List.of("MRN missing, {8}9 beds", "MRN: n/a", "patients {8} to {8}9", "record {8}")),
			Map.entry(Entity.HEALTH_PLAN_ID,
					List.of("member since {8}", "a policy of {8}9 pages", "Member ID pending, {8} days")),
			Map.entry(Entity.BANK_ACCOUNT,
					List.of("account {8}9", "on account of {8}9 items", "accounts {8} and {8}9 differ", "Konto {8}")),
			Map.entry(Entity.PASSPORT, List.of("passport photo {8}", "passport {8}9", "passports of {8}99 people")),
			Map.entry(Entity.AGE,
					List.of("aged {8}8", "a {8}8-year-old man", "{8}8 years old", "{8}8 Jahre alt", "{9}{8} beds")),
			Map.entry(Entity.DATE,
					List.of("on 31.02.20{8}8", "on 4{8}.0{8}.2011", "2011-2{8}-1{8} it", "30 February 201{8}",
							"2011-02-3{8} it", "version 1.{8}.2")),
			Map.entry(Entity.PHONE,
					List.of("call {8}99", "Tel. {8}9", "+4{9} {8}", "{8}99-{8} is a score", "extension {8}9")),
			Map.entry(Entity.EMAIL,
					List.of("a.b9@", "@example.org", "a at b{8}", "x@@example.org{8} no", "price @ {8}9")),
			Map.entry(Entity.URL, List.of("http:/{8}", "https:// {8}", "www {8}", "see www. {8}9", "a.b{8}/c")),
			Map.entry(Entity.IP_ADDRESS,
					List.of("10.1.{8}", "256.{8}.{8}.{8}", "10.1.{8}.3{8}0", "{8}.{8}.{8}.{8}.{8}", "at 12:{8}9")),
			Map.entry(Entity.MAC_ADDRESS,
					List.of("00:1a:99:3c:4d", "00:1g:99:3c:4d:5e", "00-1A:99-3C:4D-5E", "00:1a:99:3c:4d:5e:99:1a")),
			Map.entry(Entity.POSTAL_CODE,
					List.of("Boston, MA 02{8}9", "{8}9999 boxes", "Boston, QQ 02{8}99", "PLZ 1{8}9", "NW1 {8}C{8}")),
			Map.entry(Entity.ADDRESS,
					List.of("899 apples", "a street with {8} trees", "{8} rules of the road ahead", "P.O. {8}",
							"main road")),
			Map.entry(Entity.SECRET,
					List.of("password required, {8}", "the PIN is on the card", "AKIA9999", "api key missing",
							"sk-{8}")),
			Map.entry(Entity.PERSON, List.of("the doctor came at {8}", "Patient: {8}9", "Dr. on call {8}",
					"my name is {8}", "frau und mann {8}")));

	private static final List<String> HARMLESS = List.of("BP 1{8}0/{8}9, HR {8}9, temp 36.{8} C",
			"commit 3f2a{8}c1e8b7d6f5a4c3b2a190887766554433 on main", "ports 80{8}0, 84{8}3 and 9{8}92",
			"version {8}.{8}.9 build 2024", "Parkinson and Crohn, Hodgkin too",
			"take 2 tablets of 500 mg every {8} hours", "order {8}99999 of {8} items, total 1.{8}99,00 EUR",
			"chapter {8}, page 9{8}, line 12{8}", "Na 13{8}, K 4.{8}, Cl 10{8}, creatinine 1.{8}",
			"the year 19{8}9 and 25 of {8}99 patients", "x[{8}] = 0.{8}99999 * 1e-{8}", "ICD E11.{8}, CPT 992{8}3",
			"room {8}12, bed {8}", "{8}9 years of experience");

	private final Random random = new Random(SEED);

	private final PrivacyFilter filter = PrivacyFilter.withDefaults(PrivacyPolicy.defaults());

	private final PrivacyScope scope = PrivacyScope.of(Set.of());

	private String filled(String form) {
		StringBuilder text = new StringBuilder();
		String plain = form.replace("{8}", "\u0001").replace("{9}", "\u0002");
		for (char c : plain.toCharArray()) {
			if (c == '\u0001') {
				text.append((char) ('1' + this.random.nextInt(8)));
			}
			else if (c == '\u0002') {
				text.append('9');
			}
			else {
				text.append((c == '9') ? (char) ('0' + this.random.nextInt(10)) : c);
			}
		}
		return text.toString();
	}

	private List<Finding> findings(String text) {
		return this.filter.apply(text, Direction.PROMPT, this.scope).findings();
	}

	@Test
	void valuesAreFoundByFormAndCue() {
		List<String> missed = new ArrayList<>();
		POSITIVE.forEach((entity, forms) -> {
			for (int i = 0; i < 40; i++) {
				String text = filled(forms.get(i % forms.size()));
				if (findings("Note. " + text + "\n").stream().noneMatch((finding) -> finding.entity().equals(entity))) {
					missed.add(entity.name() + " in " + text);
				}
			}
		});
		assertThat(missed).as("seed %d", SEED).isEmpty();
	}

	@Test
	void whatIsAlmostAValueIsNone() {
		assertThat(NEGATIVE.keySet()).isEqualTo(POSITIVE.keySet());
		List<String> alarms = new ArrayList<>();
		NEGATIVE.forEach((entity, forms) -> {
			for (int i = 0; i < 40; i++) {
				String text = filled(forms.get(i % forms.size()));
				if (findings("Note. " + text + "\n").stream().anyMatch((finding) -> finding.entity().equals(entity))) {
					alarms.add(entity.name() + " in " + text);
				}
			}
		});
		assertThat(alarms).as("seed %d", SEED).isEmpty();
	}

	@Test
	void clinicalAndTechnicalTextStaysUsable() {
		for (String form : HARMLESS) {
			for (int i = 0; i < 40; i++) {
				String text = filled(form);
				assertThat(findings(text)).as(text).isEmpty();
			}
		}
	}

	@Test
	void aMegabyteOfMaliceIsDecidedOrBlocked() {
		for (String hostile : List.of("a@", "1", "1-", "(", "1.", "[[PERSON:", "Anna ", "https://", "-----BEGIN ", "&#",
				"12 March ", "1 ", "A1", "\u200b", "x", "password: ", "+1 ", "::", "4111 1111 1111 1111 ", "0.0.",
				"Dr. ")) {
			String text = hostile.repeat((1 << 20) / hostile.length());
			assertThatCode(() -> {
				try {
					this.filter.apply(text, Direction.PROMPT, this.scope);
				}
				catch (PolicyBlockedException ex) {
					// Refused is decided, too.
				}
			}).as(hostile).doesNotThrowAnyException();
		}
	}

}
