/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.ByteArrayOutputStream;
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
			PreparedRecord record = build(entry.getValue(), pending.recordId(), pending.timeMillis(), head, references);
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

	private PreparedRecord build(AuditEntry entry, String recordId, long timeMillis, RecordTable.Head previous,
			Map<Identity, DataKey> references) {
		long sequence = previous.sequence() + 1;
		DataKey subject = Objects.requireNonNull(references.get(Identity.subject(entry.effectiveSubject())));
		DataKey actor = Objects.requireNonNull(references.get(Identity.actor(entry.actor().id())));
		Identity conversation = conversation(entry);
		byte[] salted = salted(entry);
		SealedContent content = subject.seal(salted, AuditRecord.associatedData(this.chainId, sequence, recordId));
		AuditRecord record = new AuditRecord(AuditRecord.FORMAT, this.chainId, sequence, recordId, entry.phase().name(),
				entry.requestId(), entry.parentId(), timeMillis, this.bootId, actor.alias(), subject.alias(),
				(conversation != null) ? Objects.requireNonNull(references.get(conversation)).alias() : null,
				entry.retention(), encodable(Json.write(entry.facts())), DataKey.commitment(salted), content.hash(),
				previous.hash());
		String hash = record.hash();
		return new PreparedRecord(record, hash, this.keys.seal(hash), content);
	}

	private static byte[] salted(AuditEntry entry) {
		ByteArrayOutputStream salted = new ByteArrayOutputStream();
		salted.writeBytes(DataKey.salt());
		salted.writeBytes(Json.write(content(entry)).getBytes(StandardCharsets.UTF_8));
		return salted.toByteArray();
	}

	/** Half a surrogate pair has no UTF-8 form, and no database gives it back. */
	private static String encodable(String text) {
		return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
	}

	private static Map<String, Object> content(AuditEntry entry) {
		Map<String, Object> actor = new LinkedHashMap<>();
		actor.put("id", entry.actor().id());
		actor.put("authenticationType", entry.actor().authenticationType());
		actor.put("roles", new ArrayList<Object>(entry.actor().roles().stream().sorted().toList()));
		Map<String, Object> content = new LinkedHashMap<>();
		content.put("actor", actor);
		if (entry.subject() != null) {
			content.put("subject", entry.subject());
		}
		if (entry.conversationId() != null) {
			content.put("conversationId", entry.conversationId());
		}
		if (entry.content() != null) {
			content.putAll(entry.content().values());
		}
		return content;
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
