/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

/**
 * What happens to a value, with its parameter.
 *
 * @param action what happens
 * @param keepLast how many letters and digits {@link Action#MASK} leaves at the end
 */
public record Treatment(Action action, int keepLast) {

	/** As many characters as a mask leaves unless the policy says otherwise. */
	public static final int KEEP_LAST = 4;

	/** A treatment without a parameter, or with the usual one. */
	public Treatment(Action action) {
		this(action, KEEP_LAST);
	}

	public Treatment {
		if (keepLast < 0 || keepLast > 16) {
			throw new PrivacyPolicyException("A mask keeps 0 to 16 characters");
		}
	}

	/** The stricter of two treatments. */
	Treatment stricter(Treatment other) {
		int order = this.action.compareTo(other.action);
		if (order == 0) {
			return (this.keepLast <= other.keepLast) ? this : other;
		}
		return (order < 0) ? this : other;
	}

	@Override
	public String toString() {
		String name = this.action.name().toLowerCase(java.util.Locale.ROOT);
		return (this.action == Action.MASK) ? name + "(" + this.keepLast + ")" : name;
	}

}
