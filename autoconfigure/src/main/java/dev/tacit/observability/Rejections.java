/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.observability;

/**
 * The meter of refused requests: the engine and governance each count theirs under it, by
 * reason.
 */
final class Rejections {

	static final String NAME = "tacit.rejections";

	static final String DESCRIPTION = "Requests that were refused, by reason";

	static final String UNIT = "rejections";

	private Rejections() {
	}

}
