/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

/**
 * ONNX Runtime, entered on a thread with a stack of its own wherever it recurses. When
 * its environment is created it matches the command line of the process with a regular
 * expression, a few frames a character: a class path of some ten thousand characters
 * overflows a stack of one megabyte. Its optimisers descend into the graph the same way.
 * Native code that overflows a stack takes the whole JVM down without a trace.
 */
public final class NativeRuntime {

	/** Reserved, not committed: only pages that are touched take memory. */
	private static final long STACK_BYTES = 256L << 20;

	private NativeRuntime() {
	}

	/**
	 * The runtime's environment, of which there is one in a process. Its telemetry is
	 * off.
	 * @return the environment
	 * @throws CompileException if the native library cannot be loaded
	 */
	public static OrtEnvironment environment() {
		return Holder.ENVIRONMENT;
	}

	/**
	 * Opens a session and waits for it. An interrupt is kept until the session is open.
	 * @param graph the graph
	 * @param options how to run it
	 * @return the session
	 * @throws OrtException if the runtime refuses the graph
	 */
	public static OrtSession open(Path graph, OrtSession.SessionOptions options) throws OrtException {
		return onLargeStack(() -> environment().createSession(graph.toString(), options));
	}

	private static <T> T onLargeStack(Callable<T> work) throws OrtException {
		FutureTask<T> task = new FutureTask<>(work);
		Thread thread = new Thread(null, task, "tacit-load", STACK_BYTES);
		thread.setDaemon(true);
		thread.start();
		boolean interrupted = false;
		try {
			while (true) {
				try {
					return task.get();
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
					"ONNX Runtime failed with "
							+ ((ex.getCause() != null) ? ex.getCause().getClass().getName() : "no reason given"),
					ex.getCause());
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private static OrtEnvironment start() {
		try {
			return onLargeStack(() -> {
				OrtEnvironment environment = OrtEnvironment.getEnvironment();
				environment.setTelemetry(false);
				return environment;
			});
		}
		catch (OrtException ex) {
			throw new CompileException("ONNX Runtime could not be started on this machine", ex);
		}
	}

	/**
	 * Starts the runtime on first use. The work stays outside of this class: the thread
	 * that does it must not wait for this class to be initialised.
	 */
	private static final class Holder {

		private static final OrtEnvironment ENVIRONMENT = start();

	}

}
