/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import dev.tacit.privacy.KnownValues;
import org.jspecify.annotations.Nullable;

/**
 * What an application says of a request's text.
 *
 * @param known values it knows to be personal
 * @param purpose what the text is for, {@code null} if it does not say
 */
record StatedScope(KnownValues known, @Nullable String purpose) {

	static final StatedScope NOTHING = new StatedScope(KnownValues.NONE, null);

	/** This, and what it leaves open as it was said before. */
	StatedScope after(StatedScope before) {
		return new StatedScope((this.known != KnownValues.NONE) ? this.known : before.known,
				(this.purpose != null) ? this.purpose : before.purpose);
	}

	@Override
	public String toString() {
		return "StatedScope";
	}

}
