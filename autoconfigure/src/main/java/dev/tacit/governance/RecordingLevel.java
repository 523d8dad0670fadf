/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.Map;

import dev.tacit.audit.AuditContent;
import dev.tacit.audit.Phase;
import org.jspecify.annotations.Nullable;

/**
 * How much of a governed request the ledger holds. Every request leaves its records;
 * there is no level that leaves none.
 */
public enum RecordingLevel {

	/** Who, when, which model and policy, how many tokens, how it ended. */
	METADATA,

	/** And what was asked. */
	REQUEST,

	/** And what was thought and answered, with what a replay needs. */
	FULL;

	/** Fact of a record that names its level. */
	static final String FACT = "recording";

	/** Content of a record, as far as the level in its facts keeps it. */
	static @Nullable AuditContent kept(Map<String, String> facts, Phase phase, AuditContent content) {
		RecordingLevel level = valueOf(facts.getOrDefault(FACT, FULL.name()));
		boolean keeps = level == FULL || level == REQUEST && phase == Phase.INTENT;
		return keeps ? content : null;
	}

}
