/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

import dev.tacit.inference.Engine;
import dev.tacit.inference.EngineConfig;
import dev.tacit.inference.decode.RejectedRequestException;
import dev.tacit.inference.model.ProgressListener;
import dev.tacit.inference.text.ChatTemplateException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.util.StringUtils;

/**
 * Opens the engine that the properties describe, and logs how far it is.
 *
 * @param location where the model is
 * @param config how to run it
 * @param pinned system prompts to read at once
 */
record EngineOpening(String location, EngineConfig config,
		List<String> pinned) implements Function<ProgressListener, Engine> {

	private static final String SETTINGS = "tacit.engine";

	private static final Log logger = LogFactory.getLog(EngineOpening.class);

	static EngineOpening of(TacitModelProperties model, TacitEngineProperties engine) {
		String location = model.getLocation();
		if (!StringUtils.hasText(location)) {
			throw new ModelLocationException(location, "No model is configured: tacit.model.location is not set.");
		}
		EngineConfig config = SettingException.checked(SETTINGS, () -> engine.applyTo(EngineConfig.defaults()))
			.withSha256(model.getSha256());
		config = model.applyVariant(config);
		if (model.getCacheDirectory() != null) {
			config = config.withCacheDirectory(model.getCacheDirectory());
		}
		return new EngineOpening(location, config, List.copyOf(engine.getPrefixCache().getPinned()));
	}

	@Override
	public Engine apply(ProgressListener listener) {
		LoggedProgress logged = new LoggedProgress(logger);
		Path folder = new ModelLocation(this.config.cacheDirectory()).resolve(this.location);
		Engine opened = SettingException.checked(SETTINGS,
				() -> Engine.open(folder, this.config, (phase, done, total) -> {
					listener.progress(phase, done, total);
					logged.progress(phase, done, total);
				}));
		logger.info("Model " + opened.info().name() + " is ready: sha256 " + opened.info().sha256() + ", "
				+ opened.info().variant() + " weights, " + opened.info().threads() + " threads, "
				+ opened.info().slots() + " slots, context of " + opened.info().contextLength() + " tokens");
		pin(opened);
		return opened;
	}

	/** Says how much, never what: a prompt may be a secret of the house. */
	private void pin(Engine opened) {
		for (int i = 0; i < this.pinned.size(); i++) {
			String which = "system prompt " + (i + 1) + " of " + this.pinned.size();
			try {
				logger.info(
						"Pinned " + which + ": " + opened.pin(this.pinned.get(i), List.of()) + " tokens are read once");
			}
			catch (RuntimeException ex) {
				opened.close();
				throw (ex instanceof RejectedRequestException || ex instanceof ChatTemplateException)
						? new SettingException("tacit.engine.prefix-cache.pinned", which + ": " + ex.getMessage()) : ex;
			}
		}
	}

	/** In the background nobody catches what is thrown, so it is logged. */
	static void logFailure(Throwable failure) {
		if (failure instanceof CancellationException) {
			logger.info("The model was not loaded: the application closed");
		}
		else {
			logger.error("The model could not be loaded, and every request will be refused", failure);
		}
	}

}
