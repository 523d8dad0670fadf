/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.autoconfigure;

import dev.tacit.inference.compile.NativeLibraryException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains a platform without ONNX Runtime. */
final class NativeLibraryFailureAnalyzer extends AbstractFailureAnalyzer<NativeLibraryException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, NativeLibraryException cause) {
		return new FailureAnalysis(cause.getMessage(), """
				Run on Linux with glibc (x64, arm64), macOS (arm64) or Windows (x64). On Linux the library is \
				unpacked into java.io.tmpdir, which must not be mounted noexec; images with musl instead of \
				glibc, such as Alpine's, cannot load it. tacit.enabled=false starts the application without a \
				model.""", cause);
	}

}
