/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged application in a process of its own, as the README starts it. */
final class SampleProcess implements AutoCloseable {

	private final Process process;

	private final int port;

	private final StringBuilder console = new StringBuilder();

	private SampleProcess(Process process, int port) {
		this.process = process;
		this.port = port;
	}

	/** Starts the application with its data in a folder, and does not wait for it. */
	static SampleProcess launch(Path data, String... arguments) throws IOException {
		int port = freePort();
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", jar().toString(),
						"--server.port=" + port, "--tacit.audit.datasource.url=jdbc:h2:file:" + data.resolve("ledger"),
						"--tacit.audit.key-file=" + data.resolve("keys"),
						"--tacit.model.cache-directory=" + data.resolve("cache"),
						"--spring.datasource.url=jdbc:h2:file:" + data.resolve("sample")));
		command.addAll(List.of(arguments));
		return new SampleProcess(new ProcessBuilder(command).redirectErrorStream(true).start(), port);
	}

	private static Path jar() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("target"))) {
			return files.filter((file) -> file.getFileName().toString().matches("tacit-sample-app-[^/]*\\.jar"))
				.findFirst()
				.orElseThrow(() -> new IllegalStateException("Package the application before its integration tests"));
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	/** Reads the console until the application is up; a daemon thread reads the rest. */
	SampleProcess awaitStarted() throws IOException {
		BufferedReader lines = this.process.inputReader(StandardCharsets.UTF_8);
		for (String line = lines.readLine(); line != null; line = lines.readLine()) {
			this.console.append(line).append('\n');
			if (line.contains("Started SampleApplication")) {
				Thread rest = new Thread(() -> lines.lines().forEach((ignored) -> {
				}), "console");
				rest.setDaemon(true);
				rest.start();
				return this;
			}
		}
		throw new IllegalStateException("The application did not start:\n" + this.console);
	}

	/** What the application said until it ended by itself. */
	String consoleAtExit() throws IOException, InterruptedException {
		String text = new String(this.process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (!this.process.waitFor(60, TimeUnit.SECONDS)) {
			throw new IllegalStateException("The application closed its console and runs on");
		}
		return text;
	}

	int exitValue() {
		return this.process.exitValue();
	}

	HttpResponse<Stream<String>> stream(String user, String body) throws IOException, InterruptedException {
		return client().send(request(user, "/api/chat/stream").POST(HttpRequest.BodyPublishers.ofString(body)).build(),
				HttpResponse.BodyHandlers.ofLines());
	}

	String get(String user, String path) throws IOException, InterruptedException {
		return client().send(request(user, path).GET().build(), HttpResponse.BodyHandlers.ofString()).body();
	}

	String post(String user, String path, String body) throws IOException, InterruptedException {
		return client()
			.send(request(user, path).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
					HttpResponse.BodyHandlers.ofString())
			.body();
	}

	private static HttpClient client() {
		return HttpClient.newHttpClient();
	}

	private HttpRequest.Builder request(String user, String path) {
		String credentials = Base64.getEncoder().encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8));
		return HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path))
			.header("Authorization", "Basic " + credentials)
			.header("Content-Type", "application/json");
	}

	/** {@code kill -9}. */
	void kill() {
		try {
			this.process.destroyForcibly().waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new UncheckedIOException(new IOException("Interrupted"));
		}
	}

	@Override
	public void close() {
		kill();
	}

}
