/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import org.jspecify.annotations.Nullable;

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

	private static final System.Logger logger = System.getLogger(NativeRuntime.class.getName());

	private static final ReentrantLock starting = new ReentrantLock();

	/** Written under the lock, once. */
	private static volatile @Nullable OrtEnvironment started;

	private NativeRuntime() {
	}

	/**
	 * The runtime's environment, of which there is one in a process. Its telemetry is
	 * off.
	 * @return the environment
	 * @throws NativeLibraryException if the native library cannot be loaded
	 * @throws CompileException if the runtime cannot be started
	 */
	public static OrtEnvironment environment() {
		OrtEnvironment known = started;
		if (known != null) {
			return known;
		}
		starting.lock();
		try {
			known = (started != null) ? started : start();
			started = known;
			return known;
		}
		finally {
			starting.unlock();
		}
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

	/**
	 * The thread that does it never asks for this environment, so it cannot wait for the
	 * lock that its caller holds.
	 */
	private static OrtEnvironment start() {
		try {
			return onLargeStack(() -> {
				RuntimeTelemetry.forbid();
				OrtEnvironment environment = OrtEnvironment.getEnvironment();
				environment.setTelemetry(false);
				keepUntilTheEnd();
				return environment;
			});
		}
		catch (OrtException ex) {
			throw new CompileException("ONNX Runtime could not be started on this machine", ex);
		}
		catch (CompileException ex) {
			throw (ex.getCause() instanceof LinkageError missing) ? new NativeLibraryException(missing) : ex;
		}
	}

	/**
	 * Takes a second reference to the environment. The binding closes its own in a
	 * shutdown hook, and hooks run side by side: without this, the runtime would be taken
	 * down under an engine that still writes while an application drains. Nothing public
	 * takes a reference, hence the reflection; the library is loaded by then.
	 */
	private static void keepUntilTheEnd() {
		try {
			Field api = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
			api.setAccessible(true);
			Method create = OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
			create.setAccessible(true);
			create.invoke(null, api.getLong(null), OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING.getValue(), "tacit");
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			logger.log(System.Logger.Level.WARNING,
					"This version of ONNX Runtime's binding could not be kept open until the end: "
							+ "stop the engine before the JVM exits");
		}
	}

}
