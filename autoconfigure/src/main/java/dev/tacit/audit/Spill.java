/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.tacit.inference.json.Json;
import dev.tacit.inference.json.JsonException;
import dev.tacit.inference.json.JsonLimits;
import org.jspecify.annotations.Nullable;

/**
 * A local file for records that the database does not take. One encrypted line a record,
 * each bound to the line before, synced before its caller goes on. Thread-safe.
 */
final class Spill {

	private final Path file;

	private final long maxBytes;

	private final byte[] key;

	private int count;

	private String lastLine = "";

	Spill(Path file, long maxBytes, byte[] key) {
		this.file = file;
		this.maxBytes = maxBytes;
		this.key = key;
		List<String> lines = lines();
		this.count = lines.size();
		this.lastLine = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
	}

	synchronized int count() {
		return this.count;
	}

	synchronized void write(Pending pending) throws IOException {
		String line = Base64.getEncoder()
			.encodeToString(AesGcm.seal(this.key, Json.write(toMap(pending)).getBytes(StandardCharsets.UTF_8),
					bound(this.lastLine)));
		ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII));
		try (FileChannel channel = FileChannel.open(this.file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
				StandardOpenOption.APPEND)) {
			long before = channel.size();
			if (before + bytes.remaining() > this.maxBytes) {
				throw new IOException("The spill file is full");
			}
			try {
				while (bytes.hasRemaining()) {
					channel.write(bytes);
				}
				channel.force(true);
			}
			catch (IOException ex) {
				// A half line would hide the ones that follow it.
				channel.truncate(before);
				throw ex;
			}
		}
		this.lastLine = line;
		this.count++;
	}

	/** Entries that wait, oldest first. */
	synchronized List<Pending> read() {
		List<Pending> entries = new ArrayList<>();
		String before = "";
		for (String line : (this.count > 0) ? lines() : List.<String>of()) {
			byte @Nullable [] plain = AesGcm.unseal(this.key, Base64.getDecoder().decode(line), bound(before));
			if (plain != null) {
				entries.add(fromJson(new String(plain, StandardCharsets.UTF_8)));
			}
			before = line;
		}
		return entries;
	}

	/** Complete lines; the last one is torn when the process died while writing it. */
	private List<String> lines() {
		try {
			if (!Files.exists(this.file)) {
				return List.of();
			}
			String text = Files.readString(this.file, StandardCharsets.ISO_8859_1);
			int end = text.lastIndexOf('\n');
			List<String> lines = (end < 0) ? List.of() : List.of(text.substring(0, end).split("\n"));
			if (end + 1 < text.length()) {
				replace(lines);
			}
			return lines;
		}
		catch (IOException ex) {
			throw new LedgerOpenException("The ledger's spill file " + this.file.getFileName() + " cannot be read",
					null);
		}
	}

	/** Drops the oldest entries: they are in the chain now. */
	synchronized void forget(int entries) {
		try {
			List<Pending> rest = read();
			rest = rest.subList(Math.min(entries, rest.size()), rest.size());
			this.count = 0;
			this.lastLine = "";
			Files.deleteIfExists(this.file);
			for (Pending pending : rest) {
				write(pending);
			}
		}
		catch (IOException ex) {
			// They are replayed again, and recognised by their ids.
			this.count = lines().size();
		}
	}

	private void replace(List<String> lines) throws IOException {
		Path fresh = this.file.resolveSibling(this.file.getFileName() + ".new");
		Files.writeString(fresh, lines.isEmpty() ? "" : String.join("\n", lines) + "\n", StandardCharsets.US_ASCII);
		Files.move(fresh, this.file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

	private static byte[] bound(String line) {
		return CanonicalForm.of("tacit-audit-spill").text(line).toBytes();
	}

	private static Map<String, Object> toMap(Pending pending) {
		AuditEntry entry = pending.entry();
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("recordId", pending.recordId());
		map.put("time", pending.timeMillis());
		map.put("phase", entry.phase().name());
		map.put("requestId", entry.requestId());
		putIfPresent(map, "parentId", entry.parentId());
		map.put("actor", entry.actor().id());
		map.put("authenticationType", entry.actor().authenticationType());
		map.put("roles", new ArrayList<Object>(entry.actor().roles()));
		putIfPresent(map, "subject", entry.subject());
		putIfPresent(map, "conversationId", entry.conversationId());
		map.put("retention", entry.retention());
		map.put("facts", entry.facts());
		putIfPresent(map, "content", (entry.content() != null) ? entry.content().values() : null);
		return map;
	}

	private static void putIfPresent(Map<String, Object> map, String name, @Nullable Object value) {
		if (value != null) {
			map.put(name, value);
		}
	}

	private static Pending fromJson(String json) {
		if (!(Json.parse(json, JsonLimits.LARGE) instanceof Map<?, ?> map)) {
			throw new JsonException("A spilled entry is an object");
		}
		Set<String> roles = new LinkedHashSet<>();
		((List<?>) required(map, "roles")).forEach((role) -> roles.add((String) role));
		Map<String, String> facts = new LinkedHashMap<>();
		((Map<?, ?>) required(map, "facts")).forEach((name, value) -> facts.put((String) name, (String) value));
		AuditContent content = null;
		if (map.get("content") instanceof Map<?, ?> values) {
			Map<String, Object> copy = new LinkedHashMap<>();
			values.forEach((name, value) -> copy.put((String) name, value));
			content = new AuditContent(copy);
		}
		Actor actor = new Actor((String) required(map, "actor"), (String) required(map, "authenticationType"), roles);
		AuditEntry entry = new AuditEntry(Phase.valueOf((String) required(map, "phase")),
				(String) required(map, "requestId"), (String) map.get("parentId"), actor, (String) map.get("subject"),
				(String) map.get("conversationId"), (String) required(map, "retention"), facts, content);
		return Pending.of(entry, (String) required(map, "recordId"), (Long) required(map, "time"), null);
	}

	private static Object required(Map<?, ?> map, String name) {
		return Objects.requireNonNull(map.get(name));
	}

}
