/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The laws of a stream, over every kind of value: what is emitted equals the filtered
 * whole, and no part that was emitted early holds a fragment of a value.
 */
class StreamLawsTest {

	private static final long SEED = 20261125;

	private static final int RANDOM_SPLITS = 200;

	private static final List<String> TEXTS = List.of(
			"Patient: Anna Berg, born 12.03.1931, aged 93, MRN 00-4711-22, lives at Hauptstraße 12a, 10115 Berlin.",
			"Dr. O'Neill called +49 30 901820 and (212) 555-0142; see https://a.example.org/x?y=1. Bye",
			"SSN 219-09-1234 or 123 45 6789, ITIN 912-70-1234, EIN 12-3456789, NINO AB 12 34 56 C, MBI 1EG4-TE5-MK73",
			"card 4111 1111 1111 1111 cvv 123 exp 12/27, CVC: 0042, PIN: 9876, password is hunter2!",
			"-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQ\n-----END PRIVATE KEY----- after",
			"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-DEF_123 and ghp_0123456789abcdefABCDEF0123456789abcd",
			"mail a.b@example.org, b\u200bob@ex\u00adample.com, x%40example.org, y&#64;example.org \\u0061@b.de",
			"4\u200b111 1111 1111 1111 and \uff14\uff11\uff11\uff11 1111 1111 1111 and \u0664\u0661\u0661\u0661111111111111",
			"😀👩‍⚕️ 4111 1111 1111 1111👍🏽 e\u0301 🇩🇪 a@b.de",
			"10.0.0.1 fe80::1 2001:db8:0:0:0:0:0:1 00:1a:2b:3c:4d:5e ::1 1.2.3 1.2.3.4.5",
			"23 November 2024, Nov 5th, 2023; 5 de mayo de 2020; 2024-02-30 2024-02-29 3/4/21",
			"P.O. Box 1234, 221B Baker Street, Apt 4, London NW1 6XE; Austin, TX 78701-1234; 12 rue de la Paix",
			"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
			"%B4111111111111111^BERG/ANNA^2712101?;4111111111111111=27121010000?",
			"[[PERSON:abc1]] [person: ABC1] [[PERSON:zzzz [note] [[X",
			"Account 12345678, routing 021000021, BIC DEUTDEFF500, IBAN DE89 3704 0044 0532 0130 00",
			"nothing at all to see here & nothing 50% done \\ end",
			"John Smith, Smith, John; my name is Zoë van der Berg",
			"41111111111111115555555555554444 a@b@c.org 131052-308T 850709-9805 85.07.30-033.28");

	private final PrivacyFilter filter = PrivacyFilter.withDefaults(PrivacyPolicy.builder()
		.entity(Entity.DATE, Action.GENERALISE)
		.entity(Entity.AGE, Action.GENERALISE)
		.entity(Entity.POSTAL_CODE, Action.GENERALISE)
		.entity(Entity.URL, Action.HASH)
		.entity(Entity.PERSON, Action.PSEUDONYMISE)
		.build());

	private final PrivacyScope scope = PrivacyScope.of(Set.of())
		.in(this.filter.pseudonyms("a"))
		.knowing(KnownValues.builder().person("Zoë", "Berg").value(Entity.MEDICAL_RECORD_NUMBER, "4711 22").build());

	private List<String> texts() {
		List<String> texts = new ArrayList<>(TEXTS);
		NumberGenerator numbers = new NumberGenerator(SEED);
		for (Entity entity : numbers.entities()) {
			String first = numbers.valid(entity);
			String second = numbers.valid(entity);
			texts.add(first + " " + second + "," + numbers.broken(entity, first));
			texts.add("The " + numbers.label(entity) + " " + second + "\n" + numbers.label(entity) + ":" + first);
		}
		return texts;
	}

	@Test
	void everyTwoWaySplitGivesTheWhole() {
		for (String text : texts()) {
			String whole = whole(text);
			for (int cut = 0; cut <= text.length(); cut++) {
				assertThat(streamed(whole, List.of(text.substring(0, cut), text.substring(cut)))).as("cut at %d", cut)
					.isEqualTo(whole);
			}
		}
	}

