/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.Iterator;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What goes wrong in operation, tried on the packaged application. */
class DrillsIT {

	private static final String LONG = "{\"tools\":false,\"message\":\"Invoice: 12 gloves at 17.25 EUR, 7 masks at 31.5 EUR and 9 lamps at 42.99 EUR. What is the total?\"}";

	private static final Path DEMO = Path.of("..", "demo-model", "src", "main", "resources", "dev", "tacit", "demo");

	@TempDir
	private Path data;

	@Test
	void aKillDuringAStreamLeavesALedgerThatVerifiesAndSaysSo() throws Exception {
		try (SampleProcess application = SampleProcess.launch(this.data).awaitStarted()) {
			Iterator<String> lines = application.stream("clinician", LONG).body().iterator();
			String line = lines.next();
			while (!line.startsWith("event:reasoning")) {
				line = lines.next();
			}
			application.kill();
		}
		try (SampleProcess application = SampleProcess.launch(this.data).awaitStarted()) {
			assertThat(application.get("auditor", "/actuator/auditverify").body()).contains("\"valid\":true");
		}
		try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + this.data.resolve("ledger"), "tacit",
				"");
				ResultSet abandoned = connection.createStatement()
					.executeQuery("select count(*) from TACIT_AUDIT_RECORD where PHASE = 'ABANDONED'")) {
			abandoned.next();
			assertThat(abandoned.getInt(1)).isEqualTo(1);
		}
	}

	@Test
	void metersEqualTheSumsOfTheResponses() throws Exception {
		try (SampleProcess application = SampleProcess.launch(this.data).awaitStarted()) {
			int prompt = 0;
			int reasoning = 0;
			int answer = 0;
			for (String message : new String[] { "Hello", "What is 12% of 250?", "Convert 2.5 g to mg." }) {
				String reply = application
					.post("clinician", "/api/chat", "{\"tools\":false,\"message\":\"" + message + "\"}")
					.body();
				prompt += number(reply, "\"prompt\":(\\d+)");
				reasoning += number(reply, "\"reasoning\":(\\d+)");
				answer += number(reply, "\"answer\":(\\d+)");
			}
			assertThat(tokens(application, "prompt")).isEqualTo(prompt);
			assertThat(tokens(application, "reasoning")).isEqualTo(reasoning);
			assertThat(tokens(application, "answer")).isEqualTo(answer);
		}
	}

	private static int tokens(SampleProcess application, String type) throws Exception {
		return number(application.get("operator", "/actuator/metrics/tacit.tokens?tag=type:" + type).body(),
				"\"value\":(\\d+)");
	}

	private static int number(String text, String pattern) {
		Matcher matcher = Pattern.compile(pattern).matcher(text);
		assertThat(matcher.find()).as(pattern).isTrue();
		return Integer.parseInt(matcher.group(1));
	}

	@Test
	void aMissingFolderIsOneSentenceAndAWayOut() throws Exception {
		failsWithASentence(Map.of("tacit.model.location", this.data.resolve("nowhere").toString()));
	}

	@Test
	void aTruncatedCheckpointIsOneSentenceAndAWayOut() throws Exception {
		Path folder = Files.createDirectory(this.data.resolve("model"));
		try (Stream<Path> files = Files.list(DEMO)) {
			for (Path file : files.toList()) {
				Files.copy(file, folder.resolve(file.getFileName()));
			}
		}
		Path weights = folder.resolve("model.safetensors");
		try (FileChannel channel = FileChannel.open(weights, StandardOpenOption.WRITE)) {
			channel.truncate(Files.size(weights) / 2);
		}
		failsWithASentence(Map.of("tacit.model.location", folder.toString()));
	}

	@Test
	void aLockedDatabaseIsOneSentenceAndAWayOut() throws Exception {
		try (SampleProcess first = SampleProcess.launch(this.data).awaitStarted()) {
			failsWithASentence(Map.of());
			assertThat(first.get("auditor", "/actuator/auditverify").body()).contains("\"valid\":true");
		}
	}

	private void failsWithASentence(Map<String, String> settings) throws IOException, InterruptedException {
		try (SampleProcess application = SampleProcess.launch(this.data, settings)) {
			String console = application.consoleAtExit();
			assertThat(console).contains("APPLICATION FAILED TO START", "Description:", "Action:")
				.doesNotContain("\tat ");
			assertThat(application.exitValue()).isEqualTo(1);
		}
	}

}
