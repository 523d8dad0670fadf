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
