/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.governance;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * On whose behalf the current thread works where nobody is authenticated, as in a batch
 * job: said by the application's code, around the work. An authenticated user always goes
 * before it. Other threads do not inherit it; a stream belongs to whoever called
 * {@code stream}.
 */
public final class PrivacyContext {

	private static final ThreadLocal<@Nullable Caller> CALLER = new ThreadLocal<>();

	private PrivacyContext() {
	}

	/**
	 * Works on behalf of a caller, and then of whom it was before.
	 * @param caller its name and roles; the roles decide what it may see
	 * @param work what to do
	 * @param <T> type of what comes of it
	 * @return what came of it
	 */
	public static <T> T call(Caller caller, Supplier<T> work) {
		Caller before = CALLER.get();
		CALLER.set(caller);
		try {
			return work.get();
		}
		finally {
			if (before != null) {
				CALLER.set(before);
			}
			else {
				CALLER.remove();
			}
		}
	}

	/**
	 * The caller of the current thread, for a {@link CallerResolver} of one's own.
	 * @return the caller, {@link Caller#ANONYMOUS} if nothing was said
	 */
	public static Caller caller() {
		Caller caller = CALLER.get();
		return (caller != null) ? caller : Caller.ANONYMOUS;
	}

}
