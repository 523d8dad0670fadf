/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

import dev.tacit.inference.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The folder of an LFM2 model, recognised and checked: a Hugging Face checkpoint, or a
 * published ONNX package. Every size, offset, name and shape agrees before this object
 * exists. No weight has been read yet. Immutable and safe for use by several threads.
 */
public final class ModelFolder {

	private static final int MAX_CONFIG = 1 << 20;

	private static final long MAX_TOKENIZER = 256L << 20;

	private final Path path;

	private final Architecture architecture;

	private final ModelSource source;

	private final TextSettings text;

	private final List<ModelFile> files;

	private ModelFolder(Path path, Architecture architecture, ModelSource source, TextSettings text,
			List<ModelFile> files) {
		this.path = path;
		this.architecture = architecture;
		this.source = source;
		this.text = text;
		this.files = files;
	}

	/**
	 * Recognises and checks a folder. A checkpoint is preferred to graphs beside it.
	 * @param folder the folder with tokenizer.json, tokenizer_config.json, and either
	 * config.json and model.safetensors (or its index and shards), or graphs of the form
	 * model*.onnx in it or in its folder {@code onnx}, with config.json or
	 * genai_config.json
	 * @return the folder
	 * @throws ModelFolderException if it is no model this engine can run
	 */
	public static ModelFolder open(Path folder) {
		return open(folder, null);
	}

	/**
	 * Recognises and checks a folder.
	 * @param folder as above
	 * @param variant the graph to take, by what follows {@code model_} in its name, such
	 * as {@code q4}, or {@code fp32} for model.onnx; {@code null} for the best on CPUs
	 * @return the folder
	 * @throws ModelFolderException if it is no model this engine can run
	 */
	public static ModelFolder open(Path folder, @Nullable String variant) {
		FolderSurvey survey = FolderSurvey.of(folder);
		survey.requireWeights();
		return (variant == null && Checkpoint.existsIn(folder)) ? checkpoint(folder, survey)
				: onnxPackage(folder, survey, variant);
	}

	private static ModelFolder checkpoint(Path folder, FolderSurvey survey) {
		survey.require("config.json");
		requireTokenizer(folder, survey);
		Path configFile = folder.resolve("config.json");
		JsonObject config = FolderFile.json(configFile, MAX_CONFIG);
		Architecture architecture = ArchitectureReader.read(configFile, config);
		TextSettings text = TextSettings.read(folder, configFile, config, architecture);
		Checkpoint checkpoint = Checkpoint.open(folder);
		ExpectedTensors.require(folder, architecture, checkpoint);
		return new ModelFolder(folder, architecture, checkpoint, text, survey.files(checkpoint));
	}

	private static ModelFolder onnxPackage(Path folder, FolderSurvey survey, @Nullable String variant) {
		GenaiConfig genai = GenaiConfig.in(folder);
		if (genai == null) {
			survey.require("config.json");
		}
		requireTokenizer(folder, survey);
		OnnxPackage graph = OnnxPackage.open(OnnxVariants.choose(folder, variant, genai), genai);
		Path configFile = folder.resolve("config.json");
		boolean stated = survey.has("config.json");
		JsonObject config = (stated || genai == null) ? FolderFile.json(configFile, MAX_CONFIG) : genai.model();
		Architecture architecture = (stated || genai == null) ? ArchitectureReader.read(configFile, config)
				: graph.architecture(genai);
		graph.requireFit(architecture);
		Path stopsFile = (stated || genai == null) ? configFile : genai.file();
		TextSettings text = TextSettings.read(folder, stopsFile, config, architecture);
		return new ModelFolder(folder, architecture, graph, text, survey.files(graph));
	}

	private static void requireTokenizer(Path folder, FolderSurvey survey) {
		survey.require("tokenizer.json");
		Path tokenizer = folder.resolve("tokenizer.json");
		long size = FolderFile.size(tokenizer);
		if (size < 2 || size > MAX_TOKENIZER) {
			throw new ModelFolderException(tokenizer,
					"it has " + size + " bytes, which is no tokenizer; download it again");
		}
	}

