/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.remote;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A server that speaks OpenAI's protocol. {@link #toString()} shows where it is, never
 * the key.
 *
 * @param baseUrl address up to and with the version, such as
 * {@code http://llm.internal:8000/v1}
 * @param apiKey sent as bearer token; {@code null} sends none
 * @param model name of the model there
 * @param connectTimeout longest wait for a connection
 * @param responseTimeout longest wait for the answer to begin
 * @param requestTimeout longest wait for the answer to end
 */
public record RemoteServer(URI baseUrl, @Nullable String apiKey, String model, Duration connectTimeout,
		Duration responseTimeout, Duration requestTimeout) {

	public RemoteServer {
		if (baseUrl.getHost() == null || !("http".equals(baseUrl.getScheme()) || "https".equals(baseUrl.getScheme()))) {
			throw new IllegalArgumentException("The address of a remote engine is an absolute http or https URL");
		}
		if (baseUrl.getUserInfo() != null || baseUrl.getQuery() != null || baseUrl.getFragment() != null) {
			throw new IllegalArgumentException(
					"The address of a remote engine has neither user, query nor fragment; the key has a place of its own");
		}
		if (model.isBlank()) {
			throw new IllegalArgumentException("The model of a remote engine has no name");
		}
		requirePositive(connectTimeout);
		requirePositive(responseTimeout);
		requirePositive(requestTimeout);
	}

	private static void requirePositive(Duration timeout) {
		if (timeout.isNegative() || timeout.isZero()) {
			throw new IllegalArgumentException("The timeouts of a remote engine are longer than nothing");
		}
	}

	/**
	 * Where requests go, for the ledger.
	 * @return scheme, host and port
	 */
	public String origin() {
		try {
			return new URI(this.baseUrl.getScheme(), null, this.baseUrl.getHost(), this.baseUrl.getPort(), null, null,
					null)
				.toString();
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException("A part of a valid address is valid", ex);
		}
	}

	@Override
	public String toString() {
		return "RemoteServer[" + origin() + "]";
	}

}