	@Test
	void singleCharactersGiveTheWhole() {
		for (String text : texts()) {
			String whole = whole(text);
			assertThat(streamed(whole, List.of(text.split("")))).isEqualTo(whole);
		}
	}

	@Test
	void randomSplitsGiveTheWhole() {
		Random random = new Random(SEED);
		for (String text : texts()) {
			String whole = whole(text);
			for (int i = 0; i < RANDOM_SPLITS; i++) {
				List<String> parts = new ArrayList<>();
				int from = 0;
				while (from < text.length()) {
					int to = Math.min(text.length(), from + 1 + random.nextInt(9));
					parts.add(text.substring(from, to));
					from = to;
				}
				assertThat(streamed(whole, parts)).as("seed %d, split %d", SEED, i).isEqualTo(whole);
			}
		}
	}

	@Test
	void aLongStreamForgetsAndStaysTheSame() {
		StringBuilder all = new StringBuilder();
		Random random = new Random(SEED);
		List<String> texts = texts();
		while (all.length() < 60_000) {
			all.append(texts.get(random.nextInt(texts.size()))).append((random.nextInt(3) == 0) ? "\n" : " ");
		}
		String text = all.toString();
		String whole = whole(text);
		for (int size : List.of(7, 1000, 20_000)) {
			List<String> parts = new ArrayList<>();
			for (int from = 0; from < text.length(); from += size) {
				parts.add(text.substring(from, Math.min(text.length(), from + size)));
			}
			assertThat(streamed(whole, parts)).as("parts of %d", size).isEqualTo(whole);
		}
	}

	@Test
	void noEmittedPartCutsAPair() {
		for (String text : texts()) {
			StreamFilter stream = this.filter.stream(Direction.PROMPT, this.scope);
			for (String part : text.split("")) {
				String emitted = stream.accept(part);
				assertThat(emitted.isEmpty() || !Character.isHighSurrogate(emitted.charAt(emitted.length() - 1)))
					.isTrue();
			}
		}
	}

	@Test
	void aBlockedStreamEmitsNothingOfTheValue() {
		PrivacyFilter blocking = PrivacyFilter
			.withDefaults(PrivacyPolicy.builder().entity(Entity.PAYMENT_CARD, Action.BLOCK).build());
		StreamFilter stream = blocking.stream(Direction.ANSWER, PrivacyScope.of(Set.of()));
		StringBuilder emitted = new StringBuilder();
		assertThatExceptionOfType(PolicyBlockedException.class).isThrownBy(() -> {
			for (String part : "pay 4111 1111 1111 1111 now and then".split("")) {
				emitted.append(stream.accept(part));
			}
		});
		assertThat(emitted.toString()).isEqualTo("pay ");
	}

	private String whole(String text) {
		return this.filter.apply(text, Direction.PROMPT, this.scope).text();
	}

	private String streamed(String whole, List<String> parts) {
		StreamFilter stream = this.filter.stream(Direction.PROMPT, this.scope);
		StringBuilder emitted = new StringBuilder();
		for (String part : parts) {
			emitted.append(stream.accept(part));
			assertThat(whole).startsWith(emitted.toString());
		}
		return emitted.append(stream.finish()).toString();
	}

	/** In characters: what that costs in time is for the model to say. */
	@Test
	void theFirstPartOfANoteWaitsForFewCharacters() {
		NoteGenerator notes = new NoteGenerator(SEED);
		int[] first = new int[600];
		for (int i = 0; i < first.length; i++) {
			String text = String.valueOf(notes.note().get("text"));
			StreamFilter stream = this.filter.stream(Direction.ANSWER, PrivacyScope.of(Set.of()));
			while (stream.accept(text.substring(first[i], first[i] + 1)).isEmpty()) {
				first[i]++;
			}
			first[i]++;
		}
		Arrays.sort(first);
		System.out.printf("characters until the first part goes on: median %d, 95 of 100 %d, most %d%n", first[300],
				first[570], first[599]);
		assertThat(first[300]).isLessThanOrEqualTo(16);
		assertThat(first[599]).isLessThanOrEqualTo(48);
	}

}
