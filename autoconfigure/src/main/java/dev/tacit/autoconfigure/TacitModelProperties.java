/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.nio.file.Path;

import dev.tacit.inference.EngineConfig;
import dev.tacit.inference.compile.WeightFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Which model runs.
 */
@ConfigurationProperties("tacit.model")
public class TacitModelProperties {

	/**
	 * Model folder: a path, or a location that starts with file: or classpath:.
	 */
	private @Nullable String location;

	/**
	 * For a checkpoint, the format of the compiled weights: int4, int8 or fp32. For a
	 * published ONNX package, what follows model_ in the name of its graph, such as q4;
	 * the best for CPUs when unset.
	 */
	private @Nullable String variant;

	/**
	 * Expected SHA-256 digest of the model folder. The start fails when it differs.
	 */
	private @Nullable String sha256;

	/**
	 * Folder for compiled models. Below the user's cache directory when unset.
	 */
	private @Nullable Path cacheDirectory;

	EngineConfig applyVariant(EngineConfig config) {
		String wanted = this.variant;
		if (wanted == null) {
			return config;
		}
		for (WeightFormat format : WeightFormat.values()) {
			if (format.name().equalsIgnoreCase(wanted)) {
				return config.withWeights(format);
			}
		}
		return config.withPackageVariant(wanted);
	}

	public @Nullable String getLocation() {
		return this.location;
	}

	public void setLocation(@Nullable String location) {
		this.location = location;
	}

	public @Nullable String getVariant() {
		return this.variant;
	}

	public void setVariant(@Nullable String variant) {
		this.variant = variant;
	}

	public @Nullable String getSha256() {
		return this.sha256;
	}

	public void setSha256(@Nullable String sha256) {
		this.sha256 = sha256;
	}

	public @Nullable Path getCacheDirectory() {
		return this.cacheDirectory;
	}

	public void setCacheDirectory(@Nullable Path cacheDirectory) {
		this.cacheDirectory = cacheDirectory;
	}

}
