/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Writes clinical notes, claims, letters of banks and chats with labelled spans. Names,
 * streets and places are none of those the detectors know: what it measures is what they
 * do with strangers.
 */
final class NoteGenerator {

	private static final List<String> GIVEN = List.of("Aurelia", "Cosima", "Thaddeus", "Ottilie", "Percival",
			"Leocadia", "Bartholomew", "Henrike", "Ludovica", "Malte", "Tabea", "Maëlle", "Corentin", "Begoña", "Iker",
			"Oighrig", "Wendelin", "Ysolde", "Zacarias", "Marisol", "Gwendoline", "Ferdinand", "Ramona", "Sixtine",
			"Torben");

	private static final List<String> FAMILY = List.of("Abernathy", "Thistlewood", "Quistorp", "Habersack",
			"Vantongeren", "Okonkwo", "Etxeberria", "Lindqvist", "Papadakis", "Wainwright", "Delacourt", "Bourguignon",
			"Zubizarreta", "Castellanos", "Hollingsworth", "Rademacher", "Finkelstein", "Oyelaran", "Brankovic",
			"Szymczak", "Tolliver", "Kirchgässner", "Montgomery", "Ashworth", "Dahlgren");

	private static final List<String> STREETS = List.of("Wexcombe", "North Alder", "Tillery", "Old Mill");

	private static final List<String> STRASSEN = List.of("Erlenbachstraße", "Kastanienallee", "Am Mühlweg",
			"Brunnengasse");

	private static final List<String> RUES = List.of("Tanneurs", "Quatre Vents", "Lavandes");

	private static final List<String> TEMPLATES = List.of("""
			Patient: {PERSON}   MRN: {MRN}   DOB: {DATE}
			Seen on {DATE} in the cardiology clinic. {AGE}-year-old with chest pain, BP 142/88, HR 76, SpO2 97%.
			Troponin 0.03, creatinine 1.1 mg/dL. Continue aspirin 81 mg daily; follow up in 6 weeks.
			Referred by Dr. {PERSON}, NPI {NPI}. Call {PHONE} with results.""", """
			Discharge summary. Mr. {PERSON} was admitted on {DATE} and discharged on {DATE}.
			Home address {ADDRESS}, Springfield, IL {ZIP}. Medicare {MBI}. SSN {SSN}.
			Metformin 500 mg twice daily. HbA1c 7.2 on 3 occasions. Contact: {EMAIL}.""", """
			Claim form. Member ID: {PLAN}. Subscriber: {PERSON}. Date of service: {DATE}.
			Provider tax id {EIN}. Diagnosis E11.9, procedure 99213, 2 units, total 184.50 USD.
			Remit to account {ACCOUNT}, routing number {ROUTING}.""", """
			Sehr geehrte Frau {PERSON},
			Ihre Zahlung über 1.250,00 EUR vom {DATE} auf IBAN {IBAN} ist eingegangen. BIC {BIC}.
			Steuer-ID {STEUER}. Bei Fragen: {PHONE} oder {EMAIL}. Anschrift: {STRASSE}, {PLZ} Musterstadt.""", """
			Arztbrief. Patientin: {PERSON}, geb. {DATE}, KVNR {KVNR}. Blutdruck 130/85, Puls 72.
			Wir danken für die Überweisung durch Herrn Dr. {PERSON}. Therapie: Ramipril 5 mg.""", """
			customer> my card {CARD} was charged twice, cvv {CVV}, can you check?
			agent> Sure. May I have your name and phone?
			customer> my name is {PERSON}, call me on {PHONE}, or mail {EMAIL}
			agent> Order 2024-558812 of 49.90 was refunded. Anything else?""", """
			Bonjour Madame {PERSON}, votre numéro de sécurité sociale {NIR} est enregistré depuis le {DATE}.
			Votre adresse : {RUE}. IBAN {IBAN}. Cordialement""", """
			Paciente: {PERSON}. DNI {NIF}. Fecha: {DATE}. Tensión 120/80. Teléfono {PHONE}.
			Visto por Dra. {PERSON}. Ibuprofeno 600 mg cada 8 horas.""", """
			Incident log: login from {IP} with device {MAC} failed 3 times; version 4.12.0, build 20240117.
			User reported password: {SECRET}. Ticket 88123. See {URL} for steps.""", """
			Beneficiary {PERSON}, passport {PASSPORT}, NHS number {NHS}, NINO {NINO}.
			Wire 12,400.00 GBP to {IBAN}; reference INV-20391. Branch code 12 of 40.""", """
			Nurse {PERSON} spoke with {BARE} about the wound on day 4. No fever, 36.8 C, drain 20 ml.
			{BARE} will bring the forms. Next visit {DATE}.""");

	private final Random random;

	private final NumberGenerator numbers;

	NoteGenerator(long seed) {
		this.random = new Random(seed);
		this.numbers = new NumberGenerator(seed + 1);
	}

	/** Every given and family name that stands in a note. */
	static Stream<String> people() {
		return Stream.concat(GIVEN.stream(), FAMILY.stream());
	}

	/** The words of every street that stands in a note. */
	static Stream<String> streets() {
		return Stream.of(STREETS, STRASSEN, RUES)
			.flatMap(List::stream)
			.flatMap((street) -> Stream.of(street.split(" ")));
	}

