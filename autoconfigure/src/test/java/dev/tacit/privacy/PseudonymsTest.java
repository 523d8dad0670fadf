/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tokens in, originals out: for the permitted, in their conversation, and never by
 * guessing.
 */
class PseudonymsTest {

	private static final String TEXT = "Patient: Anna Berg wrote. Dr. Weber answered Anna Berg.";

	private final PrivacyFilter filter = PrivacyFilter
		.withDefaults(new PolicySettings(Set.copyOf(Entity.builtIn()), "tacit.privacy.").read(Map.of("entities",
				Map.of("PERSON", "pseudonymise", "PAYMENT_CARD", "pseudonymise"), "reidentify", "CLINICIAN")));

	private final Pseudonyms tokens = this.filter.pseudonyms("one");

	private final PrivacyScope permitted = PrivacyScope.of(Set.of("ROLE_CLINICIAN")).in(this.tokens);

	private final PrivacyScope other = PrivacyScope.of(Set.of("ROLE_CLERK")).in(this.tokens);

	private String filtered(String text, Direction direction, PrivacyScope scope) {
		return this.filter.apply(text, direction, scope).text();
	}

	@Test
	void oneValueKeepsOneTokenAndComesBack() {
		String inbound = filtered(TEXT, Direction.PROMPT, this.permitted);
		assertThat(inbound).doesNotContain("Anna", "Berg", "Weber")
			.matches("Patient: (\\[\\[PERSON:[0-9a-f]{4}]]) wrote\\. Dr\\. \\[\\[PERSON:[0-9a-f]{4}]] answered \\1\\.");
		assertThat(filtered("patient ANNA BERG again", Direction.PROMPT, this.other))
			.contains(inbound.substring(9, 24));
		assertThat(filtered(inbound, Direction.ANSWER, this.permitted)).isEqualTo(TEXT);
		assertThat(filtered(inbound, Direction.ANSWER, this.other)).isEqualTo(inbound);
		assertThat(filtered(inbound, Direction.ANSWER, PrivacyScope.of(Set.of("TACIT_REIDENTIFY")).in(this.tokens)))
			.isEqualTo(TEXT);
	}

	@Test
	void aNameThatWasAnnouncedOnceIsKnownForTheRestOfTheConversation() {
		String person = filtered("Dr. Weber", Direction.PROMPT, this.permitted).substring(4);
		for (Direction direction : List.of(Direction.HISTORY, Direction.MEMORY, Direction.TOOL_RESULT)) {
			assertThat(filtered("Weber is here.", direction, this.permitted)).isEqualTo(person + " is here.");
		}
		filtered("Patient: Anna Habersack", Direction.PROMPT, this.permitted);
		assertThat(filtered("about Habersack and ANNA HABERSACK", Direction.HISTORY, this.permitted))
			.matches("about (\\[\\[PERSON:[0-9a-f]{4}]]) and (\\[\\[PERSON:[0-9a-f]{4}]])");
		PrivacyScope elsewhere = this.permitted.in(this.filter.pseudonyms("two"));
		assertThat(filtered("Weber is here.", Direction.HISTORY, elsewhere)).isEqualTo("Weber is here.");
	}

	@Test
	void aNameThatIsAWordAsWellNeedsItsAnnouncementEachTime() {
		assertThat(filtered("Dr. May and Dr. Weber", Direction.PROMPT, this.permitted)).doesNotContain("May", "Weber");
		assertThat(filtered("It may rain in May, weber", Direction.PROMPT, this.permitted))
			.isEqualTo("It may rain in May, weber");
	}

	@Test
	void aTokenMeansNothingInAnotherConversation() {
		String inbound = filtered(TEXT, Direction.PROMPT, this.permitted);
		Pseudonyms stranger = this.filter.pseudonyms("two");
		assertThat(filtered(inbound, Direction.ANSWER, this.permitted.in(stranger))).isEqualTo(inbound);
		assertThat(filtered(TEXT, Direction.PROMPT, this.permitted.in(stranger))).isNotEqualTo(inbound);
	}

