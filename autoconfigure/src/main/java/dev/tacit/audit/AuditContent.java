/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.audit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a record holds encrypted: texts, lists and maps. {@link #toString()} shows sizes.
 *
 * @param values content by name
 */
public record AuditContent(Map<String, Object> values) {

	public AuditContent {
		values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
	}

	@Override
	public String toString() {
		return "AuditContent[" + this.values.size() + " values]";
	}

}
