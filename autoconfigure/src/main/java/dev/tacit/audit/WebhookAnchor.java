/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Posts each checkpoint to an address the operator names, as plain text. The receiver
 * keeps it and answers with a status of 2xx; nothing else counts as kept. It opens a
 * connection only where it is configured.
 */
public final class WebhookAnchor implements Anchor {

	private final URI address;

	private final Duration timeout;

	private final HttpClient client;

	/**
	 * Anchors to an address.
	 * @param address {@code http} or {@code https}
	 * @param timeout longest wait for an answer
	 */
	public WebhookAnchor(URI address, Duration timeout) {
		this.address = address;
		this.timeout = timeout;
		this.client = HttpClient.newBuilder().connectTimeout(timeout).build();
	}

	@Override
	public String name() {
		return "webhook " + this.address.getHost();
	}

	@Override
	public void publish(String note) throws IOException {
		HttpRequest request = HttpRequest.newBuilder(this.address)
			.timeout(this.timeout)
			.header("Content-Type", "text/plain; charset=utf-8")
			.POST(HttpRequest.BodyPublishers.ofString(note))
			.build();
		try {
			int status = this.client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
			if (status < 200 || status > 299) {
				throw new IOException("The anchor answered with status " + status);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted while anchoring", null);
		}
	}

	@Override
	public Stream<String> notes() {
		return Stream.empty();
	}

}