	@Test
	void aTokenThatNoConversationIssuedIsReported() {
		String token = filtered("Dr. Weber", Direction.PROMPT, this.permitted).substring(4);
		FilterResult answer = this.filter.apply("by [[PERSON:zzzz]], [[PERSON:0000]] and " + token, Direction.ANSWER,
				this.other);
		assertThat(answer.text()).isEqualTo("by [[PERSON:zzzz]], [[PERSON:0000]] and " + token);
		assertThat(answer.findings())
			.containsExactly(new Finding(new Entity("UNRESOLVED_TOKEN"), Direction.ANSWER, Action.ALLOW, 20, 35));
	}

	@Test
	void smallDamageIsForgivenAndNothingIsGuessed() {
		String token = filtered("Dr. Weber", Direction.PROMPT, this.permitted).substring(4);
		String code = token.substring(9, 13);
		for (String damaged : List.of(token.toLowerCase(java.util.Locale.ROOT), "[" + token.substring(2),
				"[[ PERSON : " + code + " ]]", "[[PERSON:" + code + "]",
				"[[PERSON:" + code.toUpperCase(java.util.Locale.ROOT) + "]]", "[[PERSON:" + code)) {
			assertThat(filtered("by " + damaged + " today", Direction.ANSWER, this.permitted))
				.as(damaged.replace(code, "CODE"))
				.isEqualTo("by Weber today");
		}
		for (String broken : List.of("[[PERSON:" + code.substring(1) + "]]", "[[PERSON:" + code + "0]]",
				"[[EMAIL:" + code + "]]", "PERSON:" + code, "[[PERSON " + code + "]]")) {
			assertThat(filtered("by " + broken + " today", Direction.ANSWER, this.permitted))
				.isEqualTo("by " + broken + " today");
		}
	}

	@Test
	void aTokenThatAUserTypesIsTakenApart() {
		String token = filtered("Dr. Weber", Direction.PROMPT, this.permitted).substring(4);
		String typed = filtered("who is " + token + "?", Direction.PROMPT, this.permitted);
		assertThat(typed).isEqualTo("who is " + token.replace('[', '(').replace(']', ')') + "?");
		assertThat(filtered(typed, Direction.ANSWER, this.permitted)).isEqualTo(typed);
		assertThat(filtered("it was " + token, Direction.HISTORY, this.permitted)).isEqualTo("it was " + token);
		assertThat(filtered("it was [[PERSON:0000]]", Direction.HISTORY, this.permitted))
			.isEqualTo("it was ((PERSON:0000))");
		assertThat(filtered("it was [[PERSON:0000]]", Direction.MEMORY, this.permitted))
			.isEqualTo("it was [[PERSON:0000]]");
	}

	@Test
	void aBracketTooManyHidesNoToken() {
		String token = filtered("Dr. Weber", Direction.PROMPT, this.permitted).substring(4);
		assertThat(filtered("who is [" + token + "?", Direction.PROMPT, this.permitted))
			.isEqualTo("who is [" + token.replace('[', '(').replace(']', ')') + "?");
		assertThat(filtered("see [" + token + "](chart)", Direction.ANSWER, this.permitted))
			.isEqualTo("see [Weber](chart)");
	}

	@Test
	void aRestoredValueStillObeysThePolicyOfItsDirection() {
		PrivacyFilter strict = PrivacyFilter.withDefaults(PrivacyPolicy.builder()
			.entity(Entity.PAYMENT_CARD, Action.PSEUDONYMISE)
			.entity(Entity.PAYMENT_CARD, Direction.ANSWER, Action.MASK)
			.build());
		PrivacyScope scope = PrivacyScope.of(Set.of(PrivacyPolicy.REIDENTIFY)).in(strict.pseudonyms("c"));
		String inbound = strict.apply("4111 1111 1111 1111", Direction.PROMPT, scope).text();
		assertThat(inbound).startsWith("[[PAYMENT_CARD:");
		assertThat(strict.apply(inbound, Direction.ANSWER, scope).text()).isEqualTo("**** **** **** 1111");
		String bold = "\ud835\udfd3\ud835\udfd3\ud835\udfd3\ud835\udfd3 5555 5555 4444";
		assertThat(strict.apply(strict.apply(bold, Direction.PROMPT, scope).text(), Direction.ANSWER, scope).text())
			.isEqualTo("**** **** **** 4444");
	}

