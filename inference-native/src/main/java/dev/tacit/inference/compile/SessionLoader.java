/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

/**
 * Opens sessions of ONNX Runtime on a thread with a stack of its own. The runtime's
 * optimisers descend into the graph by recursion, a few frames a node: on a caller's
 * stack of one megabyte that is already deep in use, a graph of a few hundred nodes
 * overflows it, and native code that overflows a stack takes the whole JVM down without a
 * trace.
 */
public final class SessionLoader {

	/** Reserved, not committed: only pages that are touched take memory. */
	private static final long STACK_BYTES = 256L << 20;

	private SessionLoader() {
	}

	/**
	 * Opens a session and waits for it. An interrupt is kept until the session is open.
	 * @param environment the runtime
	 * @param graph the graph
	 * @param options how to run it
	 * @return the session
	 * @throws OrtException if the runtime refuses the graph
	 */
	public static OrtSession load(OrtEnvironment environment, Path graph, OrtSession.SessionOptions options)
			throws OrtException {
		FutureTask<OrtSession> loading = new FutureTask<>(() -> environment.createSession(graph.toString(), options));
		Thread thread = new Thread(null, loading, "tacit-load", STACK_BYTES);
		thread.setDaemon(true);
		thread.start();
		boolean interrupted = false;
		try {
			while (true) {
				try {
					return loading.get();
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof OrtException refused) {
				throw refused;
			}
			throw new CompileException(
					"ONNX Runtime failed to load a graph with "
							+ ((ex.getCause() != null) ? ex.getCause().getClass().getName() : "no reason given"),
					ex.getCause());
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
