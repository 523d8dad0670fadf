/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * Computes pieces on a few threads and hands them over in order. At most one piece a
 * thread and one more exist at a time, which bounds the memory.
 */
final class OrderedWork implements Closeable {

	private final int threads;

	private final ExecutorService executor;

	OrderedWork(int threads) {
		this.threads = threads;
		this.executor = Executors.newFixedThreadPool(threads, (task) -> {
			Thread thread = new Thread(task, "tacit-compile");
			thread.setDaemon(true);
			return thread;
		});
	}

	<T> void run(int pieces, IntFunction<Callable<T>> work, Sink<T> sink) throws IOException {
		ArrayDeque<Future<T>> running = new ArrayDeque<>();
		try {
			for (int piece = 0; piece < pieces; piece++) {
				if (running.size() > this.threads) {
					sink.accept(result(running.remove()));
				}
				running.add(this.executor.submit(work.apply(piece)));
			}
			while (!running.isEmpty()) {
				sink.accept(result(running.remove()));
			}
		}
		finally {
			running.forEach((future) -> future.cancel(true));
		}
	}

	private static <T> T result(Future<T> future) throws IOException {
		try {
			return future.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CompileException("The compilation was interrupted; start it again", ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof IOException cause) {
				throw cause;
			}
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw new CompileException("The compilation failed; see the cause", ex);
		}
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

	/** Takes the pieces in order. */
	@FunctionalInterface
	interface Sink<T> {

		void accept(T piece) throws IOException;

	}

}
