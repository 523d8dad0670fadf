/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Role by entity by direction: the page says what the policy decides, and what the policy
 * decides is what a text gets, whole and as a stream. A cell that is wrong on the page,
 * or right on the page and not enforced, fails here.
 */
class PolicyMatrixTest {

	private static final Path PAGE = Path.of("..", "docs", "policy-matrix.md");

	private static final String BEGIN = "<!-- generated from the policy: begin -->\n";

	private static final String END = "<!-- generated from the policy: end -->\n";

	private static final String REGENERATE = "./mvnw -pl autoconfigure -am test -Dtest=PolicyMatrixTest "
			+ "-Dsurefire.failIfNoSpecifiedTests=false -Dtacit.docs.write=true";

	private static final Map<Entity, Sample> SAMPLES = Map.of(Entity.PERSON, new Sample("by Dr. ", "Weber", " today"),
			Entity.DATE, new Sample("seen on ", "12.03.1961", " here"), Entity.MEDICAL_RECORD_NUMBER,
			new Sample("MRN: ", "48213377", " is open"), Entity.EMAIL,
			new Sample("mail ", "anna@example.org", " twice"), Entity.IBAN,
			new Sample("to ", "DE89370400440532013000", " by wire"), Entity.PAYMENT_CARD,
			new Sample("card ", "4111 1111 1111 1111", " was used"), Entity.US_SSN,
			new Sample("SSN ", "219-09-1234", " on file"), Entity.CARD_SECURITY_CODE,
			new Sample("cvv ", "737", " was told"));

	private static final String YEAR = "1961";

	private final PolicyMatrix matrix;

	private final PrivacyFilter filter;

	PolicyMatrixTest() throws IOException {
		this.matrix = PolicyMatrix.read();
		this.filter = PrivacyFilter.withDefaults(this.matrix.policy());
	}

	@Test
	void thePageIsWhatThePolicyDecides() throws IOException {
		String page = Files.readString(PAGE);
		int begin = page.indexOf(BEGIN) + BEGIN.length();
		int end = page.indexOf(END);
		String fresh = page.substring(0, begin) + "\n" + this.matrix.markdown() + "\n" + page.substring(end);
		if (Boolean.getBoolean("tacit.docs.write")) {
			Files.writeString(PAGE, fresh);
		}
		assertThat(Files.readString(PAGE)).as("docs/policy-matrix.md is stale. Regenerate it with: " + REGENERATE)
			.isEqualTo(fresh);
		assertThat(page).contains(REGENERATE);
	}

	static List<PolicyMatrix.Cell> cells() throws IOException {
		return PolicyMatrix.cells(Files.readString(PAGE));
	}

	@ParameterizedTest
	@MethodSource("cells")
	void aCellIsEnforced(PolicyMatrix.Cell cell) {
		PrivacyScope scope = PolicyMatrix.scope(cell.role()).in(this.filter.pseudonyms("one"));
		UnaryOperator<String> whole = (text) -> this.filter.apply(text, cell.direction(), scope).text();
		UnaryOperator<String> letters = (text) -> letterByLetter(text, cell.direction(), scope);
		for (UnaryOperator<String> way : List.of(whole, letters)) {
			assertThat(observed(cell.entity(), way)).isEqualTo(cell.treatment());
		}
	}

	@Test
	void thePageHasEveryRoleEntityDirectionAndAction() throws IOException {
		assertThat(cells()).hasSize(4 * 8 * 7);
		assertThat(cells().stream().map((cell) -> cell.treatment().replaceAll("\\(.*", "")).collect(Collectors.toSet()))
			.isEqualTo(Stream.of(Action.values())
				.map((action) -> action.name().toLowerCase(Locale.ROOT))
				.collect(Collectors.toSet()));
	}

	@Test
	void onlyTheRoleWithThePermissionGetsAPseudonymBack() {
		Pseudonyms tokens = this.filter.pseudonyms("one");
		PrivacyScope clinician = PolicyMatrix.scope("CLINICIAN").in(tokens);
		String seen = this.filter.apply("by Dr. Weber today", Direction.PROMPT, clinician).text();
		assertThat(seen).matches("by Dr\\. \\[\\[PERSON:[0-9a-f]{4}]] today");
		for (Direction direction : Set.of(Direction.ANSWER, Direction.REASONING, Direction.TOOL_ARGUMENTS)) {
			for (String role : PolicyMatrix.ROLES) {
				PrivacyScope scope = PolicyMatrix.scope(role).in(tokens);
				assertThat(this.filter.apply(seen, direction, scope).text()).as(role + " " + direction)
					.isEqualTo(role.equals("CLINICIAN") ? "by Dr. Weber today" : seen);
			}
		}
	}

	private String letterByLetter(String text, Direction direction, PrivacyScope scope) {
		StreamFilter stream = this.filter.stream(direction, scope);
		StringBuilder emitted = new StringBuilder();
		for (int i = 0; i < text.length(); i++) {
			emitted.append(stream.accept(text.substring(i, i + 1)));
		}
		return emitted.append(stream.finish()).toString();
	}

	/** What was done with a value, told from what stands in its place alone. */
	private static String observed(Entity entity, UnaryOperator<String> filtering) {
		Sample sample = Objects.requireNonNull(SAMPLES.get(entity));
		String filtered;
		try {
			filtered = filtering.apply(sample.before() + sample.value() + sample.after());
		}
		catch (PolicyBlockedException ex) {
			return ex.entities().equals(Set.of(entity)) ? "block" : "block of something else";
		}
		if (!filtered.startsWith(sample.before()) || !filtered.endsWith(sample.after())) {
			return "more than the value was changed";
		}
		String stands = filtered.substring(sample.before().length(), filtered.length() - sample.after().length());
		if (stands.equals(sample.value())) {
			return "allow";
		}
		if (stands.equals("[" + entity.name() + "]")) {
			return "redact";
		}
		if (stands.matches("\\[" + entity.name() + "#[0-9a-f]{12}]")) {
			return "hash";
		}
		if (stands.matches("\\[\\[" + entity.name() + ":[0-9a-f]{4}]]")) {
			return "pseudonymise";
		}
		if (entity.equals(Entity.DATE) && stands.equals(YEAR)) {
			return "generalise";
		}
		int kept = stands.replaceAll("[^\\p{L}\\p{N}]", "").length();
		String hidden = sample.value().substring(0, sample.value().length() - kept).replaceAll("[\\p{L}\\p{N}]", "*");
		boolean masked = stands.equals(hidden + sample.value().substring(sample.value().length() - kept));
		return masked ? "mask(" + kept + ")" : "something else";
	}

	/**
	 * A value where it is found.
	 *
	 * @param before what stands before it
	 * @param value the value
	 * @param after what stands after it
	 */
	private record Sample(String before, String value, String after) {
	}

}
