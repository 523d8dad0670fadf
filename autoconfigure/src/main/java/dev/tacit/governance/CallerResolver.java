/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

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

	/**
	 * The caller of a stream, where Reactor's context says who that is and no thread
	 * does.
	 * @param context of the subscriber
	 * @return the caller; empty to ask the current thread
	 */
	default Mono<Caller> subscriber(ContextView context) {
		return Mono.empty();
	}

}
