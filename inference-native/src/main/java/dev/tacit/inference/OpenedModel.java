/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference;

import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;

import dev.tacit.inference.compile.CompileOptions;
import dev.tacit.inference.compile.CompiledModel;
import dev.tacit.inference.compile.KeyValueFormat;
import dev.tacit.inference.compile.ModelCompiler;
import dev.tacit.inference.compile.NativeRuntime;
import dev.tacit.inference.decode.Scheduler;
import dev.tacit.inference.decode.SchedulerConfig;
import dev.tacit.inference.model.GenerationDefaults;
import dev.tacit.inference.model.ModelDigest;
import dev.tacit.inference.model.ModelFolder;
import dev.tacit.inference.model.ModelFolderException;
import dev.tacit.inference.model.OnnxPackage;
import dev.tacit.inference.model.ProgressListener;
import dev.tacit.inference.sample.SamplingOptions;
import dev.tacit.inference.text.ChatTemplate;
import dev.tacit.inference.text.ChatTemplateException;
import dev.tacit.inference.text.PromptEncoder;
import dev.tacit.inference.text.Tokenizer;
import dev.tacit.inference.text.TokenizerException;

/**
 * A model that was read, compiled and started: what an engine is made of.
 *
 * @param info what it is
 * @param tokenizer its vocabulary
 * @param promptEncoder its template
 * @param stopTokens ids that end a turn
 * @param scheduler decodes
 */
record OpenedModel(EngineInfo info, Tokenizer tokenizer, PromptEncoder promptEncoder, int[] stopTokens,
		Scheduler scheduler) {

	/**
	 * Reads the folder, compiles what must be compiled and starts the scheduler.
	 * @param folder the folder
	 * @param config how to run
	 * @param progress hears how far digests and compilation are
	 * @return a model that runs
	 */
	static OpenedModel open(Path folder, EngineConfig config, ProgressListener progress) {
		ModelFolder model = ModelFolder.open(folder, config.packageVariant());
		int context = Math.min(config.contextLength(), model.architecture().maxPositions());
		Tokenizer tokenizer = read(folder, () -> Tokenizer.load(model.tokenizer()));
		PromptEncoder encoder = read(folder, () -> new PromptEncoder(ChatTemplate.parse(model.chatTemplate()),
				tokenizer, model.bosToken(), model.eosToken()));
		ModelDigest digest = model.digest(config.cacheDirectory(), progress);
		String sha256 = digest.sha256();
		if (config.sha256() != null && !config.sha256().equalsIgnoreCase(sha256)) {
			throw new ModelFolderException(folder, "The model folder " + folder.getFileName() + " has the digest "
					+ sha256 + " and not the configured one; restore the folder or change tacit.model.sha256");
		}
		long stateTokens = (config.stateTokens() != null) ? config.stateTokens()
				: SchedulerConfig.roomFor(config.slots(), context);
		SchedulerConfig bounds = new SchedulerConfig(config.threads(), config.slots(), config.queueCapacity(),
				config.queueTimeout().toNanos(), context, config.prefillChunk(), stateTokens, config.prefixCacheBytes(),
				config.promptLookup());
		Scheduler scheduler;
		String variant;
		if (model.source() instanceof OnnxPackage published) {
			MemoryNeed.of(published.files(), model.architecture(), bounds, KeyValueFormat.FP32).require(folder);
			scheduler = Scheduler.start(published.graph(), published.face(), bounds);
			variant = published.variant();
		}
		else {
			CompiledModel compiled = new ModelCompiler(config.cacheDirectory()).compile(model,
					CompileOptions.defaults()
						.withWeights(config.weights())
						.withKeyValues(config.keyValues())
						.withMaxContext(context),
					progress);
			MemoryNeed.of(compiled.files(), model.architecture(), bounds, config.keyValues()).require(folder);
			scheduler = Scheduler.start(compiled.graph(), bounds);
			variant = config.compiledVariant();
		}
		if (config.closeOnExit()) {
			scheduler.closeOnExit();
		}
		EngineInfo info = new EngineInfo(String.valueOf(folder.toAbsolutePath().normalize().getFileName()), folder,
				sha256, model.architecture(), variant, context, defaultSampling(model.generationDefaults()),
				config.threads(), config.slots(), NativeRuntime.environment().getVersion(), digest.files());
		return new OpenedModel(info, tokenizer, encoder, model.stopTokens(), scheduler);
	}

	/** Vocabulary and template are read after the folder was found to be whole. */
	private static <T> T read(Path folder, Supplier<T> reading) {
		try {
			return reading.get();
		}
		catch (TokenizerException | ChatTemplateException ex) {
			throw new ModelFolderException(folder, ex.getMessage() + "; take the file from the published model", ex);
		}
	}

	/**
	 * What the folder says, else what the model's card recommends for LFM2.5 Thinking.
	 */
	private static SamplingOptions defaultSampling(GenerationDefaults defaults) {
		if (Boolean.FALSE.equals(defaults.sample())) {
			return new SamplingOptions(0, 0, 1, 0, Objects.requireNonNullElse(defaults.repetitionPenalty(), 1.0));
		}
		return new SamplingOptions(Objects.requireNonNullElse(defaults.temperature(), 0.05),
				Objects.requireNonNullElse(defaults.topK(), 50), Objects.requireNonNullElse(defaults.topP(), 1.0),
				Objects.requireNonNullElse(defaults.minP(), 0.0),
				Objects.requireNonNullElse(defaults.repetitionPenalty(), 1.05));
	}

}
