/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * A folder is no model this engine can run: the message says in one sentence what is
 * wrong and what to do instead. It names files, tensors and numbers, never their content.
 */
public class ModelFolderException extends RuntimeException {

	private final transient Path path;

	private final String reason;

	public ModelFolderException(Path path, String reason) {
		this(path, reason, null);
	}

	public ModelFolderException(Path path, String reason, @Nullable Throwable cause) {
		super(path + ": " + reason, cause);
		this.path = path;
		this.reason = reason;
	}

	/**
	 * The folder or file that is wrong.
	 * @return the path
	 */
	public Path path() {
		return this.path;
	}

	/**
	 * What is wrong and the way out, without the path.
	 * @return one sentence
	 */
	public String reason() {
		return this.reason;
	}

}