	/** A text with its spans, as {@link PrivacyEvaluation} reads them. */
	Map<String, Object> note() {
		String template = this.numbers.pick(TEMPLATES);
		StringBuilder text = new StringBuilder();
		List<Object> spans = new ArrayList<>();
		int from = 0;
		for (int open = template.indexOf('{'); open >= 0; open = template.indexOf('{', from)) {
			int close = template.indexOf('}', open);
			text.append(template, from, open);
			String kind = template.substring(open + 1, close);
			String value = value(kind);
			Map<String, Object> span = new LinkedHashMap<>();
			span.put("start", (long) text.length());
			span.put("end", (long) text.length() + value.length());
			span.put("entity", entity(kind).name());
			spans.add(span);
			text.append(value);
			from = close + 1;
		}
		text.append(template.substring(from));
		Map<String, Object> note = new LinkedHashMap<>();
		note.put("text", text.toString());
		note.put("spans", spans);
		return note;
	}

	private static Entity entity(String kind) {
		return switch (kind) {
			case "PERSON", "BARE" -> Entity.PERSON;
			case "MRN" -> Entity.MEDICAL_RECORD_NUMBER;
			case "ADDRESS", "STRASSE", "RUE" -> Entity.ADDRESS;
			case "ZIP", "PLZ" -> Entity.POSTAL_CODE;
			case "MBI", "SSN", "EIN", "NPI" -> new Entity("US_" + kind);
			case "NHS", "NINO" -> new Entity("UK_" + kind);
			case "PLAN" -> Entity.HEALTH_PLAN_ID;
			case "ACCOUNT" -> Entity.BANK_ACCOUNT;
			case "ROUTING" -> Entity.ROUTING_NUMBER;
			case "STEUER" -> Entity.DE_TAX_ID;
			case "KVNR" -> Entity.DE_KVNR;
			case "CARD" -> Entity.PAYMENT_CARD;
			case "CVV" -> Entity.CARD_SECURITY_CODE;
			case "NIR" -> Entity.FR_NIR;
			case "NIF" -> Entity.ES_NIF;
			case "IP" -> Entity.IP_ADDRESS;
			case "MAC" -> Entity.MAC_ADDRESS;
			default -> new Entity(kind);
		};
	}

	private String value(String kind) {
		return switch (kind) {
			case "PERSON" -> name();
			case "BARE" -> name();
			case "DATE" -> date();
			case "AGE" -> String.valueOf(90 + this.random.nextInt(12));
			case "PHONE" -> pick("(212) 555-0" + number(3), "+49 30 9018" + number(4), "+44 20 7946 0" + number(3),
					"202-555-0" + number(3), "+33 1 44 55 " + number(2) + " " + number(2),
					"+34 912 34 " + number(2) + " 78");
			case "EMAIL" -> pick("a", "info", "j.") + letters(5) + "@" + letters(6) + pick(".example", ".org", ".de");
			case "ADDRESS" ->
				number(3) + " " + this.numbers.pick(STREETS) + " " + pick("Street", "Ave", "Road", "Blvd", "Lane");
			case "STRASSE" -> this.numbers.pick(STRASSEN) + " " + number(2);
			case "RUE" -> number(2) + " rue des " + this.numbers.pick(RUES);
			case "ZIP" -> "6" + number(4);
			case "PLZ" -> "4" + number(4);
			case "MRN" -> pick(number(7), "00-" + number(4) + "-" + number(2), "A" + number(6));
			case "PLAN" -> pick("XJH" + number(9), number(10));
			case "ACCOUNT" -> number(9);
			case "SSN" -> pick("219", "402", "517") + "-" + (10 + this.random.nextInt(89)) + "-"
					+ (1000 + this.random.nextInt(8999));
			case "EIN" -> "12-" + (1_000_000 + this.random.nextInt(8_999_999));
			case "MBI" -> "1EG4-TE5-MK" + number(2);
			case "BIC" -> pick("DEUTDEFF", "COBADEFFXXX", "BNPAFRPP");
			case "CVV" -> number(3);
			case "IP" -> "203.0.113." + this.random.nextInt(255);
			case "MAC" -> "00:1b:44:11:3a:b" + this.random.nextInt(10);
			case "SECRET" -> pick("Tr0ub4dor", "s3cret!" + number(2), "correct-horse-9");
			case "URL" -> "https://wiki.example.org/" + letters(5) + "?id=" + number(3);
			case "PASSPORT" -> letters(1).toUpperCase(java.util.Locale.ROOT) + number(8);
			case "NINO" -> "AB " + number(2) + " " + number(2) + " " + number(2) + " C";
			default -> this.numbers.valid(entity(kind));
		};
	}

	private String name() {
		String given = this.numbers.pick(GIVEN);
		String family = this.numbers.pick(FAMILY);
		return this.random.nextInt(4) == 0 ? given + " " + (char) ('A' + this.random.nextInt(26)) + ". " + family
				: given + " " + family;
	}

	private String date() {
		int year = 1940 + this.random.nextInt(84);
		int month = 1 + this.random.nextInt(12);
		int day = 1 + this.random.nextInt(28);
		String name = pick("January", "März", "May", "October", "Dec").trim();
		return switch (this.random.nextInt(5)) {
			case 0 -> year + "-" + String.format("%02d-%02d", month, day);
			case 1 -> day + "." + month + "." + year;
			case 2 -> String.format("%02d/%02d/%d", month, day, year);
			case 3 -> day + " " + name + " " + year;
			default -> name + " " + day + ", " + year;
		};
	}

	private String number(int digits) {
		StringBuilder number = new StringBuilder().append((char) ('1' + this.random.nextInt(9)));
		while (number.length() < digits) {
			number.append(this.random.nextInt(10));
		}
		return number.toString();
	}

	private String letters(int count) {
		StringBuilder letters = new StringBuilder();
		for (int i = 0; i < count; i++) {
			letters.append((char) ('a' + this.random.nextInt(26)));
		}
		return letters.toString();
	}

	private String pick(String... choices) {
		return choices[this.random.nextInt(choices.length)];
	}

}
