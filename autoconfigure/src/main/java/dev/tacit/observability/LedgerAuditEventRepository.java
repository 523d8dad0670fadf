/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.observability;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.tacit.audit.Actor;
import dev.tacit.audit.AuditContent;
import dev.tacit.audit.AuditEntry;
import dev.tacit.audit.AuditLedger;
import dev.tacit.audit.AuditQuery;
import dev.tacit.audit.AuditReader;
import dev.tacit.audit.AuditRecord;
import dev.tacit.audit.Phase;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.AuditEventRepository;

/**
 * Keeps the audit events of Spring Boot and Spring Security in the ledger. An event does
 * not wait for its commit: a login must not fail because the disk is slow. What could not
 * be kept is counted by the ledger.
 */
public final class LedgerAuditEventRepository implements AuditEventRepository {

	private static final int LIMIT = 1000;

	private static final Actor ENDPOINT = new Actor("auditevents", "none", Set.of());

	private final AuditLedger ledger;

	/**
	 * Keeps events in a ledger.
	 * @param ledger the ledger
	 */
	public LedgerAuditEventRepository(AuditLedger ledger) {
		this.ledger = ledger;
	}

	@Override
	public void add(AuditEvent event) {
		Map<String, Object> data = new LinkedHashMap<>();
		event.getData().forEach((name, value) -> data.put(name, String.valueOf(value)));
		Actor actor = new Actor(event.getPrincipal().isEmpty() ? "anonymous" : event.getPrincipal(), "event", Set.of());
		this.ledger.append(new AuditEntry(Phase.EVENT, AuditEntry.newRequestId(), null, actor, null,
				Map.of("type", event.getType()), new AuditContent(Map.of("type", event.getType(), "data", data))));
	}

	@Override
	public List<AuditEvent> find(@Nullable String principal, @Nullable Instant after, @Nullable String type) {
		AuditReader reader = this.ledger.reader(ENDPOINT);
		AuditQuery query = new AuditQuery(null, Phase.EVENT, principal, null, null,
				(after != null) ? after.toEpochMilli() + 1 : null, null,
				(type != null) ? Map.of("type", type) : Map.of(), Long.MAX_VALUE, LIMIT);
		List<AuditEvent> events = new ArrayList<>();
		for (AuditRecord record : reader.search(query)) {
			events.add(0, event(reader, record));
		}
		return events;
	}

	private static AuditEvent event(AuditReader reader, AuditRecord record) {
		Map<?, ?> content = reader.content(record).orElse(Map.of());
		Map<String, Object> data = new LinkedHashMap<>();
		if (content.get("data") instanceof Map<?, ?> values) {
			values.forEach((name, value) -> data.put(String.valueOf(name), value));
		}
		return new AuditEvent(Instant.ofEpochMilli(record.timeMillis()), reader.actor(record).orElse("erased"),
				String.valueOf(content.get("type")), data);
	}

}
