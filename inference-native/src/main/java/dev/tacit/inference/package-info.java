/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The public face of the engine: open a model folder, submit a request, listen to a
 * generation.
 */
@NullMarked
package dev.tacit.inference;

import org.jspecify.annotations.NullMarked;
