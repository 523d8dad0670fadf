/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The page of an export that people read. Everything that varies is escaped. */
final class EvidencePage {

	private EvidencePage() {
	}

	static String head(String chainId, String note) {
		return """
				<!doctype html>
				<html lang="en">
				<head>
				<meta charset="utf-8">
				<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
				<title>Evidence of chain %s</title>
				<style>
				body { font-family: sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
				th { text-align: left; padding-right: 1rem; vertical-align: top; white-space: nowrap; }
				td, pre { overflow-wrap: anywhere; white-space: pre-wrap; }
				section { border-top: 1px solid #888; }
				</style>
				</head>
				<body>
				<h1>Evidence of chain %s</h1>
				<p>Every record below is proven against this checkpoint. Check it with the verifier and a public key you
				got on another way than this file.</p>
				<pre>%s</pre>
				""".formatted(escape(chainId), escape(chainId), escape(note));
	}

	static String section(AuditRecord record, Optional<byte[]> content) {
		Map<String, String> rows = new LinkedHashMap<>();
		rows.put("Time", Instant.ofEpochMilli(record.timeMillis()).toString());
		rows.put("Request", record.requestId());
		rows.put("Actor", record.actorRef());
		rows.put("Subject", record.subjectRef());
		rows.put("Retention", record.retention());
		rows.put("Facts", record.facts());
		rows.put("Hash", record.hash());
		StringBuilder section = new StringBuilder("<section>\n<h2>").append(record.sequence())
			.append(' ')
			.append(escape(record.phase()))
			.append("</h2>\n<table>\n");
		rows.forEach((name, value) -> section.append("<tr><th>")
			.append(name)
			.append("</th><td>")
			.append(escape(value))
			.append("</td></tr>\n"));
		section.append("</table>\n<pre>");
		String json = EvidenceExport.json(content.orElse(null));
		section.append((json != null) ? escape(json) : "The content is sealed, erased or pruned.");
		return section.append("</pre>\n</section>\n").toString();
	}

	static String foot() {
		return "</body>\n</html>\n";
	}

	/**
	 * Escapes markup, and control characters that could fake a line or drive a terminal.
	 */
	private static String escape(String text) {
		StringBuilder escaped = new StringBuilder(text.length());
		text.codePoints().forEach((c) -> {
			switch (c) {
				case '<' -> escaped.append("&lt;");
				case '>' -> escaped.append("&gt;");
				case '&' -> escaped.append("&amp;");
				case '"' -> escaped.append("&quot;");
				case '\'' -> escaped.append("&#39;");
				case '\n' -> escaped.append('\n');
				default -> {
					if (Character.isISOControl(c)) {
						escaped.append('\uFFFD');
					}
					else {
						escaped.appendCodePoint(c);
					}
				}
			}
		});
		return escaped.toString();
	}

}
