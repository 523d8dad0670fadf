/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.List;

import dev.tacit.privacy.Finding;

/** Hears what the policy found, to count it. Called on request threads; must be quick. */
@FunctionalInterface
public interface FindingsListener {

	/**
	 * Some text was filtered.
	 * @param findings what was found in it, perhaps nothing
	 */
	void found(List<Finding> findings);

}
