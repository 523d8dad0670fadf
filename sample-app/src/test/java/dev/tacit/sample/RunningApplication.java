/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The application with the demo model answering, started once for all tests of it. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
abstract class RunningApplication {

	private final HttpClient client = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void data(DynamicPropertyRegistry properties) {
		Path data = folder();
		properties.add("spring.datasource.url", () -> "jdbc:h2:file:" + data.resolve("sample"));
		properties.add("tacit.audit.datasource.url", () -> "jdbc:h2:file:" + data.resolve("ledger"));
		properties.add("tacit.audit.key-file", () -> data.resolve("keys").toString());
		properties.add("tacit.model.cache-directory", () -> data.resolve("cache").toString());
		properties.add("tacit.privacy.entities.IBAN", () -> "block");
	}

	/** Outlives a test class, as the application does. */
	private static Path folder() {
		try {
			return Files.createTempDirectory(Files.createDirectories(Path.of("target", "data")), "application")
				.toAbsolutePath();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	final String address(String path) {
		return "http://localhost:" + this.port + path;
	}

	final HttpResponse<String> get(String user, String path) throws IOException, InterruptedException {
		return send(user, "GET", path, "");
	}

	final HttpResponse<String> post(String user, String path, String body) throws IOException, InterruptedException {
		return send(user, "POST", path, body);
	}

	final HttpResponse<String> send(String user, String method, String path, String body)
			throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address(path)))
			.header("Content-Type", "application/json")
			.method(method, HttpRequest.BodyPublishers.ofString(body));
		if (!user.equals("anonymous")) {
			String credentials = Base64.getEncoder()
				.encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8));
			request.header("Authorization", "Basic " + credentials);
		}
		return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

}
