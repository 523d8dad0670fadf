/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

import dev.tacit.remote.RemoteServer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.StringUtils;

/**
 * An engine on another machine that speaks OpenAI's protocol.
 */
@ConfigurationProperties("tacit.remote")
public class TacitRemoteProperties {

	/**
	 * Address of the server up to and with the version, for example
	 * http://llm.internal:8000/v1. No remote engine when unset.
	 */
	private @Nullable String baseUrl;

	/**
	 * Key that is sent as bearer token. None is sent when unset.
	 */
	private @Nullable String apiKey;

	/**
	 * Name of the model on the server.
	 */
	private @Nullable String model;

	/**
	 * Longest wait for a connection.
	 */
	private Duration connectTimeout = Duration.ofSeconds(5);

	/**
	 * Longest wait for an answer to begin.
	 */
	private Duration responseTimeout = Duration.ofSeconds(30);

	/**
	 * Longest wait for an answer to end.
	 */
	private Duration requestTimeout = Duration.ofMinutes(5);

	/**
	 * Whether chat models that spring.ai.openai configures run under the policy and
	 * record into the ledger.
	 */
	private boolean governBeans = true;

	private final Overflow overflow = new Overflow();

	RemoteServer toServer() {
		if (!StringUtils.hasText(this.baseUrl)) {
			throw new RemoteConfigurationException("tacit.remote.base-url is not set");
		}
		if (!StringUtils.hasText(this.model)) {
			throw new RemoteConfigurationException("tacit.remote.base-url is set, but not tacit.remote.model");
		}
		try {
			return new RemoteServer(new URI(this.baseUrl.strip()),
					StringUtils.hasText(this.apiKey) ? this.apiKey : null, this.model, this.connectTimeout,
					this.responseTimeout, this.requestTimeout);
		}
		catch (URISyntaxException ex) {
			throw new RemoteConfigurationException("tacit.remote.base-url is not an address");
		}
		catch (IllegalArgumentException ex) {
			throw new RemoteConfigurationException("The settings under tacit.remote are wrong: " + ex.getMessage());
		}
	}

	public @Nullable String getBaseUrl() {
		return this.baseUrl;
	}

	public void setBaseUrl(@Nullable String baseUrl) {
		this.baseUrl = baseUrl;
	}

	public @Nullable String getApiKey() {
		return this.apiKey;
	}

	public void setApiKey(@Nullable String apiKey) {
		this.apiKey = apiKey;
	}

	public @Nullable String getModel() {
		return this.model;
	}

	public void setModel(@Nullable String model) {
		this.model = model;
	}

	public Duration getConnectTimeout() {
		return this.connectTimeout;
	}

	public void setConnectTimeout(Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
	}

	public Duration getResponseTimeout() {
		return this.responseTimeout;
	}

	public void setResponseTimeout(Duration responseTimeout) {
		this.responseTimeout = responseTimeout;
	}

	public Duration getRequestTimeout() {
		return this.requestTimeout;
	}

	public void setRequestTimeout(Duration requestTimeout) {
		this.requestTimeout = requestTimeout;
	}

	public boolean isGovernBeans() {
		return this.governBeans;
	}

	public void setGovernBeans(boolean governBeans) {
		this.governBeans = governBeans;
	}

	public Overflow getOverflow() {
		return this.overflow;
	}

	/** When requests go to the server though there is an engine in this process. */
	public static class Overflow {

		/**
		 * Whether requests go to the server while the queue of the engine in this process
		 * is long.
		 */
		private boolean enabled;

		/**
		 * How many requests must wait in this process before others go to the server; at
		 * least 1.
		 */
		private int queueLength = 4;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public int getQueueLength() {
			return this.queueLength;
		}

		public void setQueueLength(int queueLength) {
			this.queueLength = queueLength;
		}

	}

}
