/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Tests of sampling and constraints. */
@NullMarked
package dev.tacit.inference.sample;

import org.jspecify.annotations.NullMarked;
