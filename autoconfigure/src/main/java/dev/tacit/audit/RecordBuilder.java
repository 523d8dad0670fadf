/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.tacit.inference.json.Json;
import org.jspecify.annotations.Nullable;

/** Makes records of entries: encrypts, chains and seals them. */
final class RecordBuilder {

	private final String chainId;

	private final String bootId;

	private final LedgerKeys keys;

	RecordBuilder(String chainId, String bootId, LedgerKeys keys) {
		this.chainId = chainId;
		this.bootId = bootId;
		this.keys = keys;
	}

	/** Whom an entry refers to. */
	static List<Identity> identities(AuditEntry entry) {
		List<Identity> identities = new ArrayList<>();
		identities.add(Identity.actor(entry.actor().id()));
		identities.add(Identity.subject(entry.effectiveSubject()));
		Identity conversation = conversation(entry);
		if (conversation != null) {
			identities.add(conversation);
		}
		return identities;
	}

	private static @Nullable Identity conversation(AuditEntry entry) {
		return (entry.conversationId() != null)
				? new Identity(Identity.Kind.CONVERSATION, entry.conversationId(), entry.effectiveSubject()) : null;
	}

	/** Chains entries to a state, in their order. */
	Batch chain(ChainState from, Map<Pending, AuditEntry> entries, Map<Identity, DataKey> references) {
		Map<Pending, PreparedRecord> records = new LinkedHashMap<>();
		Map<NodeTable.Place, byte[]> nodes = new LinkedHashMap<>();
		MerkleFrontier frontier = from.frontier().copy();
		RecordTable.Head head = from.head();
		for (Map.Entry<Pending, AuditEntry> entry : entries.entrySet()) {
			Pending pending = entry.getKey();
			PreparedRecord record = build(entry.getValue(), pending, head, references);
			records.put(pending, record);
			head = new RecordTable.Head(record.record().sequence(), record.hash(), pending.timeMillis());
			frontier.append(Sha256.bytes(record.hash()), (level, index, hash) -> {
				if (NodeTable.kept(level)) {
					nodes.put(new NodeTable.Place(level, index), hash);
				}
			});
		}
		return new Batch(records, nodes, new ChainState(head, frontier));
	}

	private PreparedRecord build(AuditEntry entry, Pending pending, RecordTable.Head previous,
			Map<Identity, DataKey> references) {
		long sequence = previous.sequence() + 1;
		DataKey subject = Objects.requireNonNull(references.get(Identity.subject(entry.effectiveSubject())));
		DataKey actor = Objects.requireNonNull(references.get(Identity.actor(entry.actor().id())));
		Identity conversation = conversation(entry);
		String recordId = pending.recordId();
		SealedContent content = subject.seal(pending.content().salted(),
				AuditRecord.associatedData(this.chainId, sequence, recordId));
		AuditRecord record = new AuditRecord(AuditRecord.FORMAT, this.chainId, sequence, recordId, entry.phase().name(),
				entry.requestId(), entry.parentId(), pending.timeMillis(), this.bootId, actor.alias(), subject.alias(),
				(conversation != null) ? Objects.requireNonNull(references.get(conversation)).alias() : null,
				entry.retention(), encodable(Json.write(entry.facts())), pending.content().commitment(), content.hash(),
				previous.hash());
		String hash = record.hash();
		return new PreparedRecord(record, hash, this.keys.seal(hash), content);
	}

	/** Half a surrogate pair has no UTF-8 form, and no database gives it back. */
	private static String encodable(String text) {
		return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
	}

	/**
	 * Records to store together.
	 *
	 * @param records by the entry that asked for them
	 * @param nodes nodes of the tree they complete
	 * @param next where the chain stands with them
	 */
	record Batch(Map<Pending, PreparedRecord> records, Map<NodeTable.Place, byte[]> nodes, ChainState next) {
	}

}
