/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.tacit.inference.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * What to look for, all of it at once; {@code null} matches everything.
 *
 * @param requestId id of the request
 * @param phase phase of the record
 * @param actor id of the actor
 * @param subject id of the subject
 * @param conversation id of the conversation
 * @param fromMillis time of the record at least
 * @param toMillis time of the record before
 * @param facts facts the record has, such as {@code modelSha256}
 * @param before sequence below which to read: the last one of the page before
 * @param limit most records, up to 1,000
 */
public record AuditQuery(@Nullable String requestId, @Nullable Phase phase, @Nullable String actor,
		@Nullable String subject, @Nullable String conversation, @Nullable Long fromMillis, @Nullable Long toMillis,
		Map<String, String> facts, long before, int limit) {

	private static final int MAX_LIMIT = 1000;

	public AuditQuery {
		facts = Map.copyOf(facts);
		limit = Math.max(1, Math.min(MAX_LIMIT, limit));
	}

	/**
	 * The newest records.
	 * @param limit most records
	 * @return a query
	 */
	public static AuditQuery newest(int limit) {
		return new AuditQuery(null, null, null, null, null, null, null, Map.of(), Long.MAX_VALUE, limit);
	}

	/**
	 * The records of one request.
	 * @param requestId id of the request
	 * @return a query
	 */
	public static AuditQuery ofRequest(String requestId) {
		return new AuditQuery(requestId, null, null, null, null, null, null, Map.of(), Long.MAX_VALUE, MAX_LIMIT);
	}

	/**
	 * The records of one phase.
	 * @param phase the phase
	 * @param limit most records
	 * @return a query
	 */
	public static AuditQuery ofPhase(Phase phase, int limit) {
		return new AuditQuery(null, phase, null, null, null, null, null, Map.of(), Long.MAX_VALUE, limit);
	}

	/**
	 * The next page: stable, whatever is appended meanwhile.
	 * @param last sequence of the last record seen
	 * @return a query
	 */
	public AuditQuery after(long last) {
		return new AuditQuery(this.requestId, this.phase, this.actor, this.subject, this.conversation, this.fromMillis,
				this.toMillis, this.facts, last, this.limit);
	}

	/** Without names and facts: it may stand in a log. */
	@Override
	public String toString() {
		return "AuditQuery[" + this.phase + ", " + this.facts.size() + " facts, before " + this.before + ", limit "
				+ this.limit + "]";
	}

	/** Values of the query that may be personal; they are recorded as content. */
	Map<String, Object> described() {
		Map<String, Object> described = new LinkedHashMap<>();
		put(described, "requestId", this.requestId);
		put(described, "phase", (this.phase != null) ? this.phase.name() : null);
		put(described, "actor", this.actor);
		put(described, "subject", this.subject);
		put(described, "conversation", this.conversation);
		put(described, "from", this.fromMillis);
		put(described, "to", this.toMillis);
		described.put("facts", this.facts);
		return described;
	}

	private static void put(Map<String, Object> map, String name, @Nullable Object value) {
		if (value != null) {
			map.put(name, value);
		}
	}

	/** Condition on columns that need no reference, with its arguments. */
	Condition condition() {
		// One request has few records: its own index and a small sort beat the chain's
		// order, which H2 would prefer.
		Condition condition = new Condition(new StringBuilder(), new ArrayList<>(),
				(this.requestId != null) ? "ORDER BY r.seq DESC" : RecordTable.NEWEST_FIRST);
		condition.and("r.seq < ?", (this.before < Long.MAX_VALUE) ? this.before : null);
		condition.and("r.request_id = ?", this.requestId);
		condition.and("r.phase = ?", (this.phase != null) ? this.phase.name() : null);
		condition.and("r.time_ms >= ?", this.fromMillis);
		condition.and("r.time_ms < ?", this.toMillis);
		this.facts.forEach((name, value) -> {
			String member = Json.write(name) + ":" + Json.write(value);
			condition.and("r.facts LIKE ? ESCAPE '!'",
					"%" + member.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%");
		});
		return condition;
	}

	/**
	 * A condition that grows; values only ever travel as arguments.
	 *
	 * @param sql comparisons, each after an AND
	 * @param arguments their values
	 * @param order newest first, by the index that fits
	 */
	record Condition(StringBuilder sql, List<Object> arguments, String order) {

		void and(String comparison, @Nullable Object argument) {
			if (argument != null) {
				this.sql.append(" AND ").append(comparison);
				this.arguments.add(argument);
			}
		}

		@Override
		public String toString() {
			return "Condition[" + this.sql + "]";
		}

	}

}
