/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

/**
 * ONNX Runtime's native library is not there for this platform, or does not load on this
 * machine. The message names both and holds the loader's own words.
 */
public final class NativeLibraryException extends CompileException {

	NativeLibraryException(LinkageError cause) {
		super("ONNX Runtime's native library cannot be loaded on " + System.getProperty("os.name") + " "
				+ System.getProperty("os.arch") + " (" + reason(cause) + ")", cause);
	}

	/** The innermost says why; those around it that something could not be loaded. */
	private static String reason(Throwable failure) {
		Throwable innermost = failure;
		while (innermost.getCause() != null) {
			innermost = innermost.getCause();
		}
		return String.valueOf(innermost.getMessage());
	}

}
