/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Command line tools around the engine, one class a command: a checkpoint of random
 * weights in full size, the compiler, a conversation in the terminal.
 */
@NullMarked
package dev.tacit.inference.bench;

import org.jspecify.annotations.NullMarked;
