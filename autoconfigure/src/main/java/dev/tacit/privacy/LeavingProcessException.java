/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

import java.util.Set;

/**
 * A prompt would have to leave this process to be answered, and the policy forbids it.
 */
public final class LeavingProcessException extends PolicyBlockedException {

	private final LeavingProcess rule;

	/**
	 * Refuses a prompt.
	 * @param rule the rule that forbids it
	 */
	public LeavingProcessException(LeavingProcess rule) {
		super("This prompt may not leave the process: " + switch (rule) {
			case NEVER -> "tacit.privacy.leaving-process lets none";
			case UNTOUCHED -> "it holds protected values, and tacit.privacy.leaving-process lets out only prompts "
					+ "that the policy did not have to change";
			case FILTERED -> "it holds media, which no policy reads";
		}, Set.of(), Direction.PROMPT);
		this.rule = rule;
	}

	/**
	 * The rule that forbids it.
	 * @return the rule
	 */
	public LeavingProcess rule() {
		return this.rule;
	}

}
