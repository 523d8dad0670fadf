/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * A model folder: what it is, its files, digests, dimensions and weights, checked in full
 * before anything native reads a byte. Weights are read by position, never mapped, so a
 * file that shrinks under us is an exception and not a fault of the process.
 */
@NullMarked
package dev.tacit.inference.model;

import org.jspecify.annotations.NullMarked;
