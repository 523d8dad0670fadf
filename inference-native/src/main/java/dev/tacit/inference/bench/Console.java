/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.bench;

import java.io.BufferedReader;
import java.io.PrintStream;

/**
 * Where a command reads and writes.
 *
 * @param in lines of the user
 * @param out results
 * @param err progress and complaints
 */
record Console(BufferedReader in, PrintStream out, PrintStream err) {
}
