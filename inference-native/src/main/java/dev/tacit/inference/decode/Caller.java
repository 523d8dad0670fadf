/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.decode;

import java.util.Objects;

/**
 * On whose behalf a sequence is decoded.
 *
 * @param principal shares slots with others of the same name; principals get equal turns.
 * Never logged, never a metric tag
 * @param priority higher goes first; 0 by default
 * @param cacheScope prefixes are reused within one scope only, so that the time to the
 * first token tells nobody what somebody else asked
 */
public record Caller(String principal, int priority, String cacheScope) {

	/** Somebody unknown. */
	public static final Caller ANONYMOUS = new Caller("", 0, "");

	public Caller {
		Objects.requireNonNull(principal, "principal");
		Objects.requireNonNull(cacheScope, "cacheScope");
	}

	@Override
	public String toString() {
		return "Caller[priority=" + this.priority + "]";
	}

}
