/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * Forbids ONNX Runtime to call home. Since 1.29 it keeps an identifier of the device and
 * looks a server of its maker up while its environment is created, on Linux too; the
 * switch of its API comes too late for that, and only a variable of the process's
 * environment comes in time. Java cannot set one of its own process, the C library can.
 */
final class RuntimeTelemetry {

	private static final String VARIABLE = "ORT_DISABLE_TELEMETRY";

	private static final System.Logger logger = System.getLogger(RuntimeTelemetry.class.getName());

	private RuntimeTelemetry() {
	}

	/**
	 * To be called before the runtime's library is loaded. Where it cannot be done, a
	 * warning says what the operator can do.
	 */
	static void forbid() {
		if ("1".equals(System.getenv(VARIABLE))) {
			return;
		}
		try {
			if (!Platform.isWindows()
					&& Native.load(Platform.C_LIBRARY_NAME, CLibrary.class).setenv(VARIABLE, "1", 1) == 0) {
				return;
			}
		}
		catch (LinkageError ex) {
			logger.log(System.Logger.Level.DEBUG, "The C library cannot be called", ex);
		}
		logger.log(System.Logger.Level.WARNING, "ONNX Runtime may look up a server of its maker when it starts; set "
				+ VARIABLE + "=1 in the environment of this process");
	}

	/** What is needed of the C library; see setenv(3). */
	interface CLibrary extends Library {

		int setenv(String name, String value, int overwrite);

	}

}
