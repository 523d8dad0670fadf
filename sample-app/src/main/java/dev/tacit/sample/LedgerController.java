/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;

import dev.tacit.audit.Actor;
import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.AuditQuery;
import dev.tacit.audit.AuditReader;
import dev.tacit.audit.VerificationReport;
import dev.tacit.governance.Caller;
import dev.tacit.governance.CallerResolver;
import dev.tacit.governance.GovernanceMetadata;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * What the auditor's page needs besides the actuator's endpoints: a verification that
 * tells how far it is, evidence to take away, and a demonstration.
 */
@RestController
@RequestMapping("/api/ledger")
class LedgerController {

	private static final int PAGE = 200;

	private final AuditLedger ledger;

	private final CallerResolver callers;

	private final TamperDemonstration demonstration;

	LedgerController(AuditLedger ledger, CallerResolver callers, TamperDemonstration demonstration) {
		this.ledger = ledger;
		this.callers = callers;
		this.demonstration = demonstration;
	}

	@GetMapping(path = "/verification", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<ServerSentEvent<Object>> verify() {
		return Flux.<ServerSentEvent<Object>>create((sink) -> {
			long total = this.ledger.status().headSequence() + 1;
			try {
				VerificationReport report = this.ledger.verify((checked) -> {
					if (sink.isCancelled()) {
						throw new CancellationException("Nobody waits for the report");
					}
					sink.next(event("progress", Map.of("checked", checked, "total", total)));
				});
				sink.next(event("report", described(report)));
				sink.complete();
			}
			catch (CancellationException ex) {
				// The page was closed, and the connection to the database is free again.
				return;
			}
		}).subscribeOn(Schedulers.boundedElastic());
	}

	@GetMapping("/export")
	ResponseEntity<StreamingResponseBody> export(@RequestParam(required = false) @Nullable String request,
			@RequestParam(defaultValue = "false") boolean disclose) {
		Caller caller = this.callers.current();
		if (disclose && !caller.has(GovernanceMetadata.REASONING_AUTHORITY)) {
			throw new ResponseStatusException(HttpStatus.FORBIDDEN,
					"The content holds reasoning traces: to disclose it you need the authority TACIT_REASONING.");
		}
		AuditReader reader = this.ledger
			.reader(new Actor(caller.id(), caller.authenticationType(), caller.authorities()));
		AuditQuery query = (request != null) ? AuditQuery.ofRequest(request) : AuditQuery.newest(PAGE);
		return ResponseEntity.ok()
			.contentType(MediaType.parseMediaType("application/zip"))
			.header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"evidence.zip\"")
			.body((out) -> reader.export(query, disclose, out));
	}

	@PostMapping("/tampering")
	Map<String, Object> tamper(@Valid @RequestBody TamperRequest request) throws IOException, SQLException {
		return described(this.demonstration.run(request.sequence(), request.tampering()));
	}

	private static Map<String, Object> described(VerificationReport report) {
		Map<String, Object> described = new LinkedHashMap<>();
		described.put("report", report);
		described.put("sentence", report.sentence());
		return described;
	}

	private static ServerSentEvent<Object> event(String name, Object data) {
		return ServerSentEvent.builder(data).event(name).build();
	}

	/**
	 * Which record to alter in the copy, and how.
	 *
	 * @param sequence place of the record
	 * @param tampering what to do to it
	 */
	record TamperRequest(@NotNull @Min(0) Long sequence, @NotNull Tampering tampering) {
	}

}
