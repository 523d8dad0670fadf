/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Detection, transformation and the laws of a stream, through the public face. */
class PrivacyFilterTest {

	private static final long SEED = 20261123;

	private static final List<String> CASES = List.of("Card 4111 1111 1111 1111, thanks.", "4111111111111111",
			"In 2024 4111-1111-1111-1111 was used", "IBAN DE89 3704 0044 0532 0130 00 please",
			"gb82west12345698765432 and GB82 WEST 1234 5698 7654 32.", "Mail anna.b+c@example.org. Or x@y.co, ok?",
			"No 4111 1111 1111 1112 here, a@b no, DE00 1234, de 12", "😀 4111 1111 1111 1111😀 a@b.de😀",
			"a@b.com@c.org,5555 5555 5555 4444 378282246310005", "plain words only, nothing to hide in 12 345 words");

	private final PrivacyFilter filter = PrivacyFilter.withDefaults(PrivacyPolicy.defaults());

	private final PrivacyScope scope = PrivacyScope.of(Set.of());

	private String apply(String text) {
		return this.filter.apply(text, Direction.PROMPT, this.scope).text();
	}

	@Test
	void aMaskKeepsTheLastFourAndTheSeparators() {
		assertThat(apply("Card 4111 1111 1111 1111.")).isEqualTo("Card **** **** **** 1111.");
		assertThat(apply("DE89 3704 0044 0532 0130 00")).isEqualTo("**** **** **** **** **30 00");
		assertThat(apply("Write to anna@example.org.")).isEqualTo("Write to [EMAIL].");
	}

	@Test
	void everyValidCardIsMaskedAndOneWrongDigitPasses() {
		Random random = new Random(SEED);
		for (int i = 0; i < 500; i++) {
			String number = cardNumber(random);
			String shown = grouped(number, random.nextInt(3));
			assertThat(apply("pay " + shown + " now")).as("seed %d, case %d", SEED, i)
				.isEqualTo("pay " + shown.substring(0, shown.length() - 4).replaceAll("\\d", "*")
						+ shown.substring(shown.length() - 4) + " now");
			int wrong = random.nextInt(number.length());
			char digit = (char) ('0' + (number.charAt(wrong) - '0' + 1 + random.nextInt(9)) % 10);
			String broken = number.substring(0, wrong) + digit + number.substring(wrong + 1);
			assertThat(apply("pay " + broken + " now")).as("seed %d, case %d", SEED, i)
				.isEqualTo("pay " + broken + " now");
		}
	}

	private static String cardNumber(Random random) {
		StringBuilder number = new StringBuilder("4");
		while (number.length() < 15) {
			number.append(random.nextInt(10));
		}
		int sum = 0;
		for (int i = 0; i < 15; i++) {
			int digit = (number.charAt(i) - '0') * ((i % 2 == 0) ? 2 : 1);
			sum += (digit > 9) ? digit - 9 : digit;
		}
		return number.append((10 - sum % 10) % 10).toString();
	}

	private static String grouped(String number, int style) {
		String separator = List.of("", " ", "-").get(style);
		return String.join(separator, number.substring(0, 4), number.substring(4, 8), number.substring(8, 12),
				number.substring(12));
	}

	@Test
	void aYearInFrontDoesNotHideACard() {
		assertThat(apply("2024 4111 1111 1111 1111")).isEqualTo("2024 **** **** **** 1111");
	}

	@Test
	void aStreamIsFilteredAlikeHoweverItIsCut() {
		Random random = new Random(SEED);
		for (String text : CASES) {
			String whole = apply(text);
			for (int cut = 0; cut <= text.length(); cut++) {
				assertThat(streamed(whole, text.substring(0, cut), text.substring(cut))).isEqualTo(whole);
			}
			assertThat(streamed(whole, text.split(""))).isEqualTo(whole);
			for (int i = 0; i < 200; i++) {
				StringBuilder cuts = new StringBuilder();
				for (int c = 0; c < text.length(); c++) {
					cuts.append(text.charAt(c)).append((random.nextInt(4) == 0) ? "\u0000" : "");
				}
				assertThat(streamed(whole, cuts.toString().split("\u0000"))).as("seed %d, case %d", SEED, i)
					.isEqualTo(whole);
			}
		}
	}

	@Test
	void betweenReplacementsStandsWhatStoodBetweenTheValues() {
		for (String text : CASES) {
			FilterResult result = this.filter.apply(text, Direction.PROMPT, this.scope);
			int typed = 0;
			int seen = 0;
			for (Replacement replacement : result.replacements()) {
				assertThat(result.text().substring(seen, replacement.start()))
					.isEqualTo(text.substring(typed, replacement.finding().start()));
				seen = replacement.end();
				typed = replacement.finding().end();
			}
			assertThat(result.text().substring(seen)).isEqualTo(text.substring(typed));
		}
	}

