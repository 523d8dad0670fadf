/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A record as an OCSF event (API Activity, class 6003). Headers only, so it holds no
 * personal text; JSON escapes whatever could break a line.
 */
final class OcsfEvent {

	private OcsfEvent() {
	}

	static Map<String, Object> of(AuditRecord record) {
		Map<String, Object> event = new LinkedHashMap<>();
		event.put("category_uid", 6);
		event.put("class_uid", 6003);
		event.put("activity_id", 99);
		event.put("activity_name", record.phase());
		event.put("type_uid", 600399);
		event.put("severity_id", severity(record.phase()));
		event.put("status_id", failed(record.phase()) ? 2 : 1);
		event.put("time", record.timeMillis());
		Map<String, Object> metadata = new LinkedHashMap<>();
		metadata.put("version", "1.9.0");
		metadata.put("uid", record.recordId());
		metadata.put("sequence", record.sequence());
		metadata.put("product", Map.of("name", "Tacit", "vendor_name", "Tacit"));
		metadata.put("profiles", List.of("ai_operation"));
		event.put("metadata", metadata);
		event.put("actor", Map.of("user", Map.of("uid", record.actorRef())));
		event.put("api", Map.of("operation", record.phase(), "request", Map.of("uid", record.requestId())));
		Map<String, Object> unmapped = new LinkedHashMap<>();
		unmapped.put("chain", record.chainId());
		unmapped.put("hash", record.hash());
		unmapped.put("previousHash", record.previousHash());
		unmapped.put("facts", record.factsByName());
		event.put("unmapped", unmapped);
		return event;
	}

	private static boolean failed(String phase) {
		return phase.equals(Phase.FAILED.name()) || phase.equals(Phase.DENIED.name())
				|| phase.equals(Phase.ABANDONED.name());
	}

	private static int severity(String phase) {
		if (phase.equals(Phase.GAP.name()) || phase.equals(Phase.EPOCH.name())) {
			return 4;
		}
		return failed(phase) || phase.equals(Phase.CLOCK_ANOMALY.name()) ? 3 : 1;
	}

}
