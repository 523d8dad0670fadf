/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.List;

/**
 * A filtered text. {@link #toString()} shows sizes, never text.
 *
 * @param text the text that may go on
 * @param findings what was found, in order
 * @param replacements where in {@code text} stands what became of each finding, in order
 */
public record FilterResult(String text, List<Finding> findings, List<Replacement> replacements) {

	public FilterResult {
		findings = List.copyOf(findings);
		replacements = List.copyOf(replacements);
	}

	@Override
	public String toString() {
		return "FilterResult[" + this.text.length() + " characters, " + this.findings.size() + " findings]";
	}

}
