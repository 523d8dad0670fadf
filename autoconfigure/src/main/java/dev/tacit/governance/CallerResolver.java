/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

/**
 * Says on whose behalf the current thread works. An application without Spring Security
 * may supply its own.
 */
@FunctionalInterface
public interface CallerResolver {

	/**
	 * The caller of the current thread.
	 * @return the caller, {@link Caller#ANONYMOUS} if there is none
	 */
	Caller current();

}
