/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.sun.management.OperatingSystemMXBean;
import dev.tacit.inference.compile.KeyValueFormat;
import dev.tacit.inference.decode.SchedulerConfig;
import dev.tacit.inference.model.Architecture;
import dev.tacit.inference.model.LayerType;
import dev.tacit.inference.model.ModelFolderException;

/**
 * Memory that a model takes outside the heap, in bytes, at the bounds it is opened with.
 *
 * @param weights packed weights
 * @param states keys and values of all sequences
 * @param prefixes states of prefixes that are kept
 */
record MemoryNeed(long weights, long states, long prefixes) {

	private static final int MEGABYTE_BITS = 20;

	static MemoryNeed of(List<Path> files, Architecture architecture, SchedulerConfig bounds,
			KeyValueFormat keyValues) {
		long weights = 0;
		for (Path file : files) {
			try {
				weights += Files.size(file);
			}
			catch (IOException ex) {
				throw new ModelFolderException(file, "the file cannot be read; check its permissions", ex);
			}
		}
		long token = 2L * architecture.layersOf(LayerType.ATTENTION).size() * architecture.keyValueHeads()
				* architecture.headSize() * keyValues.bytes();
		return new MemoryNeed(weights, token * bounds.stateTokens(), bounds.prefixCacheBytes());
	}

	private long total() {
		return this.weights + this.states + this.prefixes;
	}

	/**
	 * Refuses what cannot fit even if nothing else ran. That it fits is no promise: heap
	 * and other processes want memory too.
	 * @param folder the model
	 * @throws InsufficientMemoryException if this machine or container has less in all
	 */
	void require(Path folder) {
		// In a container, the JDK answers with the container's bound.
		if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
				&& system.getTotalMemorySize() < total()) {
			long available = system.getTotalMemorySize();
			throw new InsufficientMemoryException("The model " + folder.getFileName() + " takes up to "
					+ megabytes(total()) + " outside the heap (weights " + megabytes(this.weights)
					+ ", states of sequences " + megabytes(this.states) + ", prefix cache " + megabytes(this.prefixes)
					+ "), and this machine or container has " + megabytes(available));
		}
	}

	private static String megabytes(long bytes) {
		return (bytes >> MEGABYTE_BITS) + " MiB";
	}

}
