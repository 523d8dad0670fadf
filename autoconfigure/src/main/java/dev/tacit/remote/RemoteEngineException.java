/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.remote;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A remote engine did not answer. Says what happened and what to do, and never what the
 * server said, because a server may quote the prompt; for the same reason it has no
 * cause.
 */
public final class RemoteEngineException extends RuntimeException {

	private final Reason reason;

	private final int status;

	private final @Nullable Duration retryAfter;

	RemoteEngineException(Reason reason) {
		this(reason, "", 0, null);
	}

	RemoteEngineException(Reason reason, String detail) {
		this(reason, detail, 0, null);
	}

	private RemoteEngineException(Reason reason, String detail, int status, @Nullable Duration retryAfter) {
		super("The remote engine " + reason.what + (detail.isEmpty() ? "" : " (" + detail + ")") + ": "
				+ ((retryAfter != null) ? "try again in " + retryAfter.toSeconds() + " seconds" : reason.wayOut));
		this.reason = reason;
		this.status = status;
		this.retryAfter = retryAfter;
	}

	static RemoteEngineException ofStatus(int status, @Nullable Duration retryAfter) {
		String detail = "HTTP " + status;
		return switch (status) {
			case 429, 503 -> new RemoteEngineException(Reason.BUSY, detail, status, retryAfter);
			case 401, 403 -> new RemoteEngineException(Reason.UNAUTHORISED, detail, status, null);
			case 408, 504 -> new RemoteEngineException(Reason.TIMED_OUT, detail, status, null);
			default ->
				new RemoteEngineException((status >= 500) ? Reason.FAILED : Reason.REFUSED, detail, status, null);
		};
	}

	/**
	 * What happened.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Status code of the answer.
	 * @return the HTTP status, 0 if the failure was not told by one
	 */
	public int status() {
		return this.status;
	}

	/**
	 * When the server asks to come back.
	 * @return time from now, empty if it did not say
	 */
	public Optional<Duration> retryAfter() {
		return Optional.ofNullable(this.retryAfter);
	}

	/** Why a remote engine did not answer. */
	public enum Reason {

		/** It takes no more requests at the moment. */
		BUSY("takes no more requests", "try again later"),

		/** No connection came about. */
		UNREACHABLE("cannot be reached", "check tacit.remote.base-url and that the server runs"),

		/** The answer did not come, or not end, in time. */
		TIMED_OUT("did not answer in time",
				"try again later, or raise tacit.remote.response-timeout or tacit.remote.request-timeout"),

		/** It does not know this client. */
		UNAUTHORISED("does not accept the key", "check tacit.remote.api-key"),

		/** It does not take this request. */
		REFUSED("refuses the request",
				"check tacit.remote.base-url (it usually ends in /v1), tacit.remote.model, and the options"),

		/** It broke while it worked on the request. */
		FAILED("failed", "its log tells why"),

		/** The answer broke off. */
		INCOMPLETE("broke off its answer", "what arrived is recorded; try again"),

		/** The answer is not in the protocol. */
		UNREADABLE("sent what is no answer in OpenAI's protocol",
				"check that tacit.remote.base-url is an OpenAI-compatible server");

		private final String what;

		private final String wayOut;

		Reason(String what, String wayOut) {
			this.what = what;
			this.wayOut = wayOut;
		}

		/**
		 * The reason as a fact of a record or a tag.
		 * @return lower case, words joined by hyphens
		 */
		public String id() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

}
