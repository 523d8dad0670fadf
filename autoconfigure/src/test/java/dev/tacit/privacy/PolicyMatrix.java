/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a policy does with eight entities for four callers in every direction, as the page
 * shows it.
 */
final class PolicyMatrix {

	static final String NOBODY = "(no role)";

	static final List<String> ROLES = List.of("CLINICIAN", "BILLING", "RESEARCH", NOBODY);

	static final List<Entity> ENTITIES = List.of(Entity.PERSON, Entity.DATE, Entity.MEDICAL_RECORD_NUMBER, Entity.EMAIL,
			Entity.IBAN, Entity.PAYMENT_CARD, Entity.US_SSN, Entity.CARD_SECURITY_CODE);

	private static final Path SOURCE = Path.of("src", "test", "resources", "dev", "tacit", "privacy",
			"hospital.properties");

	private final PrivacyPolicy policy;

	private PolicyMatrix(PrivacyPolicy policy) {
		this.policy = policy;
	}

	static PolicyMatrix read() throws IOException {
		return new PolicyMatrix(PrivacyEvaluation.policy(SOURCE));
	}

	PrivacyPolicy policy() {
		return this.policy;
	}

	static PrivacyScope scope(String role) {
		return PrivacyScope.of(role.equals(NOBODY) ? Set.of() : Set.of("ROLE_" + role));
	}

	/** The rules and the tables, as the page holds them. */
	String markdown() throws IOException {
		StringBuilder page = new StringBuilder();
		for (String line : Files.readAllLines(SOURCE)) {
			page.append("    ").append(line).append('\n');
		}
		for (String role : ROLES) {
			Map<String, Map<Direction, String>> rows = this.policy.explain(scope(role), Set.copyOf(ENTITIES));
			page.append("\n## ").append(role).append("\n\n| | ");
			page.append(List.of(Direction.values())
				.stream()
				.map((direction) -> "`" + direction + "`")
				.collect(Collectors.joining(" | ")));
			page.append(" |\n|").append(" --- |".repeat(Direction.values().length + 1)).append('\n');
			for (Entity entity : ENTITIES) {
				page.append("| `")
					.append(entity.name())
					.append("` | ")
					.append(String.join(" | ", rows.get(entity.name()).values()))
					.append(" |\n");
			}
		}
		return page.toString();
	}

	/** The cells of a page's tables. */
	static List<Cell> cells(String page) {
		List<Cell> cells = new ArrayList<>();
		String role = null;
		for (String line : page.split("\n")) {
			if (line.startsWith("## ")) {
				role = line.substring(3);
			}
			else if (role != null && line.startsWith("| `") && !line.contains("`" + Direction.PROMPT + "`")) {
				String[] columns = line.substring(2, line.length() - 2).split(" \\| ");
				Entity entity = new Entity(columns[0].replace("`", ""));
				for (Direction direction : Direction.values()) {
					cells.add(new Cell(role, entity, direction, columns[direction.ordinal() + 1]));
				}
			}
		}
		return cells;
	}

	/**
	 * One cell of the page.
	 *
	 * @param role the caller's role
	 * @param entity kind of value
	 * @param direction where it goes
	 * @param treatment what the page says becomes of it
	 */
	record Cell(String role, Entity entity, Direction direction, String treatment) {

		@Override
		public String toString() {
			return this.role + " " + this.entity.name() + " " + this.direction + ": " + this.treatment;
		}

	}

}
