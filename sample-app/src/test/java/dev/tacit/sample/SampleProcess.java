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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
	static SampleProcess launch(Path data) throws IOException {
		return launch(data, Map.of());
	}

	/** Starts it with other settings besides or instead of the folder's. */
	static SampleProcess launch(Path data, Map<String, String> settings) throws IOException {
		int port = freePort();
		Map<String, String> all = new LinkedHashMap<>();
		all.put("server.port", String.valueOf(port));
		all.put("tacit.audit.datasource.url", ledger(data));
		all.put("tacit.audit.key-file", data.resolve("keys").toString());
		all.put("tacit.model.cache-directory", data.resolve("cache").toString());
		all.put("spring.datasource.url", "jdbc:h2:file:" + data.resolve("sample"));
		all.putAll(settings);
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", jar().toString()));
		all.forEach((name, value) -> command.add("--" + name + "=" + value));
		// Where a crash of the virtual machine would leave its report.
		return new SampleProcess(new ProcessBuilder(command).directory(data.toFile()).redirectErrorStream(true).start(),
				port);
	}

	/** Address of the ledger in the folder. */
	static String ledger(Path data) {
		return "jdbc:h2:file:" + data.resolve("ledger");
	}

	static Path jar() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("target"))) {
			return files.filter((file) -> file.getFileName().toString().matches("tacit-sample-app-[^/]*\\.jar"))
				.findFirst()
				.orElseThrow(() -> new IllegalStateException("Package the application before its integration tests"))
				.toAbsolutePath();
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
		awaitExit();
		return text;
	}

	private void awaitExit() throws InterruptedException {
		if (!this.process.waitFor(60, TimeUnit.SECONDS)) {
			throw new IllegalStateException("The application runs on");
		}
	}

	int exitValue() {
		return this.process.exitValue();
	}

	HttpResponse<Stream<String>> stream(String user, String body) throws IOException, InterruptedException {
		return client().send(request(user, "/api/chat/stream").POST(HttpRequest.BodyPublishers.ofString(body)).build(),
				HttpResponse.BodyHandlers.ofLines());
	}

	HttpResponse<String> get(String user, String path) throws IOException, InterruptedException {
		return client().send(request(user, path).GET().build(), HttpResponse.BodyHandlers.ofString());
	}

	HttpResponse<String> post(String user, String path, String body) throws IOException, InterruptedException {
		return client().send(request(user, path).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
				HttpResponse.BodyHandlers.ofString());
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

	/**
	 * Lets no file of the process grow beyond a size from now on, as a full disk does.
	 */
	void limitFiles(String bytes) throws IOException, InterruptedException {
		Process limit = new ProcessBuilder("prlimit", "--pid", String.valueOf(this.process.pid()),
				"--fsize=" + bytes + ":")
			.inheritIO()
			.start();
		if (limit.waitFor() != 0) {
			throw new IOException("prlimit failed");
		}
	}

	/** {@code kill}, and waits for the end. */
	int terminate() throws InterruptedException {
		this.process.destroy();
		awaitExit();
		return this.process.exitValue();
	}

	/** {@code kill}, and does not wait. */
	void beginToTerminate() {
		this.process.destroy();
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
