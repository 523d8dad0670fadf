/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Turns failures of model and ledger into problem details. */
@RestControllerAdvice(assignableTypes = { ChatController.class, LedgerController.class })
class ProblemAdvice extends ResponseEntityExceptionHandler {

	@ExceptionHandler(RuntimeException.class)
	ResponseEntity<ProblemDetail> failed(RuntimeException failure) {
		ProblemDetail problem = Problems.of(failure);
		ResponseEntity.BodyBuilder response = ResponseEntity.status(problem.getStatus());
		if (problem.getProperties() != null && problem.getProperties().get("retryAfterSeconds") instanceof Long wait) {
			response.header(HttpHeaders.RETRY_AFTER, String.valueOf(wait));
		}
		return response.body(problem);
	}

}
