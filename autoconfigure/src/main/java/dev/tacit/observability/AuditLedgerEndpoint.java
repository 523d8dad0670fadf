/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.observability;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import dev.tacit.audit.Actor;
import dev.tacit.audit.AuditContent;
import dev.tacit.audit.AuditEntry;
import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.AuditQuery;
import dev.tacit.audit.AuditReader;
import dev.tacit.audit.AuditRecord;
import dev.tacit.audit.AuditReviews;
import dev.tacit.audit.AuditUnavailableException;
import dev.tacit.audit.Phase;
import dev.tacit.audit.Receipt;
import dev.tacit.governance.Caller;
import dev.tacit.governance.CallerResolver;
import dev.tacit.governance.GovernanceMetadata;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * Actuator endpoint {@code auditledger}: searches the ledger, shows the records of one
 * request with their content, and records what a reviewer decides about an answer. Only
 * callers with the authority {@code TACIT_AUDITOR} see anything, whatever the
 * application's security says; reasoning traces, and the token ids that spell them, need
 * {@code TACIT_REASONING} too. Every read is a record, and so is every refused one.
 */
@WebEndpoint(id = "auditledger")
public final class AuditLedgerEndpoint {

	/** Authority that lets a caller read the ledger. */
	public static final String AUDITOR = "TACIT_AUDITOR";

	private static final int DEFAULT_LIMIT = 50;

	private final AuditLedger ledger;

	private final CallerResolver callers;

	/**
	 * Reads a ledger.
	 * @param ledger the ledger
	 * @param callers says who reads
	 */
	public AuditLedgerEndpoint(AuditLedger ledger, CallerResolver callers) {
		this.ledger = ledger;
		this.callers = callers;
	}

	/**
	 * Searches headers, newest first.
	 * @param phase phase of the record
	 * @param actor id of the actor
	 * @param subject id of the subject
	 * @param from time of the record at least, milliseconds since 1970
	 * @param to time of the record before
	 * @param before sequence of the last record of the page before
	 * @param limit most records
	 * @return a page, and where the next one begins
	 */
	@ReadOperation
	public WebEndpointResponse<Map<String, Object>> search(@Nullable Phase phase, @Nullable String actor,
			@Nullable String subject, @Nullable Long from, @Nullable Long to, @Nullable Long before,
			@Nullable Integer limit) {
		return recorded((caller) -> page(caller, new AuditQuery(null, phase, actor, subject, null, from, to, Map.of(),
				(before != null) ? before : Long.MAX_VALUE, (limit != null) ? limit : DEFAULT_LIMIT)));
	}

	private WebEndpointResponse<Map<String, Object>> page(Caller caller, AuditQuery query) {
		List<AuditRecord> page = reader(caller).search(query);
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("records", page);
		if (!page.isEmpty()) {
			body.put("before", page.get(page.size() - 1).sequence());
		}
		return new WebEndpointResponse<>(body);
	}

	/**
	 * Shows the records of one request.
	 * @param requestId id of the request
	 * @return its records with their content
	 */
	@ReadOperation
	public WebEndpointResponse<Map<String, Object>> request(@Selector String requestId) {
		return recorded((caller) -> decision(caller, requestId));
	}

	private WebEndpointResponse<Map<String, Object>> decision(Caller caller, String requestId) {
		AuditReader reader = reader(caller);
		List<Map<String, Object>> records = reader.search(AuditQuery.ofRequest(requestId))
			.stream()
			.map((record) -> shown(reader, record, caller))
			.toList();
		return records.isEmpty() ? new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND)
				: new WebEndpointResponse<>(Map.of("records", records));
	}

	/**
	 * Records what somebody decided about the answer of a request.
	 * @param requestId id of the request
	 * @param decision what was decided
	 * @param comment why; sealed like the answer
	 * @param corrected the answer as it should have been; sealed too
	 * @return place and id of the record; status 404 if the request has no outcome, 409
	 * if the person it was about was erased, or if the record is not what was recorded
	 */
	@WriteOperation
	public WebEndpointResponse<Map<String, Object>> review(@Selector String requestId, AuditReviews.Decision decision,
			@Nullable String comment, @Nullable String corrected) {
		return recorded((caller) -> reader(caller).search(AuditQuery.ofRequest(requestId))
			.stream()
			.filter((record) -> Phase.valueOf(record.phase()).endsRequest())
			.findFirst()
			.map((outcome) -> review(caller, outcome, decision, comment, corrected))
			.orElseGet(() -> new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND)));
	}

	private WebEndpointResponse<Map<String, Object>> review(Caller caller, AuditRecord outcome,
			AuditReviews.Decision decision, @Nullable String comment, @Nullable String corrected) {
		try {
			Receipt receipt = this.ledger.reviews(actor(caller)).review(outcome, decision, comment, corrected);
			return new WebEndpointResponse<>(
					Map.of("sequence", receipt.sequence(), "recordId", receipt.recordId(), "hash", receipt.hash()));
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			return new WebEndpointResponse<>(Map.of("detail", String.valueOf(ex.getMessage())), 409);
		}
	}

	/**
	 * Who may not read is refused, and so is everybody while reads cannot be recorded.
	 */
	private WebEndpointResponse<Map<String, Object>> recorded(
			Function<Caller, WebEndpointResponse<Map<String, Object>>> read) {
		Caller caller = this.callers.current();
		try {
			return caller.has(AUDITOR) ? read.apply(caller) : refused(caller);
		}
		catch (AuditUnavailableException ex) {
			return new WebEndpointResponse<>(
					Map.of("detail", "The ledger cannot be read, or the reading not be recorded."), 503);
		}
	}

	private static Map<String, Object> shown(AuditReader reader, AuditRecord record, Caller caller) {
		Map<String, Object> shown = new LinkedHashMap<>();
		shown.put("record", record);
		reader.actor(record).ifPresent((name) -> shown.put("actor", name));
		reader.content(record).ifPresent((content) -> {
			Map<Object, Object> visible = new LinkedHashMap<>(content);
			if (!caller.has(GovernanceMetadata.REASONING_AUTHORITY)) {
				// The ids of the reply's tokens spell the trace too.
				visible.keySet().removeAll(List.of("reasoning", "replay"));
			}
			shown.put("content", visible);
		});
		return shown;
	}

	private AuditReader reader(Caller caller) {
		return this.ledger.reader(actor(caller));
	}

	private static Actor actor(Caller caller) {
		return new Actor(caller.id(), caller.authenticationType(), caller.authorities());
	}

	private WebEndpointResponse<Map<String, Object>> refused(Caller caller) {
		this.ledger.appendDurably(new AuditEntry(Phase.DENIED, AuditEntry.newRequestId(), null,
				new Actor(caller.id(), caller.authenticationType(), Set.of()), null, Map.of("reason", "ledger-read"),
				new AuditContent(Map.of())));
		return new WebEndpointResponse<>(403);
	}

}
