/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;

/** What the machine can do, as far as decoding depends on it. */
final class Machine {

	private static final int LONGS = 4 << 20;

	private static final int ROUNDS = 5;

	private Machine() {
	}

	/**
	 * How fast memory is read by some threads together.
	 * @param threads number of threads
	 * @return the best of five rounds, in GB (10^9 bytes) per second
	 */
	static double readBandwidth(int threads) {
		List<long[]> parts = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			long[] part = new long[LONGS];
			Arrays.fill(part, i);
			parts.add(part);
		}
		ForkJoinPool pool = new ForkJoinPool(threads);
		try {
			double best = 0;
			long guard = 0;
			for (int round = 0; round < ROUNDS; round++) {
				long start = System.nanoTime();
				List<CompletableFuture<Long>> sums = parts.stream()
					.map((part) -> CompletableFuture.supplyAsync(() -> sum(part), pool))
					.toList();
				for (CompletableFuture<Long> sum : sums) {
					guard += sum.join();
				}
				double seconds = (System.nanoTime() - start) / 1e9;
				best = Math.max(best, (double) threads * LONGS * Long.BYTES / seconds / 1e9);
			}
			return (guard == Long.MIN_VALUE) ? 0 : best;
		}
		finally {
			pool.shutdown();
		}
	}

	private static long sum(long[] part) {
		long a = 0;
		for (long value : part) {
			a += value;
		}
		return a;
	}

	/**
	 * The most memory that this process had resident.
	 * @return megabytes (10^6 bytes), or -1 where the system does not tell
	 */
	static long peakResidentMegabytes() {
		try {
			for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
				if (line.startsWith("VmHWM:")) {
					return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024 / 1_000_000;
				}
			}
		}
		catch (IOException ex) {
			return -1;
		}
		return -1;
	}

	/**
	 * The processor's name.
	 * @return the name, or what the JVM calls the architecture
	 */
	static String processor() {
		try {
			for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
				if (line.startsWith("model name")) {
					return line.substring(line.indexOf(':') + 1).strip();
				}
			}
		}
		catch (IOException ex) {
			return System.getProperty("os.arch");
		}
		return System.getProperty("os.arch");
	}

}
