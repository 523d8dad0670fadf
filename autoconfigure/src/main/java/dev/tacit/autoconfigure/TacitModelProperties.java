/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import java.nio.file.Path;

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
	 * Format of the compiled weights: int4 for speed, fp32 for exact comparisons.
	 */
	private WeightFormat variant = WeightFormat.INT4;

	/**
	 * Expected SHA-256 digest of the model folder. The start fails when it differs.
	 */
	private @Nullable String sha256;

	/**
	 * Folder for compiled models. Below the user's cache directory when unset.
	 */
	private @Nullable Path cacheDirectory;

	public @Nullable String getLocation() {
		return this.location;
	}

	public void setLocation(@Nullable String location) {
		this.location = location;
	}

	public WeightFormat getVariant() {
		return this.variant;
	}

	public void setVariant(WeightFormat variant) {
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
