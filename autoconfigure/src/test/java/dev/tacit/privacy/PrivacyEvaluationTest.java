/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.tacit.inference.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The command that measures, on notes whose names no list of the detectors holds. */
class PrivacyEvaluationTest {

	private static final long SEED = 20261126;

	@TempDir
	Path folder;

	private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

	private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();

	private int run(String... arguments) {
		return PrivacyEvaluation.run(arguments, new PrintStream(this.printed, true, StandardCharsets.UTF_8),
				new PrintStream(this.complaints, true, StandardCharsets.UTF_8));
	}

	private Path notes(int count) throws IOException {
		NoteGenerator generator = new NoteGenerator(SEED);
		List<String> lines = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			lines.add(Json.write(generator.note()));
		}
		return Files.write(this.folder.resolve("notes.jsonl"), lines);
	}

	@Test
	void notesOfStrangersReachTheMark() throws IOException {
		Path notes = notes(600);
		assertThat(run(notes.toString())).isZero();
		System.out.println(this.printed.toString(StandardCharsets.UTF_8));
		this.printed.reset();
		assertThat(run(notes.toString(), "--json")).isZero();
		Map<?, ?> report = (Map<?, ?>) Json.parse(this.printed.toString(StandardCharsets.UTF_8));
		assertThat(report).isNotNull();
		Map<?, ?> overall = (Map<?, ?>) report.get("overall");
		assertThat((Double) overall.get("f2")).isGreaterThanOrEqualTo(0.85);
	}

	@Test
	void theNotesAreOfStrangers() {
		assertThat(cues("Smith") & Cue.SURNAME.bit()).isNotZero();
		assertThat(cues("Street") & Cue.STREET_SUFFIX.bit()).isNotZero();
		assertThat(NoteGenerator.people()).hasSizeGreaterThan(40)
			.allSatisfy((name) -> assertThat(cues(name)).as(name).isZero());
		long telling = Cue.GIVEN_NAME.bit() | Cue.SURNAME.bit() | Cue.STREET_SUFFIX.bit() | Cue.STREET_PREFIX.bit();
		assertThat(NoteGenerator.streets()).hasSizeGreaterThan(10)
			.allSatisfy((word) -> assertThat(cues(word) & telling).as(word).isZero());
	}

	private static long cues(String word) {
		return Lexicon.STANDARD.word(Lexicon.hash(word));
	}

	@Test
	void aPolicyChoosesWhatIsActive() throws IOException {
		Path data = Files.writeString(this.folder.resolve("two.jsonl"), """
				{"text": "mail a@b.de or +49 30 901820", "spans": [{"start": 5, "end": 11, "entity": "EMAIL"}]}
				{"text": "nothing", "spans": [{"start": 0, "end": 7, "entity": "PERSON"}]}
				""");
		Path policy = Files.writeString(this.folder.resolve("policy.properties"),
				"tacit.privacy.entities.PHONE.ANSWER=allow\nentities.PERSON.ANSWER=allow\n");
		assertThat(run(data.toString(), "--policy", policy.toString(), "--direction", "ANSWER", "--json")).isZero();
		assertThat(this.printed.toString(StandardCharsets.UTF_8))
			.contains("\"overall\":{\"true\":1,\"false\":0,\"missed\":0");
		this.printed.reset();
		assertThat(run(data.toString(), "--json")).isZero();
		assertThat(this.printed.toString(StandardCharsets.UTF_8))
			.contains("\"overall\":{\"true\":1,\"false\":1,\"missed\":1");
	}

	@Test
	void aRuleForOneDirectionStandsBesideTheRuleForAll() throws IOException {
		Path file = Files.writeString(this.folder.resolve("policy.properties"), """
				tacit.privacy.entities.IBAN=redact
				tacit.privacy.entities.IBAN.ANSWER=mask(2)
				roles.CLERK.EMAIL=mask
				roles.CLERK.EMAIL.TOOL_ARGUMENTS=block
				""");
		PrivacyPolicy policy = PrivacyEvaluation.policy(file);
		PrivacyScope clerk = PrivacyScope.of(java.util.Set.of("CLERK"));
		assertThat(policy.decide(Entity.IBAN, Direction.PROMPT, clerk).action()).isEqualTo(Action.REDACT);
		assertThat(policy.decide(Entity.IBAN, Direction.ANSWER, clerk)).isEqualTo(new Treatment(Action.MASK, 2));
		assertThat(policy.decide(Entity.EMAIL, Direction.ANSWER, clerk).action()).isEqualTo(Action.MASK);
		assertThat(policy.decide(Entity.EMAIL, Direction.TOOL_ARGUMENTS, clerk).action()).isEqualTo(Action.BLOCK);
	}

	@Test
	void mistakesAreASentenceAndQuoteNoText() throws IOException {
		Path data = Files.writeString(this.folder.resolve("bad.jsonl"), "{\"text\": \"Anna Berg\", \"spans\": [{}]}\n");
		assertThat(run(data.toString())).isEqualTo(1);
		assertThat(run(this.folder.resolve("missing").toString())).isEqualTo(1);
		assertThat(run(data.toString(), "--direction", "SIDEWAYS")).isEqualTo(1);
		assertThat(run()).isEqualTo(2);
		assertThat(this.complaints.toString(StandardCharsets.UTF_8)).contains("Line 1", "SIDEWAYS", "Usage")
			.doesNotContain("Anna");
	}

}
