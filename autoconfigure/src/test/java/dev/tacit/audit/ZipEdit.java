/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Changes one byte of one entry of an archive, and of manifests one in each. */
final class ZipEdit {

	private ZipEdit() {
	}

	static Path change(Path archive, String name, Path target) throws IOException {
		try (ZipFile zip = new ZipFile(archive.toFile());
				OutputStream file = Files.newOutputStream(target);
				ZipOutputStream out = new ZipOutputStream(file)) {
			for (ZipEntry entry : zip.stream().toList()) {
				byte[] bytes = zip.getInputStream(entry).readAllBytes();
				if (entry.getName().equals(name)) {
					bytes = changed(name, new String(bytes, StandardCharsets.UTF_8));
				}
				out.putNextEntry(new ZipEntry(entry.getName()));
				out.write(bytes);
				out.closeEntry();
			}
		}
		return target;
	}

	private static byte[] changed(String name, String text) {
		if (name.equals(EvidenceExport.MANIFESTS)) {
			return text.replace("retention medical", "retention nedical").getBytes(StandardCharsets.UTF_8);
		}
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		int place = name.equals(EvidenceExport.RECORDS) ? text.indexOf("canonical\":\"") + 60
				: text.indexOf("number ") + 7;
		bytes[place] = (byte) ((bytes[place] == 'A') ? 'B' : 'A');
		return bytes;
	}

}