	private String streamed(String whole, String... parts) {
		StreamFilter stream = this.filter.stream(Direction.ANSWER, this.scope);
		StringBuilder emitted = new StringBuilder();
		for (String part : parts) {
			emitted.append(stream.accept(part));
			// Nothing ever leaves that the filtered whole does not begin with: no
			// fragment of a value.
			assertThat(whole).startsWith(emitted.toString());
		}
		return emitted.append(stream.finish()).toString();
	}

	@Test
	void proseIsHeldBackForAWordAtMost() {
		StreamFilter stream = this.filter.stream(Direction.ANSWER, this.scope);
		String emitted = stream.accept("The patient takes one tablet in the morning and one at ");
		assertThat(emitted).isEqualTo("The patient takes one tablet in the morning and one at ");
	}

	@Test
	void blockNamesTheEntityAndNotTheValue() {
		PrivacyFilter blocking = PrivacyFilter
			.withDefaults(PrivacyPolicy.builder().entity(Entity.PAYMENT_CARD, Action.BLOCK).build());
		assertThatExceptionOfType(PolicyBlockedException.class)
			.isThrownBy(() -> blocking.apply("4111 1111 1111 1111", Direction.PROMPT, this.scope))
			.withMessageContaining("PAYMENT_CARD")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("4111"));
	}

	@Test
	void findingsPointAtTheOriginalText() {
		String text = "😀 card 4111 1111 1111 1111 mail a@b.de";
		List<Finding> findings = this.filter.apply(text, Direction.PROMPT, this.scope).findings();
		assertThat(findings).extracting((finding) -> text.substring(finding.start(), finding.end()))
			.containsExactly("4111 1111 1111 1111", "a@b.de");
	}

	@Test
	void hostileTextsGoThroughWhole() {
		for (String hostile : List.of("a@".repeat(50_000), "1".repeat(100_000), "1-".repeat(50_000),
				"DE89 ".repeat(20_000))) {
			assertThat(apply(hostile)).hasSameSizeAs(hostile);
		}
	}

	@Test
	void aGeneralisedValueStaysAsItIs() {
		PrivacyFilter harbor = PrivacyFilter.withDefaults(PrivacyPolicy.builder()
			.entity(Entity.AGE, Action.GENERALISE)
			.entity(Entity.DATE, Action.GENERALISE)
			.entity(Entity.POSTAL_CODE, Action.GENERALISE)
			.build());
		String text = "Age: 93, seen 12.03.2011, Boston, MA 02134";
		String once = harbor.apply(text, Direction.PROMPT, this.scope).text();
		assertThat(once).isEqualTo("Age: 90+, seen 2011, Boston, MA 021**");
		FilterResult twice = harbor.apply(once, Direction.ANSWER, this.scope);
		assertThat(twice.text()).isEqualTo(once);
		assertThat(twice.findings()).isEmpty();
	}

	@Test
	void aRefusalThatNamesNoEntitySaysWhichLimitWasHit() {
		assertThat(new PolicyBlockedException(Set.of(), Direction.PROMPT)).hasMessageContaining("PROMPT")
			.hasMessageContaining("16 Mi")
			.hasMessageNotContaining("it holds");
	}

	@Test
	void aDetectorThatAsksForAPartOfTheTextWaitsForIt() {
		Entity badge = new Entity("BADGE");
		PrivacyFilter own = new PrivacyFilter(PrivacyPolicy.builder().entity(badge, Action.REDACT).build(),
				List.of(new Detector() {

					private final java.util.regex.Pattern form = java.util.regex.Pattern.compile("B-[0-9]{6}");

					@Override
					public Set<Entity> entities() {
						return Set.of(badge);
					}

					@Override
					public Set<Trigger> triggers() {
						return Set.of(Trigger.LETTER);
					}

					@Override
					public void detect(ScannedText text, int at, Candidates found) {
						boolean named = !text.text(at - 200, at).endsWith("no ");
						if (named && this.form.matcher(text.text(at, at + 8)).matches()) {
							found.add(badge, at, at + 8, 1);
						}
					}

				}));
		String text = "plain words ".repeat(1000) + "badge B-123456 and no B-123456.";
		StreamFilter stream = own.stream(Direction.ANSWER, this.scope);
		StringBuilder emitted = new StringBuilder();
		for (String part : text.split("")) {
			emitted.append(stream.accept(part));
		}
		assertThat(emitted.append(stream.finish()).toString())
			.isEqualTo(text.replace("badge B-123456", "badge [BADGE]"));
	}

}
