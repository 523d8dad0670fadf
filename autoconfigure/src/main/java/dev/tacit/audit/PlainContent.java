/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.tacit.inference.json.Json;

/**
 * Content before it is sealed. Made by whoever hands an entry in, so that the one thread
 * that writes has less to do, and content that has no form fails its own request only.
 *
 * @param salted a random salt, then the content as JSON
 * @param commitment what the header holds of it
 */
record PlainContent(byte[] salted, String commitment) {

	static PlainContent of(AuditEntry entry) {
		byte[] salt = DataKey.salt();
		byte[] json = Json.write(content(entry)).getBytes(StandardCharsets.UTF_8);
		byte[] salted = new byte[Math.addExact(salt.length, json.length)];
		System.arraycopy(salt, 0, salted, 0, salt.length);
		System.arraycopy(json, 0, salted, salt.length, json.length);
		return new PlainContent(salted, DataKey.commitment(salted));
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

	@Override
	public String toString() {
		return "PlainContent[" + this.salted.length + " bytes]";
	}

}
