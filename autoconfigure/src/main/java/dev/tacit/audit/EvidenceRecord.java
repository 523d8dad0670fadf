/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import dev.tacit.inference.json.Json;
import dev.tacit.inference.json.JsonException;
import dev.tacit.inference.json.JsonLimits;

/**
 * Records of an exported archive, with what was disclosed of them. Says nothing about
 * whether they stand: verify the archive first.
 *
 * @param record the record
 * @param content its content, empty if it was not disclosed
 */
public record EvidenceRecord(AuditRecord record, Optional<Map<?, ?>> content) {

	/**
	 * Reads the records of one request.
	 * @param archive the file
	 * @param requestId the request
	 * @return its records, in the order of the archive
	 * @throws IOException if the file cannot be read or is no archive
	 */
	public static List<EvidenceRecord> ofRequest(Path archive, String requestId) throws IOException {
		List<EvidenceRecord> found = new ArrayList<>();
		try (ZipFile zip = new ZipFile(archive.toFile(), StandardCharsets.UTF_8)) {
			ZipEntry entry = zip.getEntry(EvidenceExport.RECORDS);
			if (entry == null) {
				throw new IOException("The archive holds no records");
			}
			try (BufferedReader lines = new BufferedReader(
					new InputStreamReader(zip.getInputStream(entry), StandardCharsets.UTF_8))) {
				for (String line = lines.readLine(); line != null; line = lines.readLine()) {
					read(line).filter((item) -> item.record().requestId().equals(requestId)).ifPresent(found::add);
				}
			}
		}
		return found;
	}

	private static Optional<EvidenceRecord> read(String line) throws IOException {
		try {
			if (Json.parse(line, JsonLimits.LARGE) instanceof Map<?, ?> map
					&& map.get("canonical") instanceof String canonical) {
				Optional<Map<?, ?>> content = (map.get("content") instanceof String salted)
						? AuditReader.parse(Base64.getDecoder().decode(salted)) : Optional.empty();
				return CanonicalReader.record(Base64.getDecoder().decode(canonical))
					.map((record) -> new EvidenceRecord(record, content));
			}
			return Optional.empty();
		}
		catch (JsonException | IllegalArgumentException ex) {
			throw new IOException("A record of the archive is malformed", null);
		}
	}

	@Override
	public String toString() {
		return "EvidenceRecord[" + this.record.recordId() + "]";
	}

}
