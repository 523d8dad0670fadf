/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Compiled graphs against an independent forward pass. */
package dev.tacit.inference.compile;