	@Test
	void aValueIsEscapedWhereItGoesIntoJson() {
		KnownValues known = KnownValues.builder().value(Entity.PERSON, "Anna \"Ann\" Berg").build();
		PrivacyScope scope = this.permitted.knowing(known);
		String inbound = filtered("see Anna \"Ann\" Berg", Direction.PROMPT, scope);
		assertThat(filtered("{\"name\":\"" + inbound.substring(4) + "\"}", Direction.TOOL_ARGUMENTS, scope))
			.isEqualTo("{\"name\":\"Anna \\\"Ann\\\" Berg\"}");
	}

	@Test
	void whatTellsTwoValuesApartTellsTheirTokensApart() {
		Map<String, Object> rules = Map.of("entities", Map.of("ALL", "pseudonymise"), "reidentify", "CLINICIAN");
		PrivacyFilter all = PrivacyFilter
			.withDefaults(new PolicySettings(Set.copyOf(Entity.builtIn()), "tacit.privacy.").read(rules));
		KnownValues known = KnownValues.builder()
			.person("", "\u0915\u0941\u092e\u093e\u0930")
			.person("", "\u0915\u092e\u093e\u0930")
			.build();
		for (String text : List.of("Dr. Ann Aberg met Dr. Anna Berg", "Dr. Anna M\u00fcller met Dr. Anna Muller",
				"ann.aberg@mail.org to anna.berg@mail.org", "a.b@mail.org to a-b@mail.org",
				"mu\u0308ller@mail.org to muller@mail.org", "on 1.11.2020 or 11.1.2020", "from 1.11.1.1 to 11.1.1.1",
				"from fe80::1:2 to fe80:1::2", "https://a.example/Ab or https://a.example/aB",
				"\u0915\u0941\u092e\u093e\u0930 met \u0915\u092e\u093e\u0930")) {
			PrivacyScope scope = this.permitted.in(all.pseudonyms(text)).knowing(known);
			FilterResult inbound = all.apply(text, Direction.PROMPT, scope);
			assertThat(inbound.replacements()).as(text)
				.extracting((replacement) -> inbound.text().substring(replacement.start(), replacement.end()))
				.hasSize(2)
				.doesNotHaveDuplicates();
			assertThat(all.apply(inbound.text(), Direction.ANSWER, scope).text()).isEqualTo(text);
		}
	}

	@Test
	void aNumberKeepsItsTokenHoweverItIsGrouped() {
		String token = filtered("4111 1111 1111 1111", Direction.PROMPT, this.permitted);
		assertThat(token).startsWith("[[PAYMENT_CARD:");
		for (String written : List.of("4111111111111111", "4111-1111-1111-1111")) {
			assertThat(filtered(written, Direction.PROMPT, this.permitted)).isEqualTo(token);
		}
	}

	@Test
	void whatIsRestoredIsWhatWasWritten() {
		PrivacyScope scope = this.permitted.knowing(KnownValues.builder()
			.person("\u0410\u043d\u043d\u0430", "\u041f\u0435\u0442\u0440\u043e\u0432\u0430")
			.build());
		for (String text : List.of("Dr. Y\u0131lmaz asks", "Dr. Mu\u0308ller asks", "Dr. Jose\u0301 asks",
				"about \u0410\u043d\u043d\u0430 \u041f\u0435\u0442\u0440\u043e\u0432\u0430 again",
				"card \u0664\u0661\u0661\u0661111111111111 is gone")) {
			String inbound = filtered(text, Direction.PROMPT, scope);
			assertThat(inbound).as(text).matches("[a-zA-Z. ]*\\[\\[[A-Z_]+:[0-9a-f]{4}]][a-z ]*");
			assertThat(filtered(inbound, Direction.ANSWER, scope)).isEqualTo(text);
		}
		String result = filtered("{\"by\": \"Dr. Ren\\u00e9\"}", Direction.TOOL_RESULT, scope);
		assertThat(filtered(result.substring(result.indexOf('[')), Direction.ANSWER, scope)).isEqualTo("Ren\u00e9\"}");
	}

