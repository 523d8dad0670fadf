/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

import dev.tacit.inference.model.Architecture;
import dev.tacit.inference.model.Checkpoint;
import dev.tacit.inference.model.ModelFolder;
import dev.tacit.inference.model.ProgressListener;
import dev.tacit.inference.model.Sha256;
import dev.tacit.inference.model.WeightTensor;
import org.jspecify.annotations.Nullable;

/**
 * Compiles model folders and keeps the results. An entry of the cache is named by what it
 * was made from; it is complete and verified or not there. Safe for use by several
 * threads and processes on one directory: one compiles, the others wait and share the
 * result.
 */
public final class ModelCompiler {

	static final String GRAPH = "model.onnx";

	static final String WEIGHTS = "model.onnx.data";

	/** Raised whenever the same input gives another graph. */
	private static final String VERSION = "tacit-compiler-2";

	/** Each holds a piece of a few megabytes; the disk is the limit before more help. */
	private static final int THREADS = 8;

	private final CacheDirectory cache;

	/**
	 * Creates a compiler.
	 * @param cacheDirectory where compiled models are kept; created when first needed. An
	 * entry that is already there is found in a read-only directory too
	 */
	public ModelCompiler(Path cacheDirectory) {
		this.cache = new CacheDirectory(cacheDirectory);
	}

	/**
	 * Returns the compiled form of a model, from the cache if a valid one is there.
	 * @param folder the checkpoint
	 * @param options what to make
	 * @param progress hears the phases {@code "digest"}, {@code "cache"} and
	 * {@code "weights"} in bytes, and {@code "verify"}
	 * @return the compiled model
	 * @throws CompileException if the model cannot be compiled here
	 * @throws dev.tacit.inference.model.ModelFolderException if the weights turn out to
	 * be damaged
	 */
	public CompiledModel compile(ModelFolder folder, CompileOptions options, ProgressListener progress) {
		Checkpoint checkpoint = folder.checkpoint();
		List<String> sources = Stream
			.concat(Stream.of("config.json"), checkpoint.files().stream().map((file) -> file.getFileName().toString()))
			.toList();
		String source = folder.digest(this.cache.path(), progress).over(sources);
		String key = VERSION + " source=" + source + " " + options.key();
		String name = Sha256.of(key).substring(0, 32);
		Job job = new Job(folder, options, progress, source, key, name);
		CompiledModel ready = find(job);
		if (ready != null) {
			return ready;
		}
		try {
			return this.cache.locked(() -> {
				// Another process may have finished while this one waited for the lock.
				CompiledModel other = find(job);
				return (other != null) ? other : make(job);
			});
		}
		catch (IOException ex) {
			throw new CompileException("The model cannot be compiled into " + this.cache.path()
					+ "; check the permissions and the free space there", ex);
		}
	}

	private @Nullable CompiledModel find(Job job) {
		Path entry = this.cache.entry(job.name);
		long total = Math.max(1, sizeOr0(entry.resolve(GRAPH)) + sizeOr0(entry.resolve(WEIGHTS)));
		Manifest manifest = Manifest.readValid(entry, job.key, counting(job.progress, "cache", total));
		return (manifest != null) ? result(job, entry, manifest, true) : null;
	}

	private CompiledModel make(Job job) throws IOException {
		Architecture architecture = job.folder.architecture();
		int positions = Math.min(architecture.maxPositions(), job.options.maxContext());
		requireSpace(job, positions);
		Path work = this.cache.begin(job.name);
		try {
			Map<Integer, Integer> blockSizes = write(job, work, positions);
			job.progress.progress("verify", 0, 1);
			GraphVerifier.verify(work.resolve(GRAPH), architecture, job.options.keyValues());
			Manifest manifest = Manifest.describe(work, job.key, positions, blockSizes);
			manifest.write(work.resolve(Manifest.NAME));
			this.cache.commit(work, job.name);
			job.progress.progress("verify", 1, 1);
			return result(job, this.cache.entry(job.name), manifest, false);
		}
		finally {
			CacheDirectory.delete(work);
		}
	}

	private static Map<Integer, Integer> write(Job job, Path work, int positions) throws IOException {
		Checkpoint checkpoint = job.folder.checkpoint();
		OnnxGraph graph = new OnnxGraph("lfm2");
		LongConsumer progress = counting(job.progress, "weights", sourceBytes(checkpoint));
		int threads = Math.min(THREADS, Runtime.getRuntime().availableProcessors());
		try (WeightFile file = new WeightFile(work.resolve(WEIGHTS)); OrderedWork pieces = new OrderedWork(threads)) {
			WeightStore store = new WeightStore(graph, file);
			Architecture architecture = job.folder.architecture();
			MatrixEncoding matrices = (job.options.weights() == WeightFormat.FP32)
					? new FloatEncoding(store, pieces, progress)
					: new BlockEncoding(store, pieces, progress, job.options, architecture.tiedEmbedding());
			new Lfm2Graph(architecture, checkpoint, store, matrices, positions, job.options.keyValues()).build();
			matrices.requireComplete();
			file.force();
			Files.write(work.resolve(GRAPH), graph.toByteArray());
			return new TreeMap<>(matrices.blockSizes());
		}
	}

	private void requireSpace(Job job, int positions) throws IOException {
		Checkpoint checkpoint = job.folder.checkpoint();
		long weights = checkpoint.names().stream().mapToLong((name) -> checkpoint.tensor(name).elements()).sum();
		// A block has a 32-bit scale and a zero point of a byte at most.
		double overhead = 5.0 / job.options.blockSize();
		double bytes = switch (job.options.weights()) {
			case FP32 -> 4;
			case INT8 -> 1 + overhead;
			case INT4 -> (job.options.eightBit().isEmpty() ? 0.5 : 1) + overhead;
		};
		long needed = (long) (weights * bytes) + 4L * positions * job.folder.architecture().headSize();
		long free = Files.getFileStore(this.cache.path()).getUsableSpace();
		if (free < needed) {
			throw new CompileException("The compiled model needs about " + (needed >> 20) + " MiB and "
					+ this.cache.path() + " has " + (free >> 20) + " MiB free; choose another cache directory");
		}
	}

	private static CompiledModel result(Job job, Path entry, Manifest manifest, boolean fromCache) {
		return new CompiledModel(entry.resolve(GRAPH), manifest.digest(), job.source, job.folder.architecture(),
				job.options, manifest.contextLength(), manifest.blockSizes(), fromCache);
	}

	private static long sourceBytes(Checkpoint checkpoint) {
		return checkpoint.names().stream().map(checkpoint::tensor).mapToLong(ModelCompiler::bytes).sum();
	}

	private static long bytes(WeightTensor tensor) {
		return tensor.elements() * tensor.type().bytes();
	}

	private static long sizeOr0(Path file) {
		try {
			return Files.size(file);
		}
		catch (IOException ex) {
			return 0;
		}
	}

	private static LongConsumer counting(ProgressListener progress, String phase, long total) {
		long[] done = new long[1];
		return (bytes) -> {
			done[0] = Math.min(total, done[0] + bytes);
			progress.progress(phase, done[0], total);
		};
	}

	/** One call of {@code compile}. */
	private record Job(ModelFolder folder, CompileOptions options, ProgressListener progress, String source, String key,
			String name) {

	}

}
