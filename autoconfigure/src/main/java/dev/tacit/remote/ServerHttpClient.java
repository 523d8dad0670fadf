/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.remote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import com.openai.core.RequestOptions;
import com.openai.core.http.Headers;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpRequestBody;
import com.openai.core.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * The one way out of the process: requests go to the configured address and nowhere else.
 * Redirects are not followed, for they could carry a prompt to another host; no proxy is
 * picked up from the JVM; of the client's headers only those that the protocol needs are
 * sent, not those that describe this machine. An answer that is no event stream becomes a
 * {@link RemoteEngineException} here, so that no other code sees a server's words about a
 * failed request.
 */
final class ServerHttpClient implements HttpClient {

	private static final String EVENT_STREAM = "text/event-stream";

	private final RemoteServer server;

	private final java.net.http.HttpClient http;

	ServerHttpClient(RemoteServer server) {
		this.server = server;
		// Version 1.1, because servers without HTTP/2 trip over the offer to upgrade.
		this.http = java.net.http.HttpClient.newBuilder()
			.version(java.net.http.HttpClient.Version.HTTP_1_1)
			.followRedirects(java.net.http.HttpClient.Redirect.NEVER)
			.proxy(java.net.http.HttpClient.Builder.NO_PROXY)
			.connectTimeout(server.connectTimeout())
			.build();
	}

	@Override
	public HttpResponse execute(HttpRequest request, RequestOptions options) {
		return executeAsync(request, options).join();
	}

	@Override
	public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
		java.net.http.HttpRequest.Builder outgoing = java.net.http.HttpRequest.newBuilder(URI.create(request.url()))
			.timeout(this.server.responseTimeout())
			.header("Content-Type", "application/json")
			.header("Accept", EVENT_STREAM)
			.header("User-Agent", "tacit")
			.POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(bytes(request.body())));
		if (this.server.apiKey() != null) {
			outgoing.header("Authorization", "Bearer " + this.server.apiKey());
		}
		return this.http.sendAsync(outgoing.build(), java.net.http.HttpResponse.BodyHandlers.ofInputStream())
			.handle((response, failure) -> {
				if (failure != null) {
					throw noResponse(failure);
				}
				return checked(response);
			});
	}

	private static byte[] bytes(@Nullable HttpRequestBody body) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		if (body != null) {
			body.writeTo(bytes);
			body.close();
		}
		return bytes.toByteArray();
	}

	private static RemoteEngineException noResponse(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		return new RemoteEngineException((cause instanceof HttpTimeoutException)
				? RemoteEngineException.Reason.TIMED_OUT : RemoteEngineException.Reason.UNREACHABLE);
	}

	private static HttpResponse checked(java.net.http.HttpResponse<InputStream> response) {
		if (response.statusCode() != 200) {
			discard(response);
			throw RemoteEngineException.ofStatus(response.statusCode(), retryAfter(response));
		}
		String type = response.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
		if (!type.split(";", 2)[0].trim().equals(EVENT_STREAM)) {
			discard(response);
			throw new RemoteEngineException(RemoteEngineException.Reason.UNREADABLE, "its content is no event stream");
		}
		return new Answer(new EventStream(response.body()));
	}

	private static void discard(java.net.http.HttpResponse<InputStream> response) {
		try {
			response.body().close();
		}
		catch (IOException ex) {
			// The connection is gone, which is all that was wanted.
		}
	}

	/** Seconds, or a date; what is neither, or long past, is no advice. */
	private static @Nullable Duration retryAfter(java.net.http.HttpResponse<InputStream> response) {
		String value = response.headers().firstValue("Retry-After").orElse("").trim();
		if (value.matches("[0-9]{1,6}")) {
			return Duration.ofSeconds(Long.parseLong(value));
		}
		try {
			Duration wait = Duration.between(ZonedDateTime.now(),
					ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME));
			return wait.isNegative() ? null : wait;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	/** Connections are the JDK's and close with their streams. */
	@Override
	public void close() {
	}

	private record Answer(EventStream events) implements HttpResponse {

		@Override
		public int statusCode() {
			return 200;
		}

		@Override
		public Headers headers() {
			return Headers.builder().build();
		}

		@Override
		public InputStream body() {
			return this.events;
		}

		@Override
		public void close() {
			this.events.close();
		}

	}

}