	@Test
	void noTwoValuesShareAToken() {
		Set<String> seen = new HashSet<>();
		for (int i = 0; i < 20_000; i++) {
			assertThat(seen.add(String.valueOf(this.tokens.token(Entity.PERSON, "Person " + i)))).isTrue();
		}
		assertThat(this.tokens.token(Entity.PERSON, "one too many")).isNull();
	}

	@Test
	void registeredNamesAreFoundInEveryVariant() {
		KnownValues known = KnownValues.builder()
			.person("Zoë Maria", "Quistorp")
			.value(Entity.MEDICAL_RECORD_NUMBER, "QX-77-31")
			.build();
		PrivacyScope scope = PrivacyScope.of(Set.of()).knowing(known);
		for (String written : List.of("Zoë Maria Quistorp", "zoe quistorp", "QUISTORP, Zoe", "Z. M. Quistorp",
				"Z. Quistorp", "Quistorp", "Zoë M. Quistorp")) {
			assertThat(filtered("seen " + written + "'s file", Direction.PROMPT, scope)).as(written)
				.isEqualTo("seen [PERSON]'s file");
		}
		assertThat(filtered("file qx 77 31.", Direction.PROMPT, scope)).isEqualTo("file ** *7 31.");
	}

	@Test
	void registeredNamesAreFoundInEveryScript() {
		assertFound("Ay\u015fe", "Y\u0131lmaz", "Y\u0131lmaz", "Yilmaz", "YILMAZ, AY\u015eE", "ayse yilmaz");
		assertFound("\u0410\u043d\u043d\u0430", "\u041f\u0435\u0442\u0440\u043e\u0432\u0430",
				"\u0410\u043d\u043d\u0430 \u041f\u0435\u0442\u0440\u043e\u0432\u0430",
				"\u041f\u0415\u0422\u0420\u041e\u0412\u0410 \u0410\u043d\u043d\u0430",
				"\u043f\u0435\u0442\u0440\u043e\u0432\u0430");
		assertFound("Anna", "Mu\u0308ller", "M\u00fcller", "Mu\u0308ller", "ANNA MULLER");
		assertFound("\u039d\u03af\u03ba\u03bf\u03c2", "\u039c\u03ac\u03bd\u03bf\u03c2",
				"\u039d\u0399\u039a\u039f\u03a3 \u039c\u0391\u039d\u039f\u03a3", "\u039c\u03ac\u03bd\u03bf\u03c2",
				"\u03bc\u03ac\u03bd\u03bf\u03c2");
		assertFound("Th\u1ecb Hoa", "Nguy\u1ec5n", "Nguy\u1ec5n", "NGUYEN, Thi Hoa");
		assertFound("J\u00fcrgen", "Wei\u00df", "WEISS", "Wei\u00df, Jurgen");
		assertFound("\ubbfc\uc218", "\uae40\ucca0\uc218", "\uae40\ucca0\uc218",
				java.text.Normalizer.normalize("\uae40\ucca0\uc218", java.text.Normalizer.Form.NFD));
	}

	private void assertFound(String given, String family, String... written) {
		PrivacyScope scope = PrivacyScope.of(Set.of()).knowing(KnownValues.builder().person(given, family).build());
		for (String name : written) {
			assertThat(filtered("with " + name + " there", Direction.PROMPT, scope)).as(name)
				.isEqualTo("with [PERSON] there");
		}
	}

	@Test
	void everyLetterIsFoundAsItWasRegistered() {
		for (char from = 'A'; from < 0x2000; from += 64) {
			KnownValues.Builder known = KnownValues.builder();
			StringBuilder text = new StringBuilder();
			StringBuilder expected = new StringBuilder();
			for (char c = from; c < from + 64; c++) {
				if (Character.isLetter(c)) {
					known.value(Entity.PERSON, "qx" + c + "zz");
					text.append("qx").append(c).append("zz, then ");
					expected.append("[PERSON], then ");
				}
			}
			assertThat(filtered(text.toString(), Direction.PROMPT, PrivacyScope.of(Set.of()).knowing(known.build())))
				.as("from U+%04X", (int) from)
				.isEqualTo(expected.toString());
		}
	}

}
