/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Strict, bounded JSON for the files of a model folder and the arguments of a tool call.
 * The lowest floor: it knows nothing.
 */
@NullMarked
package dev.tacit.inference.json;

import org.jspecify.annotations.NullMarked;
