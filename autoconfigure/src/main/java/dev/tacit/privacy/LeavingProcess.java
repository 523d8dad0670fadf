/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.privacy;

/**
 * Which prompts may leave this process, for a remote engine. A prompt that may is sent as
 * the policy made it, never as it was. Media never leave, because no policy reads them.
 */
public enum LeavingProcess {

	/** No prompt. */
	NEVER,

	/**
	 * Prompts in which the policy changed nothing: what it found, if anything, it allows.
	 */
	UNTOUCHED,

	/** Every prompt, after the policy was applied to it. */
	FILTERED;

	/**
	 * Whether a prompt may leave.
	 * @param changed whether the policy changed anything in it
	 * @return whether it may
	 */
	public boolean permits(boolean changed) {
		return switch (this) {
			case NEVER -> false;
			case UNTOUCHED -> !changed;
			case FILTERED -> true;
		};
	}

}
