/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

/**
 * Where a value may enter, and where it may surface. Positions 24 and 25, a problem
 * detail and an error among server-sent events, belong to the application that writes
 * them: {@code SideDoorApiTest} of the sample application holds them.
 */
enum Position {

	USER_TEXT(1, true), SYSTEM_TEXT(2, true), EARLIER_QUESTION(3, true), EARLIER_ANSWER(4, true),
	EARLIER_TRACE(5, true), TOOL_NAME(6, true), TOOL_ARGUMENT(7, true), TOOL_RESULT(8, true), TOOL_EXCEPTION(9, true),
	MEMORY(10, true), ADVISOR(11, true), MESSAGE_METADATA(12, true), WRITTEN_BY_THE_MODEL(13, true),

	MODEL_INPUT(14, false), REPLY(15, false), TRACE(16, false), RESPONSE_METADATA(17, false), LOG(18, false),
	MDC_AND_THREAD(19, false), SPAN(20, false), METRIC(21, false), EXCEPTION(22, false), TO_STRING(23, false),
	TEMPORARY_FILE(26, false), DATABASE_FILE(27, false);

	private final int number;

	private final boolean entrance;

	Position(int number, boolean entrance) {
		this.number = number;
		this.entrance = entrance;
	}

	int number() {
		return this.number;
	}

	boolean isEntrance() {
		return this.entrance;
	}

	@Override
	public String toString() {
		return this.number + " " + name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
	}

}
