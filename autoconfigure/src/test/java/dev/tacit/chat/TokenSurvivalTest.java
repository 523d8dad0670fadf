/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.chat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.tacit.inference.Engine;
import dev.tacit.privacy.Action;
import dev.tacit.privacy.Direction;
import dev.tacit.privacy.Entity;
import dev.tacit.privacy.KnownValues;
import dev.tacit.privacy.PrivacyFilter;
import dev.tacit.privacy.PrivacyPolicy;
import dev.tacit.privacy.PrivacyScope;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.prompt.Prompt;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whether a token comes back from the demo model as it went in, by the form it has: the
 * form in use and two others, in each task of the model that repeats a name.
 */
class TokenSurvivalTest {

	private static final Pattern TOKEN = Pattern.compile("\\[\\[PERSON:([0-9a-z]+)]]");

	private static final String OURS = "[[PERSON:7f3a]]";

	/** A form, and how a token of ours is written in it. */
	private static final Map<String, UnaryOperator<String>> FORMS = Map.of(OURS, (code) -> "[[PERSON:" + code + "]]",
			"[[PERSON:7f3kqx]]",
			(code) -> "[[PERSON:" + code + Integer.toString(code.hashCode() & 1023 | 32, 32) + "]]", "<PERSON_7f3a>",
			(code) -> "<PERSON_" + code + ">", "[PERSON_17]", (code) -> "[PERSON_" + (code.hashCode() & 15) + "]");

	private static final Map<String, String> TASKS = Map.of("copy", "Repeat: %s ibuprofen 4821 %s", "transfer",
			"Extract to JSON: %s transferred 250 EUR to %s on 2026-03-14, reference rent.", "medication",
			"Extract to JSON: %s takes ibuprofen 400 mg orally 3 times a day.", "reminder",
			"Write a reminder to %s about the invoice on Monday, signed %s.");

	private static final List<String> PEOPLE = List.of("Oona Vanterpool", "Ezra Blankenship", "Mira Castellane",
			"Silas Weatherby", "Juno Halloran", "Tobin Arkwright", "Petra Lindholm", "Cato Merriweather",
			"Ilse Brandvold", "Rufus Okafor", "Lena Trautwein", "Bram Delacroix");

	@TempDir
	static Path cache;

	private final PrivacyFilter filter = PrivacyFilter.withDefaults(
			PrivacyPolicy.builder().entity(Entity.PERSON, Action.PSEUDONYMISE).reidentify("CLINICIAN").build());

	@Test
	void mostTokensSurviveAndThoseThatDoAreRestored() {
		Map<String, Map<String, int[]>> counts = new LinkedHashMap<>();
		int restored = 0;
		int asked = 0;
		try (Engine engine = DemoEngine.open(cache)) {
			TacitChatModel model = DemoEngine.model(engine, ObservationRegistry.NOOP, (generation) -> {
			});
			for (Map.Entry<String, UnaryOperator<String>> form : new TreeMap<>(FORMS).entrySet()) {
				for (Map.Entry<String, String> task : new TreeMap<>(TASKS).entrySet()) {
					int[] count = counts.computeIfAbsent(form.getKey(), (key) -> new LinkedHashMap<>())
						.computeIfAbsent(task.getKey(), (key) -> new int[2]);
					for (int i = 0; i < PEOPLE.size(); i += 2) {
						Exchange exchange = new Exchange(PEOPLE.get(i), PEOPLE.get(i + 1));
						String prompt = exchange
							.inbound(String.format(task.getValue(), PEOPLE.get(i), PEOPLE.get(i + 1)));
						String answer = ask(model, TOKEN.matcher(prompt)
							.replaceAll((token) -> Matcher.quoteReplacement(form.getValue().apply(token.group(1)))));
						List<String> tokens = tokens(prompt, form.getValue());
						count[0] += (int) tokens.stream().filter(answer::contains).count();
						count[1] += tokens.size();
						if (form.getKey().equals(OURS)) {
							asked += tokens.size();
							restored += exchange.restored(answer);
						}
					}
				}
			}
		}
		print(counts, restored, asked);
		int[] ours = total(counts.get(OURS));
		assertThat(restored).isGreaterThanOrEqualTo(ours[0]);
		assertThat(restored).isGreaterThanOrEqualTo(asked * 4 / 5);
	}

	private static String ask(TacitChatModel model, String prompt) {
		return Objects
			.requireNonNull(Objects.requireNonNull(model.call(new Prompt(prompt)).getResult()).getOutput().getText());
	}

	private static List<String> tokens(String prompt, UnaryOperator<String> form) {
		List<String> tokens = new ArrayList<>();
		Matcher token = TOKEN.matcher(prompt);
		while (token.find()) {
			tokens.add(form.apply(token.group(1)));
		}
		return tokens;
	}

	private static int[] total(Map<String, int[]> tasks) {
		int[] total = new int[2];
		tasks.values().forEach((count) -> {
			total[0] += count[0];
			total[1] += count[1];
		});
		return total;
	}

	private static void print(Map<String, Map<String, int[]>> counts, int restored, int asked) {
		counts.forEach((form, tasks) -> {
			StringBuilder line = new StringBuilder(form);
			tasks.forEach((task, count) -> line.append("  ")
				.append(task)
				.append(' ')
				.append(count[0])
				.append(" of ")
				.append(count[1]));
			int[] total = total(tasks);
			System.out.println(line + "  together " + total[0] + " of " + total[1]);
		});
		System.out.println("restored for a permitted caller: " + restored + " of " + asked);
	}

	/** Two people who are known, in a conversation of their own. */
	private final class Exchange {

		private final List<String> people;

		private final PrivacyScope scope;

		Exchange(String... people) {
			this.people = List.of(people);
			KnownValues.Builder known = KnownValues.builder();
			for (String person : people) {
				known.person(person.substring(0, person.indexOf(' ')), person.substring(person.indexOf(' ') + 1));
			}
			this.scope = PrivacyScope.of(Set.of("ROLE_CLINICIAN"))
				.knowing(known.build())
				.in(TokenSurvivalTest.this.filter.pseudonyms(String.join("/", people)));
		}

		String inbound(String text) {
			String filtered = filter(Direction.PROMPT).apply(text);
			assertThat(this.people).noneMatch(filtered::contains);
			return filtered;
		}

		/** How many of the people stand in the answer once it has passed the policy. */
		int restored(String answer) {
			String shown = filter(Direction.ANSWER).apply(answer);
			return (int) this.people.stream().filter(shown::contains).count();
		}

		private UnaryOperator<String> filter(Direction direction) {
			return (text) -> TokenSurvivalTest.this.filter.apply(text, direction, this.scope).text();
		}

	}

}
