/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * From logits to a token: penalties, truncation and the draw. Pure functions of the
 * logits, the options and the seed; no state of ONNX Runtime is touched here.
 */
@NullMarked
package dev.tacit.inference.sample;

import org.jspecify.annotations.NullMarked;
