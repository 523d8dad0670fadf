/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

/** When the model is loaded. */
public enum EngineLoading {

	/** While the application starts. It does not start without its model. */
	EAGER,

	/**
	 * Beside the start. Until it is loaded, the application is alive but not ready, and
	 * requests are refused with the time after which to try again.
	 */
	BACKGROUND

}