	/**
	 * What was found, in one sentence.
	 * @return for example {@code lfm2: checkpoint with 1170.3 million BF16 weights in 1
	 * file, 10 convolution and 6 attention layers of width 2048, 65536 tokens}
	 */
	public String description() {
		String what = (this.source instanceof OnnxPackage graph)
				? String.format(Locale.ROOT, "ONNX package, variant %s, %d MB in %d file(s)", graph.variant(),
						this.files.stream().mapToLong(ModelFile::size).sum() / 1_000_000, graph.files().size())
				: checkpoint().description();
		return this.path.toAbsolutePath().normalize().getFileName() + ": " + what + ", " + this.architecture.summary();
	}

	public Path path() {
		return this.path;
	}

	public Architecture architecture() {
		return this.architecture;
	}

	/**
	 * The files this engine reads, with their sizes at opening.
	 * @return the files
	 */
	public List<ModelFile> files() {
		return this.files;
	}

	/**
	 * What holds the weights.
	 * @return a {@link Checkpoint}, which is compiled, or an {@link OnnxPackage}, which
	 * runs as it is
	 */
	public ModelSource source() {
		return this.source;
	}

	/**
	 * The checkpoint of a folder that holds one.
	 * @return the checkpoint
	 * @throws ModelFolderException if the folder holds an ONNX package
	 */
	public Checkpoint checkpoint() {
		if (this.source instanceof Checkpoint checkpoint) {
			return checkpoint;
		}
		throw new ModelFolderException(this.path, "this is an ONNX package, which runs as it is; to compile the model,"
				+ " give the folder of its checkpoint with model.safetensors");
	}

	/**
	 * The tokenizer's file; its size is checked, its content is not.
	 * @return the path of tokenizer.json
	 */
	public Path tokenizer() {
		return this.path.resolve("tokenizer.json");
	}

	/**
	 * The Jinja template of a conversation, from chat_template.jinja or else
	 * tokenizer_config.json.
	 * @return the template
	 */
	public String chatTemplate() {
		return this.text.chatTemplate();
	}

	public String bosToken() {
		return this.text.bosToken();
	}

	public String eosToken() {
		return this.text.eosToken();
	}

	/**
	 * The ids after which a generation ends: the eos ids of config.json and
	 * generation_config.json.
	 * @return a copy, ascending, never empty
	 */
	public int[] stopTokens() {
		return this.text.stopTokens().clone();
	}

	public GenerationDefaults generationDefaults() {
		return this.text.generationDefaults();
	}

	/**
	 * Reads every file and computes its digest.
	 * @param progress hears the phase {@code "digest"} in bytes
	 * @return the digests
	 * @throws ModelFolderException if a file cannot be read or has changed since opening
	 */
	public ModelDigest digest(ProgressListener progress) {
		return digest(progress, (file, size, read) -> Sha256.of(file, read));
	}

	/**
	 * As {@link #digest(ProgressListener)}, but a file whose real path, size and
	 * modification time are known from an earlier call is not read again.
	 * @param cacheDirectory where {@code digests.json} lies; created if need be. If it
	 * cannot be written the digests are right all the same, and computed again next time
	 * @param progress hears the phase {@code "digest"} in bytes
	 * @return the digests
	 * @throws ModelFolderException if a file cannot be read, or the cache directory not
	 * be written
	 */
	public ModelDigest digest(Path cacheDirectory, ProgressListener progress) {
		DigestCache cache = new DigestCache(cacheDirectory);
		ModelDigest digest = digest(progress, cache::digest);
		cache.save();
		return digest;
	}

	private ModelDigest digest(ProgressListener progress, FileDigest digests) {
		long total = this.files.stream().mapToLong(ModelFile::size).sum();
		long[] done = new long[1];
		LongConsumer read = (bytes) -> {
			done[0] = Math.min(total, done[0] + bytes);
			progress.progress("digest", done[0], total);
		};
		Map<String, String> byName = new TreeMap<>();
		for (ModelFile file : this.files) {
			Path path = this.path.resolve(file.name());
			if (FolderFile.size(path) != file.size()) {
				throw new ModelFolderException(path, "the file changed since the folder was opened; start again");
			}
			try {
				byName.put(file.name(), digests.digest(path, file.size(), read));
			}
			catch (IOException ex) {
				throw new ModelFolderException(path, "the file cannot be read; check its permissions", ex);
			}
		}
		return ModelDigest.of(byName);
	}

	@FunctionalInterface
	private interface FileDigest {

		String digest(Path file, long size, LongConsumer read) throws IOException;

	}

}
