/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.net.URI;
import java.time.Duration;

import dev.tacit.audit.AuditUnavailableException;
import dev.tacit.governance.QuotaExceededException;
import dev.tacit.inference.decode.RejectedRequestException;
import dev.tacit.privacy.PolicyBlockedException;
import dev.tacit.remote.RemoteEngineException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.core.log.LogMessage;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/**
 * Says as a problem detail (RFC 9457) why a request failed. Details are sentences of the
 * library's own, which hold no text of anyone; whatever is unknown stays unsaid.
 */
final class Problems {

	private static final Log logger = LogFactory.getLog(Problems.class);

	private Problems() {
	}

	static ProblemDetail of(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof PolicyBlockedException) {
				return problem(HttpStatus.UNPROCESSABLE_CONTENT, "policy-blocked", cause.getMessage());
			}
			if (cause instanceof AuditUnavailableException) {
				return problem(HttpStatus.SERVICE_UNAVAILABLE, "audit-unavailable",
						"The request cannot be recorded, so it is not answered.");
			}
			if (cause instanceof QuotaExceededException exceeded) {
				ProblemDetail problem = problem(HttpStatus.TOO_MANY_REQUESTS, "quota-exceeded", exceeded.getMessage());
				problem.setProperty("retryAfterSeconds", seconds(exceeded.retryAfter()));
				return problem;
			}
			if (cause instanceof RejectedRequestException rejected) {
				return rejected(rejected);
			}
			if (cause instanceof RemoteEngineException remote) {
				return remote(remote);
			}
		}
		logger.error(LogMessage.of(() -> "A request failed with " + where(failure)));
		return problem(HttpStatus.INTERNAL_SERVER_ERROR, "failed", "The request failed; the operator's log says why.");
	}

	/** Types and places; a message could quote what somebody wrote. */
	private static String where(Throwable failure) {
		StringBuilder where = new StringBuilder();
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			where.append(where.isEmpty() ? "" : ", caused by ").append(cause.getClass().getName());
			if (cause.getStackTrace().length > 0) {
				where.append(" at ").append(cause.getStackTrace()[0]);
			}
		}
		return where.toString();
	}

	private static ProblemDetail rejected(RejectedRequestException rejected) {
		return switch (rejected.reason()) {
			case QUEUE_FULL, QUEUE_TIMEOUT, LOADING -> {
				ProblemDetail problem = problem(HttpStatus.TOO_MANY_REQUESTS, "busy", rejected.getMessage());
				problem.setProperty("retryAfterSeconds", seconds(rejected.retryAfter()));
				yield problem;
			}
			case PROMPT_TOO_LONG -> problem(HttpStatus.CONTENT_TOO_LARGE, "prompt-too-long", rejected.getMessage());
			case CLOSED, DRAINING, FAILED -> problem(HttpStatus.SERVICE_UNAVAILABLE, "closed", rejected.getMessage());
		};
	}

	private static ProblemDetail remote(RemoteEngineException remote) {
		if (remote.reason() != RemoteEngineException.Reason.BUSY) {
			return problem(HttpStatus.BAD_GATEWAY, "remote-engine", remote.getMessage());
		}
		ProblemDetail problem = problem(HttpStatus.TOO_MANY_REQUESTS, "busy", remote.getMessage());
		problem.setProperty("retryAfterSeconds", seconds(remote.retryAfter().orElse(null)));
		return problem;
	}

	private static long seconds(@Nullable Duration wait) {
		return (wait != null) ? Math.max(1, wait.toSeconds()) : 1;
	}

	private static ProblemDetail problem(HttpStatus status, String type, @Nullable String detail) {
		ProblemDetail problem = ProblemDetail.forStatus(status);
		problem.setType(URI.create("urn:tacit:" + type));
		problem.setDetail(detail);
		return problem;
	}

}
