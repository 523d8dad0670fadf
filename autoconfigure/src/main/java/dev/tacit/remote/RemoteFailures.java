/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.remote;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;

import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIServiceException;
import org.jspecify.annotations.Nullable;

/**
 * Turns whatever a client threw into a {@link RemoteEngineException} without its text.
 */
final class RemoteFailures {

	private static final int DEEPEST_CAUSE = 20;

	private RemoteFailures() {
	}

	static RemoteEngineException typed(Throwable failure, boolean begun) {
		Throwable cause = failure;
		for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
			RemoteEngineException typed = typed(cause);
			if (typed != null) {
				return typed;
			}
			if (cause instanceof IOException) {
				return new RemoteEngineException(
						begun ? RemoteEngineException.Reason.INCOMPLETE : RemoteEngineException.Reason.UNREACHABLE);
			}
			cause = cause.getCause();
		}
		Throwable named = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		RemoteEngineException.Reason reason = (named instanceof OpenAIException
				|| named instanceof IllegalStateException) ? RemoteEngineException.Reason.UNREADABLE
						: RemoteEngineException.Reason.FAILED;
		return new RemoteEngineException(reason, named.getClass().getSimpleName());
	}

	private static @Nullable RemoteEngineException typed(Throwable cause) {
		if (cause instanceof RemoteEngineException typed) {
			return typed;
		}
		if (cause instanceof OpenAIServiceException service) {
			return RemoteEngineException.ofStatus(service.statusCode(), retryAfter(service));
		}
		return (cause instanceof InterruptedIOException)
				? new RemoteEngineException(RemoteEngineException.Reason.TIMED_OUT) : null;
	}

	private static @Nullable Duration retryAfter(OpenAIServiceException failure) {
		List<String> values = failure.headers().values("Retry-After");
		return (!values.isEmpty() && values.get(0).matches("[0-9]{1,6}"))
				? Duration.ofSeconds(Long.parseLong(values.get(0))) : null;
	}

}
