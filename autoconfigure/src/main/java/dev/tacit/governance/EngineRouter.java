/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

/** Chooses what answers a request. Called on request threads; must be quick. */
@FunctionalInterface
public interface EngineRouter {

	/**
	 * Chooses, before the intent is recorded, so that the record names the engine.
	 * @param caller on whose behalf
	 * @param departure whether the policy lets this prompt leave the process
	 * @return what answers
	 * @throws dev.tacit.privacy.LeavingProcessException if it would have to leave, and
	 * may not
	 */
	Route choose(Caller caller, Departure departure);

}
