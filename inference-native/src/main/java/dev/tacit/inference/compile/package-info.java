/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Turns a checkpoint into an ONNX graph made for ONNX Runtime's CPU kernels, quantised if
 * wanted, and keeps it in a cache. Weights stream from file to file through buffers of a
 * few megabytes; the same checkpoint and options give the same bytes.
 */
@NullMarked
package dev.tacit.inference.compile;

import org.jspecify.annotations.NullMarked;
