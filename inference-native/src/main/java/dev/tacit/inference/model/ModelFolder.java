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
import java.util.stream.Collectors;

import dev.tacit.inference.json.JsonObject;

/**
 * A Hugging Face checkpoint folder of an LFM2 model, recognised and checked: every size,
 * offset, name and shape agrees before this object exists. No weight has been read yet.
 * Immutable and safe for use by several threads.
 */
public final class ModelFolder {

	private static final int MAX_CONFIG = 1 << 20;

	private static final long MAX_TOKENIZER = 256L << 20;

	private final Path path;

	private final Architecture architecture;

	private final Checkpoint checkpoint;

	private final TextSettings text;

	private final List<ModelFile> files;

	private ModelFolder(Path path, Architecture architecture, Checkpoint checkpoint, TextSettings text,
			List<ModelFile> files) {
		this.path = path;
		this.architecture = architecture;
		this.checkpoint = checkpoint;
		this.text = text;
		this.files = files;
	}

	/**
	 * Recognises and checks a folder.
	 * @param folder the folder with config.json, tokenizer.json, tokenizer_config.json
	 * and model.safetensors (or its index and shards)
	 * @return the folder
	 * @throws ModelFolderException if it is no model this engine can run
	 */
	public static ModelFolder open(Path folder) {
		FolderSurvey survey = FolderSurvey.of(folder);
		survey.requireCheckpoint();
		Path configFile = folder.resolve("config.json");
		JsonObject config = FolderFile.json(configFile, MAX_CONFIG);
		Architecture architecture = ArchitectureReader.read(configFile, config);
		Path tokenizer = folder.resolve("tokenizer.json");
		long tokenizerSize = FolderFile.size(tokenizer);
		if (tokenizerSize < 2 || tokenizerSize > MAX_TOKENIZER) {
			throw new ModelFolderException(tokenizer,
					"it has " + tokenizerSize + " bytes, which is no tokenizer; download it again");
		}
		TextSettings text = TextSettings.read(folder, config, architecture);
		Checkpoint checkpoint = Checkpoint.open(folder);
		ExpectedTensors.require(folder, architecture, checkpoint);
		return new ModelFolder(folder, architecture, checkpoint, text, survey.files(checkpoint));
	}

	/**
	 * What was found, in one sentence.
	 * @return for example {@code LFM2 checkpoint, 1170 million weights in 1 file, ...}
	 */
	public String description() {
		long weights = this.checkpoint.names()
			.stream()
			.mapToLong((name) -> this.checkpoint.tensor(name).elements())
			.sum();
		String types = this.checkpoint.names()
			.stream()
			.map((name) -> this.checkpoint.tensor(name).type().name())
			.distinct()
			.sorted()
			.collect(Collectors.joining(" and "));
		return String.format(Locale.ROOT, "%s checkpoint with %.1f million %s weights in %d file%s: %s",
				this.path.getFileName(), weights / 1e6, types, this.checkpoint.files().size(),
				(this.checkpoint.files().size() == 1) ? "" : "s", this.architecture.summary());
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

	public Checkpoint checkpoint() {
		return this.checkpoint;
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
